// One message: what it says, what it answers, what others think of it, and how far it has come.

import type { MessageAnswer, PersonAnswer } from "@client";
import { useQuery } from "@tanstack/react-query";
import { memo, type ReactNode } from "react";
import { findMessage, gist, ownReaction, personOf, react, removedWords } from "../../chat";
import { me } from "../../kit/session";
import { dated, listed, t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { IconButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { RichText } from "../../parts/Text";
import css from "./Bubble.module.css";
import { OutPhotos, Photos, Reactions, SharedPost, shortOf } from "./BubbleParts";
import { usePress } from "./BubblePress";
import type { MessageRow, OutRow } from "./talk-rows";

export const QUICK = "❤️";

/** What can be done with a message; the conversation does it. */
export interface Doing {
  reply: (message: MessageAnswer) => void;
  menu: (message: MessageAnswer) => void;
  jump: (seq: number) => void;
  open: (message: MessageAnswer, place: number) => void;
}

export const clock = (at: string): string => dated(new Date(at), { timeStyle: "short" });

interface Props {
  id: string;
  row: MessageRow;
  group: boolean;
  person: PersonAnswer | undefined;
  /** Whether the reader may write here. */
  open: boolean;
  /** What is said below it of how far it has come. */
  state: "sent" | "delivered" | "seen" | null;
  seenBy: PersonAnswer[] | undefined;
  lit: boolean;
  doing: Doing;
}

export const Bubble = memo(function Bubble({ id, row, group, person, open, state, seenBy, lit, doing }: Props) {
  const { message, own, first, last, timed } = row;
  const gone = message.removed !== null;
  const acts = open && !gone;
  const press = usePress(acts, own, {
    long: () => doing.menu(message),
    double: () => void react(id, message, ownReaction(message) === QUICK ? null : QUICK),
    swiped: () => doing.reply(message),
  });
  const said = { time: clock(message.sentAt), words: gist(message), name: shortOf(person) };
  const pieces = !gone && (message.photos.length > 0 || message.postId !== null);
  const bare = pieces && !message.text;
  return (
    <article
      className={`${css.message} ${own ? css.own : ""} ${first ? css.first : ""} ${last ? css.last : ""} ${group && !own ? css.faced : ""}`}
      tabIndex={-1}
      data-lit={lit || undefined}
      aria-label={own ? t("direct.messageOwn", said) : t("direct.messageOf", said)}
      onKeyDown={(event) => {
        if (acts && event.key === "Enter" && event.target === event.currentTarget) {
          event.preventDefault();
          doing.menu(message);
        }
      }}
    >
      {group && !own ? (
        <span className={css.face}>
          {last && person ? (
            <Link href={`/u/${person.username}`} tabIndex={-1} aria-hidden="true">
              <Avatar person={person} size={32} />
            </Link>
          ) : null}
        </span>
      ) : null}
      {group && !own && first ? (
        <bdi className={css.name} aria-hidden="true">
          {shortOf(person)}
        </bdi>
      ) : null}
      <div className={css.line} title={dated(new Date(message.sentAt), { dateStyle: "medium", timeStyle: "short" })}>
        <div className={`${css.body} ${pieces ? css.pieces : ""}`} {...press}>
          {message.replyTo !== null && !gone ? <Quote id={id} seq={message.replyTo} jump={doing.jump} /> : null}
          {message.photos.length && !gone ? (
            <Photos id={id} message={message} name={own ? null : said.name} open={(at) => doing.open(message, at)} />
          ) : null}
          {message.postId && !gone ? <SharedPost id={message.postId} /> : null}
          {gone ? (
            <p className={css.gone}>{removedWords(message)}</p>
          ) : bare ? null : (
            <p className={css.text} dir="auto">
              <RichText text={message.text} entities={message.entities} />
              {message.editedAt ? <span className={css.edited}> {t("direct.edited")}</span> : null}
            </p>
          )}
        </div>
        {acts ? (
          <div className={css.tools}>
            <IconButton icon="smile" label={t("direct.react")} tabIndex={-1} onClick={() => doing.menu(message)} />
            <IconButton
              icon="reply"
              turns
              label={t("direct.reply")}
              tabIndex={-1}
              onClick={() => doing.reply(message)}
            />
          </div>
        ) : null}
      </div>
      {message.reactions.length && !gone ? <Reactions id={id} message={message} open={open} /> : null}
      {timed || state ? (
        <p className={css.meta}>
          {timed ? <time dateTime={message.sentAt}>{said.time}</time> : null}
          {timed && state ? <span aria-hidden="true">·</span> : null}
          {state ? <span>{t(`direct.${state}`)}</span> : null}
        </p>
      ) : null}
      {seenBy?.length ? (
        <p className={css.seenBy} title={listed(seenBy.map(shortOf))}>
          <span className="unseen">{t("direct.seenBy", { people: listed(seenBy.map(shortOf)) })}</span>
          {seenBy.slice(0, 6).map((each) => (
            <Avatar key={each.id} person={each} size={20} />
          ))}
          {seenBy.length > 6 ? <span aria-hidden="true">+{seenBy.length - 6}</span> : null}
        </p>
      ) : null}
    </article>
  );
});

/** A message on its way. */
export const OutBubble = memo(function OutBubble({
  id,
  row,
  again,
  discard,
  why,
}: {
  id: string;
  row: OutRow;
  again: () => void;
  discard: () => void;
  why: string | null;
}) {
  const { out, first, last } = row;
  return (
    <article
      className={`${css.message} ${css.own} ${css.pending} ${first ? css.first : ""} ${last ? css.last : ""}`}
      tabIndex={-1}
      aria-label={t("direct.messageOwn", {
        time: clock(out.at),
        words: out.text || t("direct.photos", { count: out.photos.length }),
      })}
    >
      <div className={css.line}>
        <div className={`${css.body} ${out.photos.length || out.postId ? css.pieces : ""}`}>
          {out.replyTo !== null ? <Quote id={id} seq={out.replyTo} jump={() => {}} /> : null}
          {out.photos.length ? <OutPhotos out={out} /> : null}
          {out.postId ? <SharedPost id={out.postId} /> : null}
          {out.text ? (
            <p className={css.text} dir="auto">
              {out.text}
            </p>
          ) : null}
        </div>
      </div>
      {out.state === "failed" ? (
        <div className={css.failed} role="alert">
          <span>
            {t("direct.failed")} {why}
          </span>
          <button type="button" onClick={again}>
            {t("do.again")}
          </button>
          <button type="button" onClick={discard}>
            {t("do.delete")}
          </button>
        </div>
      ) : last || out.state === "waiting" ? (
        <p className={css.meta}>
          <Icon name="clock" small /> {out.state === "waiting" ? t("direct.waiting") : t("direct.sending")}
        </p>
      ) : null}
    </article>
  );
});

/** What a message answers; a press goes there. */
function Quote({ id, seq, jump }: { id: string; seq: number; jump: (seq: number) => void }) {
  const { data, isPending } = useQuery({
    queryKey: ["quoted", id, seq],
    queryFn: () => findMessage(id, seq),
    staleTime: 60_000,
    retry: false,
  });
  const name = data?.sender === me()?.id ? t("direct.you") : shortOf(data?.sender ? personOf(data.sender) : undefined);
  const words = data ? gist(data) : isPending ? "…" : t("direct.quoteGone");
  return (
    <button
      type="button"
      className={css.quote}
      aria-label={t("direct.quoteJump", { name, words })}
      onClick={() => jump(seq)}
    >
      {data ? <bdi className={css.quoted}>{name}</bdi> : null}
      <span dir="auto">{words}</span>
    </button>
  );
}

export function Line({ children }: { children: ReactNode }) {
  return <p className={css.between}>{children}</p>;
}
