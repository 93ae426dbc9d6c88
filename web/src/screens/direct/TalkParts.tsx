// What is around the messages of a conversation: who it is with, who writes, and its shades while it is read.

import type { ConversationAnswer, MessageAnswer, PersonAnswer } from "@client";
import { useRef } from "react";
import { gist, noteWords, timerWords, usePresence } from "../../chat";
import { go } from "../../kit/place";
import { ago, listed, t } from "../../kit/words";
import { IconButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { TalkPicture } from "../../parts/TalkPicture";
import { shortOf } from "./BubbleParts";
import css from "./Talk.module.css";
import { typingWords } from "./typing";

export function Head({
  conversation,
  name,
  wide,
  writers,
  person,
}: {
  conversation: ConversationAnswer;
  name: string;
  wide: boolean;
  writers: (PersonAnswer | undefined)[];
  person: PersonAnswer | null;
}) {
  const { id, kind, members, timer } = conversation;
  const presence = usePresence(person?.id);
  const line = writers.length
    ? typingWords(writers, kind === "direct")
    : kind === "group"
      ? t("direct.members", { count: members })
      : presence?.active
        ? t("direct.active")
        : presence
          ? t("direct.seenAgo", { ago: ago(new Date(presence.lastSeen)) })
          : person
            ? `@${person.username}`
            : "";
  return (
    <header className={css.head}>
      {wide ? null : <IconButton icon="left" turns label={t("do.back")} onClick={() => go("/direct")} />}
      <Link href={`/direct/${id}/details`} className={css.who}>
        <span className="unseen">{`${name}: ${t("direct.details")}`}</span>
        <span className={css.picture} data-active={presence?.active || undefined} aria-hidden>
          <TalkPicture talk={conversation} size={40} />
        </span>
      </Link>
      <div className={css.names}>
        <h1 tabIndex={-1} dir="auto">
          {name}
        </h1>
        <p className={writers.length ? css.typing : undefined}>
          {timer ? (
            <span title={t("direct.timer", { time: timerWords(timer) })}>
              <Icon name="clock" small />
              <span className="unseen">{t("direct.timer", { time: timerWords(timer) })}</span>
            </span>
          ) : null}
          <bdi>{line}</bdi>
        </p>
      </div>
      <Link href={`/direct/${id}/search`} className={css.go} aria-label={t("direct.search")} title={t("direct.search")}>
        <Icon name="find" />
      </Link>
      <Link
        href={`/direct/${id}/details`}
        className={css.go}
        aria-label={t("direct.details")}
        title={t("direct.details")}
      >
        <Icon name="info" />
      </Link>
    </header>
  );
}

export function Dots({ people }: { people: (PersonAnswer | undefined)[] }) {
  return (
    <p className={css.dots} title={listed(people.map(shortOf))} aria-hidden="true">
      <span />
      <span />
      <span />
    </p>
  );
}

/** Says to screen readers what has come while one looks. */
export function Arrivals({
  items,
  self,
  who,
}: {
  items: MessageAnswer[];
  self: string;
  who: (id: string) => PersonAnswer | undefined;
}) {
  const last = items.at(-1);
  const first = useRef(last?.seq);
  first.current ??= last?.seq;
  const fresh = last && first.current !== undefined && last.seq > first.current && last.sender !== self;
  return (
    <p className="unseen" role="status" aria-live="polite">
      {fresh
        ? last.note
          ? noteWords(last, who)
          : t("direct.arrived", { name: shortOf(last.sender ? who(last.sender) : undefined), words: gist(last) })
        : ""}
    </p>
  );
}

export function Shades() {
  return (
    <>
      <div className={css.head} aria-hidden="true">
        <span className={`shade ${css.shadeFace}`} />
        <span className={`shade ${css.shadeName}`} />
      </div>
      <BubbleShades />
    </>
  );
}

const WIDTHS = ["9rem", "13rem", "7rem", "16rem", "11rem", "8rem", "14rem"];

export function BubbleShades() {
  return (
    <div className={css.shades} aria-hidden="true">
      {WIDTHS.map((width, place) => (
        <span key={width} className={`shade ${place % 3 === 1 ? css.shadeOwn : ""}`} style={{ width }} />
      ))}
    </div>
  );
}
