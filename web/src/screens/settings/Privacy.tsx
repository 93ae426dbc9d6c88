// A private account, or a public one.

import { useState } from "react";
import { api } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { session, setPerson, useSession } from "../../kit/session";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Switch } from "../../parts/Form";
import { complain, say } from "../../parts/Notices";
import { Sheet } from "../../parts/Sheet";
import { Part } from "./bits";
import css from "./Settings.module.css";

async function set(on: boolean): Promise<void> {
  const { person } = session.get();
  if (!person) {
    return;
  }
  setPerson(person, on);
  try {
    const now = await api.setMyPrivacy({ private: on });
    setPerson(now.person, now.private);
    void queries.invalidateQueries({ queryKey: names.person(person.username) });
    void queries.invalidateQueries({ queryKey: names.requests });
    say(t(on ? "settings.privacy.nowPrivate" : "settings.privacy.nowPublic"));
  } catch (error) {
    setPerson(person, !on);
    complain(t("settings.notSaved"), error, () => set(on));
  }
}

export default function Privacy() {
  const { private: closed } = useSession();
  const [waiting, setWaiting] = useState<number | null>(null);
  const change = async (on: boolean) => {
    if (on) {
      await set(true);
      return;
    }
    // How many wait is good to know, and no reason not to ask.
    const requests = await api.listRequests({ limit: 1 }).catch(() => null);
    setWaiting(requests?.waiting ?? 0);
  };
  return (
    <Part title={t("settings.privacy")}>
      <Switch
        label={t("settings.privacy.private")}
        hint={t("settings.privacy.means")}
        checked={closed}
        onChange={change}
      />
      <ul className={`${css.stack} soft small`}>
        <li>{t("settings.privacy.stays")}</li>
        <li>{t("settings.privacy.blocks")}</li>
      </ul>
      {waiting !== null ? (
        <Sheet title={t("settings.privacy.ask")} onClose={() => setWaiting(null)}>
          <div className={css.stack}>
            <p>{t("settings.privacy.publicMeans")}</p>
            {waiting ? <p className="who">{t("settings.privacy.waiting", { count: waiting })}</p> : null}
            <Button
              look="strong"
              wide
              onClick={() => {
                setWaiting(null);
                void set(false);
              }}
            >
              {t("settings.privacy.goPublic")}
            </Button>
            <Button wide onClick={() => setWaiting(null)}>
              {t("settings.privacy.stay")}
            </Button>
          </div>
        </Sheet>
      ) : null}
    </Part>
  );
}
