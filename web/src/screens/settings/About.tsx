// What this is.

import { useQuery } from "@tanstack/react-query";
import { api } from "../../kit/api";
import { names } from "../../kit/query";
import { type Key, t } from "../../kit/words";
import { Trouble } from "../../parts/Empty";
import { Wordmark } from "../../parts/Icon";
import css from "./About.module.css";
import { Group, Part, Shades } from "./bits";

const VERSION = "1.0.0"; // of the API that this app speaks
const RULES: Key[] = ["settings.rules.own", "settings.rules.kind", "settings.rules.harm", "settings.rules.report"];

export default function About() {
  const query = useQuery({ queryKey: names.settings("instance"), queryFn: () => api.readInstance() });
  return (
    <Part title={t("settings.about")}>
      <div className={css.mark}>
        <Wordmark />
        <p className="soft">{t("settings.about.lead")}</p>
      </div>
      {query.isPending ? <Shades lines={3} /> : null}
      {query.isError ? <Trouble error={query.error} again={() => void query.refetch()} /> : null}
      {query.data ? (
        <dl className={css.facts}>
          <div>
            <dt>{t("settings.about.name")}</dt>
            <dd dir="auto">{query.data.name}</dd>
          </div>
          <div>
            <dt>{t("settings.about.signUp")}</dt>
            <dd>{t(`settings.about.${query.data.signUp}`)}</dd>
          </div>
          <div>
            <dt>{t("settings.about.version")}</dt>
            <dd dir="ltr">{VERSION}</dd>
          </div>
          <div>
            <dt>{t("settings.about.licence")}</dt>
            <dd>{t("settings.about.mit")}</dd>
          </div>
          <div>
            <dt>{t("settings.about.builders")}</dt>
            <dd>
              <a href="/docs">{t("settings.about.docs")}</a>
            </dd>
          </div>
        </dl>
      ) : null}
      <Group title={t("settings.rules")}>
        <ul className={css.rules}>
          {RULES.map((each) => (
            <li key={each}>{t(each)}</li>
          ))}
        </ul>
      </Group>
    </Part>
  );
}
