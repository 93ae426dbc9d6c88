// All that is kept of one, in one archive.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, Refused } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { dated, t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { Icon } from "../../parts/Icon";
import { complain } from "../../parts/Notices";
import { Part, Shades } from "./bits";
import css from "./Data.module.css";
import { changedMind, proved } from "./proof";
import shared from "./Settings.module.css";

const KEY = names.settings("export");
const EVERY = 3000;
const LINK = 10 * 60_000; // links live 15 minutes
const when = (at: string) => dated(new Date(at), { dateStyle: "medium", timeStyle: "short" });

/** The export, or null when none was asked for. */
const read = () =>
  api.exportState().catch((error: unknown) => {
    if (error instanceof Refused && error.code === "no-export") {
      return null;
    }
    throw error;
  });

export default function Data() {
  const query = useQuery({
    queryKey: KEY,
    queryFn: read,
    refetchInterval: ({ state }) => (state.data?.state === "working" ? EVERY : state.data?.url ? LINK : false),
  });
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    try {
      queries.setQueryData(KEY, await proved(() => api.export()));
    } catch (error) {
      if (!changedMind(error)) {
        complain(t("settings.data.notAsked"), error);
      }
    } finally {
      setBusy(false);
    }
  };
  const { data } = query;
  const working = data?.state === "working";
  return (
    <Part title={t("settings.data")} lead={t("settings.data.lead")}>
      {query.isPending ? <Shades lines={2} /> : null}
      {query.isError ? <Trouble error={query.error} again={() => void query.refetch()} /> : null}
      {data ? (
        <div className={shared.card} role="status">
          <p className="who">{t(`settings.data.${data.state}`)}</p>
          {working ? (
            <progress className={css.progress} max={100} value={data.percent} aria-label={t("settings.data.working")} />
          ) : null}
          <p className="soft small">
            {data.state === "ready" && data.expiresAt
              ? t("settings.data.until", { date: when(data.expiresAt) })
              : t("settings.data.asked", { date: when(data.askedAt) })}
          </p>
          {data.url ? (
            <a className={css.link} href={data.url} download>
              <Icon name="download" small /> {t("settings.data.download")}
            </a>
          ) : null}
        </div>
      ) : null}
      {query.isSuccess && !working ? (
        <div className={shared.stack}>
          <div>
            <Button busy={busy} look={data?.url ? "plain" : "strong"} onClick={ask}>
              {t(data ? "settings.data.anew" : "settings.data.ask")}
            </Button>
          </div>
          <p className="soft small">{t("settings.data.rules")}</p>
        </div>
      ) : null}
    </Part>
  );
}
