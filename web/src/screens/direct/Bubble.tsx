// One message: what it says, what it answers, what others think of it, and how far it has come.

import type { MessageAnswer, PersonAnswer } from "@client";
import { useQuery } from "@tanstack/react-query";
import { memo, type PointerEvent, type ReactNode, useRef } from "react";
import {
  findMessage,
  freshPhotos,
  gist,
  type Out,
  ownReaction,
  personOf,
  previewOf,
  react,
  removedWords,
  useSharedPost,
} from "../../chat";
import { me } from "../../kit/session";
import { count, dated, listed, t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { IconButton } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { letGo } from "../../parts/letGo";
import { Photo } from "../../parts/Photo";
import { RichText } from "../../parts/Text";
import css from "./Bubble.module.css";
import type { MessageRow, OutRow } from "./talk-rows";

export const QUICK = "❤️";
const LONG = 450; // milliseconds of a press that opens the menu
const SWIPED = 56; // pixels of a swipe that begins a reply
const SHOWN_PHOTOS = 4;

/** What can be done with a message; the conversation does it. */
export interface Doing {
  reply: (message: MessageAnswer) => void;
  menu: (message: MessageAnswer) => void;
  jump: (seq: number) => void;
  open: (message: MessageAnswer, place: number) => void;
}

const shortOf = (person: PersonAnswer | undefined): string => person?.name || person?.username || t("direct.somebody");
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

/** Of a photograph alone: a high one is narrower. */
const widthOf = (ratio: number): string => `min(${(20 * Math.min(1, Math.max(0.7, ratio))).toFixed(1)}rem, 66vw)`;

function gridOf(count: number): string | undefined {
  return count === 1 ? css.one : count === 3 ? css.three : css.many;
}

function Photos({
  id,
  message,
  name,
  open,
}: {
  id: string;
  message: MessageAnswer;
  name: string | null;
  open: (place: number) => void;
}) {
  const { photos, seq } = message;
  const shown = photos.slice(0, SHOWN_PHOTOS);
  const more = photos.length - shown.length;
  return (
    <div className={`${css.photos} ${gridOf(shown.length)}`}>
      {shown.map((photo, place) => {
        const preview = previewOf(photo);
        const ratio = shown.length === 1 ? Math.min(1.9, Math.max(0.7, photo.width / photo.height || 1)) : 1;
        return (
          <button
            key={photo.mediaId}
            type="button"
            className={css.photo}
            style={{
              aspectRatio: String(ratio),
              ...(preview ? { backgroundImage: `url("${preview}")` } : {}),
              ...(shown.length === 1 ? { width: widthOf(ratio) } : {}),
            }}
            onClick={() => open(place)}
            aria-label={t("direct.openPhoto", { count: place + 1 })}
          >
            <Photo
              photo={photo}
              widths="grid"
              ratio={ratio}
              alt={
                name === null
                  ? t("direct.photoOwn", { count: place + 1 })
                  : t("direct.photoOf", { count: place + 1, name })
              }
              again={async () => (await freshPhotos(id, seq)).find((each) => each.mediaId === photo.mediaId) ?? null}
            />
            {more > 0 && place === shown.length - 1 ? (
              <span className={css.moreOf} aria-hidden="true">
                +{more}
              </span>
            ) : null}
          </button>
        );
      })}
    </div>
  );
}

function OutPhotos({ out }: { out: Out }) {
  const shown = out.photos.slice(0, SHOWN_PHOTOS);
  return (
    <div className={`${css.photos} ${gridOf(shown.length)}`}>
      {shown.map((photo) => {
        const percent = Math.round(photo.sent * 100);
        const ratio = shown.length === 1 ? Math.min(1.9, Math.max(0.7, photo.ratio)) : 1;
        return (
          <span
            key={photo.key}
            className={css.photo}
            style={{
              aspectRatio: String(ratio),
              ...(photo.preview ? { backgroundImage: `url("${photo.preview}")` } : {}),
              ...(shown.length === 1 ? { width: widthOf(ratio) } : {}),
            }}
          >
            {photo.ready || out.state !== "sending" ? null : (
              <span className={css.progress}>
                <progress max={100} value={percent} aria-label={t("direct.uploadingLabel", { count: percent })} />
                <span aria-hidden="true">
                  {photo.sent >= 1 ? t("direct.preparing") : t("direct.uploading", { count: percent })}
                </span>
              </span>
            )}
          </span>
        );
      })}
    </div>
  );
}

/** A post that was shared, as it is now. */
function SharedPost({ id }: { id: string }) {
  const post = useSharedPost(id);
  if (post === null) {
    return (
      <p className={css.postGone}>
        <Icon name="lock" small /> {t("direct.postGone")}
      </p>
    );
  }
  const photo = post?.photos[0];
  return (
    <Link
      href={`/p/${id}`}
      over
      className={css.post}
      aria-label={post ? t("direct.postOf", { name: post.author.username }) : undefined}
    >
      <span className={css.author}>
        {post ? <Avatar person={post.author} size={32} /> : <span className={`shade ${css.round}`} />}
        <bdi className="who">{post?.author.username ?? ""}</bdi>
      </span>
      <span className={css.print}>
        {photo ? <Photo photo={photo} widths="grid" ratio={1} alt="" /> : <span className="shade" />}
        {post && post.photos.length > 1 ? (
          <span className={css.several}>
            <Icon name="many" />
          </span>
        ) : null}
      </span>
      {post?.caption ? (
        <span className={css.caption} dir="auto">
          {post.caption}
        </span>
      ) : null}
    </Link>
  );
}

function Reactions({ id, message, open }: { id: string; message: MessageAnswer; open: boolean }) {
  const mine = ownReaction(message);
  return (
    <ul className={css.reactions} aria-label={t("direct.reactions")}>
      {message.reactions.map(({ emoji, people }) => (
        <li key={emoji}>
          <button
            type="button"
            disabled={!open}
            aria-pressed={mine === emoji}
            aria-label={t("direct.reaction", { emoji, count: people.length })}
            title={listed(people.map((each) => (each === me()?.id ? t("direct.you") : shortOf(personOf(each)))))}
            onClick={() => void react(id, message, mine === emoji ? null : emoji)}
          >
            <span aria-hidden="true">{emoji}</span>
            {people.length > 1 ? (
              <span className="tabular" aria-hidden="true">
                {count(people.length)}
              </span>
            ) : null}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Long press, double tap and swipe, by touch; double click by mouse. Everything is in the menu too. */
function usePress(
  on: boolean,
  own: boolean,
  { long, double, swiped }: Record<"long" | "double" | "swiped", () => void>,
) {
  const timer = useRef(0);
  const start = useRef<{ x: number; y: number; swipes: boolean } | null>(null);
  if (!on) {
    return {};
  }
  const settle = (element: HTMLElement) => {
    clearTimeout(timer.current);
    start.current = null;
    element.style.transform = "";
  };
  return {
    onDoubleClick: (event: React.MouseEvent) => {
      if (!(event.target as HTMLElement).closest("a, button")) {
        getSelection()?.removeAllRanges();
        double();
      }
    },
    onContextMenu: (event: React.MouseEvent) => {
      if ((event.nativeEvent as unknown as { pointerType?: string }).pointerType === "touch") {
        event.preventDefault();
      }
    },
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType !== "touch") {
        return;
      }
      start.current = { x: event.clientX, y: event.clientY, swipes: false };
      clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        start.current = null;
        letGo();
        navigator.vibrate?.(8);
        long();
      }, LONG);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const from = start.current;
      if (!from) {
        return;
      }
      const x = event.clientX - from.x;
      const y = event.clientY - from.y;
      if (Math.abs(x) > 8 || Math.abs(y) > 8) {
        clearTimeout(timer.current);
      }
      if (from.swipes || (Math.abs(x) > 12 && Math.abs(x) > Math.abs(y) * 1.5)) {
        from.swipes = true;
        event.currentTarget.style.transform = `translateX(${Math.max(-80, Math.min(80, inward(x, own)))}px)`;
      }
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const from = start.current;
      const far = from?.swipes && Math.abs(inward(event.clientX - from.x, own)) > SWIPED;
      settle(event.currentTarget);
      if (far) {
        letGo();
        swiped();
      }
    },
    onPointerCancel: (event: PointerEvent<HTMLElement>) => settle(event.currentTarget),
  };
}

/** A swipe towards the middle of the conversation; in the other direction nothing moves. */
function inward(x: number, own: boolean): number {
  const toEnd = document.documentElement.dir === "rtl" ? own : !own;
  return toEnd ? Math.max(0, x) : Math.min(0, x);
}

export function Line({ children }: { children: ReactNode }) {
  return <p className={css.between}>{children}</p>;
}
