// Appearance: light, dark or as the device has it; and the language.

import { useState } from "react";
import { setTheme, type Theme, useTheme } from "../../kit/theme";
import { LANGUAGES, type Language, language, speak, t } from "../../kit/words";
import { Group, Part } from "./bits";
import css from "./Look.module.css";

const THEMES: Theme[] = ["system", "light", "dark"];

export default function Look() {
  const theme = useTheme();
  const [spoken, setSpoken] = useState<Language>(language());
  return (
    <Part title={t("settings.look")}>
      <Group title={t("settings.theme")}>
        <fieldset className={css.themes}>
          <legend className="unseen">{t("settings.theme")}</legend>
          {THEMES.map((each) => (
            <label key={each} className={css.theme}>
              <input type="radio" name="theme" value={each} checked={theme === each} onChange={() => setTheme(each)} />
              <span className={`${css.preview} ${css[each]}`} aria-hidden="true">
                <i />
                <b />
                <b />
              </span>
              <span>{t(`settings.theme.${each}`)}</span>
            </label>
          ))}
        </fieldset>
      </Group>
      <Group title={t("settings.language")} lead={t("settings.language.lead")}>
        <fieldset className={css.languages}>
          <legend className="unseen">{t("settings.language")}</legend>
          {(Object.entries(LANGUAGES) as [Language, string][]).map(([each, name]) => (
            <label key={each} className={css.language}>
              <input
                type="radio"
                name="language"
                value={each}
                checked={spoken === each}
                onChange={() => {
                  setSpoken(each);
                  speak(each);
                }}
              />
              <span lang={each} dir="auto">
                {name}
              </span>
            </label>
          ))}
        </fieldset>
      </Group>
    </Part>
  );
}
