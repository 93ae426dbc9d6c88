// Notifications: whose doings one is told of and how, quiet hours, the digest, and the devices that take pushes.

import type { NotificationSettings, SettingsChange } from "@client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { dated, t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { Field, Form, Switch } from "../../parts/Form";
import { complain, say } from "../../parts/Notices";
import { Choose, Group, Part, Shades } from "./bits";
import { Push } from "./Push";
import shared from "./Settings.module.css";
import css from "./Told.module.css";
import {
  DAYS,
  digestBody,
  type Kind,
  overnight,
  quietBody,
  quietForm,
  quietWrong,
  WAYS,
  type Way,
  WHOSE,
  type Whose,
  withWay,
  zoneHere,
  zones,
} from "./told";

const KEY = names.settings("told");

const save = async (change: SettingsChange): Promise<void> =>
  void queries.setQueryData(KEY, await api.changeNotificationSettings(change));

export default function Told() {
  const query = useQuery({ queryKey: KEY, queryFn: () => api.getNotificationSettings() });
  const { data } = query;
  return (
    <Part title={t("settings.told")}>
      <Push />
      {query.isPending ? <Shades lines={6} /> : null}
      {query.isError ? <Trouble error={query.error} again={() => void query.refetch()} /> : null}
      {data ? (
        <>
          <Kinds settings={data} />
          <Quiet settings={data} />
          <Digest settings={data} />
        </>
      ) : null}
    </Part>
  );
}

function Kinds({ settings }: { settings: NotificationSettings }) {
  const choose = async (kind: Kind, way: Way, whose: Whose, before: Whose) => {
    const show = (what: Whose) =>
      queries.setQueryData<NotificationSettings>(KEY, (now) => now && withWay(now, kind, way, what));
    show(whose);
    try {
      await api.changeNotificationSettings({ kinds: [{ kind, [way]: whose }] });
    } catch (error) {
      show(before);
      complain(t("settings.notSaved"), error, () => choose(kind, way, whose, before));
    }
  };
  const options = WHOSE.map((each) => [each, t(`settings.told.${each}`)] as const);
  return (
    <Group title={t("settings.told.kinds")} lead={t("settings.told.lead")}>
      <div className={css.kinds}>
        <p className={css.heads} aria-hidden="true">
          <span />
          {WAYS.map((way) => (
            <span key={way}>{t(`settings.told.${way}`)}</span>
          ))}
        </p>
        {settings.kinds.map((each) => (
          <fieldset key={each.kind} className={css.kind}>
            <legend>{t(`settings.kind.${each.kind}`)}</legend>
            {WAYS.map((way) => (
              <Choose
                key={way}
                label={t(`settings.told.${way}`)}
                value={each[way]}
                options={options}
                onChoose={(whose) => void choose(each.kind, way, whose, each[way])}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </Group>
  );
}

function Quiet({ settings }: { settings: NotificationSettings }) {
  const [form, setForm] = useState(() => quietForm(settings.quietHours));
  const [zone, setZone] = useState(settings.timeZone);
  const here = zoneHere();
  const wrong = quietWrong(form);
  const clean =
    JSON.stringify(quietBody(form)) === JSON.stringify(quietBody(quietForm(settings.quietHours))) &&
    zone === settings.timeZone;
  return (
    <Group title={t("settings.quiet")} lead={t("settings.quiet.lead")}>
      <Form
        send={async () => {
          if (!wrong) {
            await save({ quietHours: quietBody(form), timeZone: zone });
            say(t("settings.saved"));
          }
        }}
        codes={{}}
      >
        {(busy) => (
          <>
            <Switch label={t("settings.quiet.on")} checked={form.on} onChange={(on) => setForm({ ...form, on })} />
            {form.on ? (
              <div className={shared.pair}>
                <Field
                  label={t("settings.quiet.start")}
                  name="start"
                  type="time"
                  value={form.start}
                  onChange={(event) => setForm({ ...form, start: event.target.value })}
                  required
                />
                <Field
                  label={t("settings.quiet.end")}
                  name="end"
                  type="time"
                  value={form.end}
                  wrong={wrong ? t(`settings.quiet.${wrong}`) : undefined}
                  hint={overnight(form) ? t("settings.quiet.overnight") : undefined}
                  onChange={(event) => setForm({ ...form, end: event.target.value })}
                  required
                />
              </div>
            ) : null}
            <Choose
              label={t("settings.zone")}
              value={zone}
              options={zones(zone).map((each) => [each, each.replaceAll("_", " ")] as const)}
              onChoose={setZone}
            />
            <div className={shared.buttons}>
              <Button type="submit" busy={busy} disabled={clean || wrong !== null}>
                {t("do.save")}
              </Button>
              {zone !== here ? (
                <Button look="quiet" onClick={() => setZone(here)}>
                  {t("settings.zone.here", { zone: here.replaceAll("_", " ") })}
                </Button>
              ) : null}
            </div>
          </>
        )}
      </Form>
    </Group>
  );
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const clock = (hour: number) => dated(new Date(2024, 0, 1, hour), { hour: "numeric", minute: "2-digit" });
/** The first of January 2024 was a Monday. */
const day = (place: number) => dated(new Date(2024, 0, 1 + place, 12), { weekday: "long" });

function Digest({ settings }: { settings: NotificationSettings }) {
  const [digest, setDigest] = useState(settings.digest);
  const body = digestBody({ ...digest, hour: String(digest.hour) });
  const clean = JSON.stringify(digest) === JSON.stringify(settings.digest);
  return (
    <Group title={t("settings.digest")} lead={t("settings.digest.lead")}>
      <Form
        send={async () => {
          await save({ digest: body });
          say(t("settings.saved"));
        }}
      >
        {(busy) => (
          <>
            <div className={shared.pair}>
              <Choose
                label={t("settings.digest.rhythm")}
                value={digest.rhythm}
                options={(["off", "daily", "weekly"] as const).map((each) => [each, t(`settings.digest.${each}`)])}
                onChoose={(rhythm) => setDigest({ ...digest, rhythm })}
              />
              {digest.rhythm === "weekly" ? (
                <Choose
                  label={t("settings.digest.day")}
                  value={digest.weekday}
                  options={DAYS.map((each, place) => [each, day(place)] as const)}
                  onChoose={(weekday) => setDigest({ ...digest, weekday })}
                />
              ) : null}
              {digest.rhythm === "off" ? null : (
                <Choose
                  label={t("settings.digest.hour")}
                  value={String(digest.hour)}
                  options={HOURS.map((hour) => [String(hour), clock(hour)] as const)}
                  onChoose={(hour) => setDigest({ ...digest, hour: Number(hour) })}
                />
              )}
            </div>
            <div>
              <Button type="submit" busy={busy} disabled={clean}>
                {t("do.save")}
              </Button>
            </div>
          </>
        )}
      </Form>
    </Group>
  );
}
