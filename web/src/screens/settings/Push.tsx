// Pushes: to this browser, and which other devices take them.

import type { PushDevice, PushDevicePage } from "@client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { dated, t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { Switch } from "../../parts/Form";
import { complain, say } from "../../parts/Notices";
import { Group, Shades } from "./bits";
import { deviceName } from "./device";
import { forgetPushes, NoService, NotAllowed, type PushState, pushState, takePushes } from "./push";
import css from "./Settings.module.css";

const KEY = names.settings("push");

export function Push() {
  const devices = useQuery({ queryKey: KEY, queryFn: () => api.listPushSubscriptions() });
  const [state, setState] = useState<PushState | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void pushState().then(setState);
  }, []);
  const here = devices.data?.items.find((each) => each.here);
  const others = devices.data?.items.filter((each) => !each.here) ?? [];

  const remove = async (device: PushDevice) => {
    const before = devices.data;
    queries.setQueryData<PushDevicePage>(
      KEY,
      (now) => now && { ...now, items: now.items.filter((each) => each.id !== device.id) },
    );
    try {
      await api.unsubscribeDevice(device.id);
      if (device.here) {
        await forgetPushes();
      }
    } catch (error) {
      queries.setQueryData(KEY, before);
      complain(t("settings.notSaved"), error, () => remove(device));
    }
  };
  const add = async () => {
    setBusy(true);
    try {
      await takePushes();
      await queries.invalidateQueries({ queryKey: KEY });
    } catch (error) {
      if (error instanceof NotAllowed || error instanceof NoService) {
        say(t(error instanceof NotAllowed ? "settings.push.refused" : "settings.push.noService"), { bad: true });
      } else {
        complain(t("settings.push.failed"), error, add);
      }
      setState(await pushState());
    } finally {
      setBusy(false);
    }
  };
  return (
    <Group title={t("settings.push")} lead={t("settings.push.lead")}>
      {devices.isPending || !state ? <Shades lines={1} /> : null}
      {devices.isError ? <Trouble error={devices.error} again={() => void devices.refetch()} /> : null}
      {devices.data && (state === "ready" || here) ? (
        <Switch
          label={t("settings.push.here")}
          hint={t(busy ? "settings.push.asking" : "settings.push.hint")}
          checked={here !== undefined || busy}
          disabled={busy}
          onChange={() => void (here ? remove(here) : add())}
        />
      ) : null}
      {devices.data && state && state !== "ready" ? (
        <p className={css.lead} role="status">
          {t(`settings.push.${state}`)}
        </p>
      ) : null}
      {others.length ? (
        <ul className={css.rows} aria-label={t("settings.push.others")}>
          {others.map((each) => (
            <li key={each.id} className={css.row}>
              <div>
                <bdi className="who">{deviceName(each.device)}</bdi>
                <p className="soft small">
                  {t("settings.push.since", { date: dated(new Date(each.madeAt), { dateStyle: "medium" }) })}
                </p>
              </div>
              <Button
                small
                aria-label={t("settings.push.removeOf", { device: deviceName(each.device) })}
                onClick={() => void remove(each)}
              >
                {t("do.remove")}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </Group>
  );
}
