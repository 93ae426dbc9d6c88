// What one chooses for a conversation: silence, a place in the list, and for how long its messages stay.

import type { ConversationAnswer } from "@client";
import { type ReactNode, useState } from "react";
import { patch, put } from "../../chat";
import { api, passing } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { dated, type Key, t } from "../../kit/words";
import { Switch } from "../../parts/Form";
import { Icon, type IconName } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { complain, say } from "../../parts/Notices";
import { Menu } from "../../parts/Sheet";
import { talkPath } from "../../parts/talks";
import css from "./Details.module.css";
import { ALWAYS, HOUR, mutedNow, TIMERS, type Timer } from "./group";

/** Show a change of a conversation at once, and put it right again, with words, when it is refused. */
export async function change(
  talk: ConversationAnswer,
  shown: Partial<ConversationAnswer>,
  send: () => Promise<ConversationAnswer>,
  failed: string,
): Promise<boolean> {
  const before = Object.fromEntries(Object.keys(shown).map((key) => [key, talk[key as keyof ConversationAnswer]]));
  const show = (what: Partial<ConversationAnswer>) => patch(talk.id, (now) => ({ ...now, ...what }));
  await queries.cancelQueries({ queryKey: names.conversation(talk.id) });
  show(shown);
  try {
    put(await send());
    return true;
  } catch (error) {
    show(before);
    complain(failed, error, passing(error) ? () => void change(talk, shown, send, failed) : undefined);
    return false;
  }
}

export function Choices({ talk }: { talk: ConversationAnswer }) {
  const [open, setOpen] = useState<"mute" | "timer" | null>(null);
  const muted = mutedNow(talk.mutedUntil, Date.now());
  const pinned = talk.folder === "pinned";
  const archived = talk.folder === "archived";
  const mayTime = talk.kind === "direct" || talk.role === "admin";

  const mute = (seconds: number) =>
    change(
      talk,
      { mutedUntil: seconds ? new Date(Date.now() + seconds * 1000).toISOString() : null },
      () => api.choose(talk.id, { mutedFor: seconds }),
      t(seconds ? "talks.muteFailed" : "talks.unmuteFailed"),
    );
  const put = async (folder: "inbox" | "pinned" | "archived", done: Key) => {
    if (await change(talk, { folder }, () => api.choose(talk.id, { folder }), t("talks.notPut"))) {
      say(t(done));
    }
  };
  const time = (timer: Timer) =>
    change(talk, { timer }, () => api.changeConversation(talk.id, { timer }), t("talks.notTimed"));

  return (
    <>
      <ul className={css.choices}>
        <li>
          <Link href={`${talkPath(talk.id)}/search`} className={css.choice}>
            <Words icon="find">{t("direct.search")}</Words>
            <Icon name="right" turns small />
          </Link>
        </li>
        <li>
          <button type="button" className={css.choice} aria-haspopup="dialog" onClick={() => setOpen("mute")}>
            <Words icon="bell" hint={mutedWords(talk.mutedUntil, muted)}>
              {t(muted === "no" ? "talks.mute" : "talks.muted")}
            </Words>
            <Icon name="right" turns small />
          </button>
        </li>
        <Toggle
          icon="pin"
          on={pinned}
          label="talks.pin"
          hint="talks.pinHint"
          onToggle={() => put(pinned ? "inbox" : "pinned", pinned ? "talks.unpinned" : "talks.pinned")}
        />
        <Toggle
          icon="archive"
          on={archived}
          label="talks.archive"
          hint="talks.archiveHint"
          onToggle={() => put(archived ? "inbox" : "archived", archived ? "talks.unarchived" : "talks.archived")}
        />
        <li>
          {mayTime ? (
            <button type="button" className={css.choice} aria-haspopup="dialog" onClick={() => setOpen("timer")}>
              <Words icon="clock" hint={t(timerWords(talk.timer))}>
                {t("talks.timer")}
              </Words>
              <Icon name="right" turns small />
            </button>
          ) : (
            <div className={css.choice}>
              <Words icon="clock" hint={`${t(timerWords(talk.timer))} ${t("talks.adminsOnly")}`}>
                {t("talks.timer")}
              </Words>
            </div>
          )}
        </li>
      </ul>
      {open === "mute" ? (
        <Menu
          title={t("talks.muteTitle")}
          onClose={() => setOpen(null)}
          choices={[
            muted !== "no" && { label: t("talks.unmute"), onChoose: () => void mute(0) },
            { label: t("talks.muteHour"), onChoose: () => void mute(HOUR) },
            { label: t("talks.muteNight"), onChoose: () => void mute(8 * HOUR) },
            { label: t("talks.muteAlways"), onChoose: () => void mute(ALWAYS) },
          ]}
        />
      ) : null}
      {open === "timer" ? (
        <Menu
          title={t("talks.timerTitle")}
          onClose={() => setOpen(null)}
          choices={TIMERS.map((each) => ({
            label: t(timerWords(each)),
            hint: each === talk.timer ? t("talks.timerNow") : each ? t("talks.timerHint") : t("talks.timerNever"),
            onChoose: () => void (each !== talk.timer && time(each)),
          }))}
        />
      ) : null}
    </>
  );
}

function Toggle({
  icon,
  on,
  label,
  hint,
  onToggle,
}: {
  icon: IconName;
  on: boolean;
  label: Key;
  hint: Key;
  onToggle: () => void;
}) {
  return (
    <li>
      <div className={css.choice}>
        <Icon name={icon} />
        <Switch label={t(label)} hint={t(hint)} checked={on} onChange={onToggle} />
      </div>
    </li>
  );
}

function Words({ icon, hint, children }: { icon: IconName; hint?: string | undefined; children: ReactNode }) {
  return (
    <>
      <Icon name={icon} />
      <span className={css.words}>
        <span>{children}</span>
        {hint ? <span className="soft small">{hint}</span> : null}
      </span>
    </>
  );
}

function mutedWords(until: string | null, how: "no" | "until" | "always"): string {
  if (how === "until" && until) {
    return t("talks.mutedUntil", {
      time: dated(new Date(until), { weekday: "short", hour: "numeric", minute: "2-digit" }),
    });
  }
  return t(how === "always" ? "talks.mutedAlways" : "talks.muteHint");
}

const TIMER_WORDS: Record<Timer, Key> = {
  0: "talks.timerOff",
  3600: "talks.timerHour",
  86400: "talks.timerDay",
  604800: "talks.timerWeek",
  7776000: "talks.timerQuarter",
};
const timerWords = (timer: number): Key => TIMER_WORDS[timer as Timer] ?? "talks.timerOff";
