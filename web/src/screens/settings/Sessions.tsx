// Where one is signed in.

import type { DevicePage } from "@client";
import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../kit/api";
import { itemsOf, names, queries } from "../../kit/query";
import { rich, t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import { Icon } from "../../parts/Icon";
import { complain, say } from "../../parts/Notices";
import { PersonShades } from "../../parts/People";
import { Sheet } from "../../parts/Sheet";
import { Ago } from "../../parts/Text";
import { Part } from "./bits";
import { deviceName } from "./device";
import css from "./Settings.module.css";

const KEY = names.settings("sessions");

/** Take sessions off the list; gives the way back. */
function drop(gone: (id: string, current: boolean) => boolean): () => void {
  const before = queries.getQueryData(KEY);
  queries.setQueryData<InfiniteData<DevicePage>>(KEY, (data) =>
    data
      ? {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            items: page.items.filter((each) => !gone(each.sessionId, each.current)),
          })),
        }
      : data,
  );
  return () => queries.setQueryData(KEY, before);
}

export default function Sessions() {
  const query = useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam }) => api.listSessions(pageParam ? { cursor: pageParam } : {}),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const [asking, setAsking] = useState(false);
  const devices = itemsOf(
    query.data as InfiniteData<{ items: (DevicePage["items"][number] & { id?: string })[]; next: string | null }>,
    (each) => each.sessionId,
  ).sort((one, other) => Number(other.current) - Number(one.current));
  const end = async (id: string, device: string) => {
    const undo = drop((each) => each === id);
    try {
      await api.endOne(id);
      say(t("settings.sessions.ended", { device }));
    } catch (error) {
      undo();
      complain(t("settings.sessions.notEnded", { device }), error, () => end(id, device));
    }
  };
  const endOthers = async () => {
    const undo = drop((_, current) => !current);
    try {
      await api.endOthers();
      say(t("settings.sessions.othersEnded"));
    } catch (error) {
      undo();
      complain(t("settings.sessions.othersNotEnded"), error, endOthers);
    }
  };
  return (
    <Part title={t("settings.sessions")} lead={t("settings.sessions.lead")}>
      {query.isPending ? <PersonShades count={3} /> : null}
      {query.isError && !query.data ? <Trouble error={query.error} again={() => void query.refetch()} /> : null}
      {query.data ? (
        <>
          <ul className={css.rows}>
            {devices.map(({ sessionId, device, openedAt, lastUsedAt, current }) => (
              <li key={sessionId} className={css.row}>
                <div>
                  <bdi className="who">{deviceName(device)}</bdi>
                  <p className="soft small">
                    {rich("settings.sessions.when", { used: <Ago at={lastUsedAt} />, opened: <Ago at={openedAt} /> })}
                  </p>
                </div>
                {current ? (
                  <span className={css.mark}>
                    <Icon name="check" small /> {t("settings.sessions.here")}
                  </span>
                ) : (
                  <Button
                    small
                    aria-label={t("settings.sessions.endOf", { device: deviceName(device) })}
                    onClick={() => end(sessionId, deviceName(device))}
                  >
                    {t("settings.sessions.end")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          <Endless query={query} shades={<PersonShades count={2} />} />
          {devices.length > 1 ? (
            <div>
              <Button look="danger" onClick={() => setAsking(true)}>
                {t("settings.sessions.endOthers")}
              </Button>
            </div>
          ) : null}
        </>
      ) : null}
      {asking ? (
        <Sheet title={t("settings.sessions.endOthers")} onClose={() => setAsking(false)}>
          <div className={css.stack}>
            <p className="soft">{t("settings.sessions.endMeans")}</p>
            <Button
              look="danger"
              wide
              onClick={() => {
                setAsking(false);
                void endOthers();
              }}
            >
              {t("settings.sessions.endOthers")}
            </Button>
            <Button wide onClick={() => setAsking(false)}>
              {t("do.cancel")}
            </Button>
          </div>
        </Sheet>
      ) : null}
    </Part>
  );
}
