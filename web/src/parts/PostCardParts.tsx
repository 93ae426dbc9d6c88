// The parts of a post on the wall: who it is by, its photographs, and its caption. The card and the post's page hang
// them in their own ways.

import { Fragment, useLayoutEffect, useRef, useState } from "react";
import { type KnownPost, refreshed } from "../kit/known";
import { language, t } from "../kit/words";
import { Avatar } from "./Avatar";
import { IconButton } from "./Button";
import { Carousel } from "./Carousel";
import { Icon } from "./Icon";
import { Link } from "./Link";
import { personPath } from "./People";
import css from "./PostCard.module.css";
import { like, postPath, useOpened } from "./PostCardActs";
import { doubleTap } from "./PostCardTap";
import { placePath } from "./paths";
import { Ago, RichText } from "./Text";

/** Author and co-authors, where and when, and the menu. `onGone`: it was deleted or archived here. */
export function By({ post, onGone }: { post: KnownPost; onGone?: () => void }) {
  const { author } = post;
  const [openMenu, menu] = useOpened(() => import("./PostMenu").then((it) => it.PostMenu));
  return (
    <header className={css.by}>
      <Link href={personPath(author)} className={css.face} tabIndex={-1} aria-hidden="true">
        <Avatar person={author} size={40} />
      </Link>
      <div className={css.byWords}>
        <p className={css.authors}>
          <Authors post={post} />
        </p>
        <p className={css.when}>
          <Link href={postPath(post.id)} className="plain">
            <Ago at={post.publishedAt} />
          </Link>
          {post.audience === "close" ? (
            <span className={css.close}>
              <Icon name="star" filled small />
              {t("card.close")}
            </span>
          ) : null}
          {post.place ? (
            <span className={css.where}>
              <Link href={placePath(post.place.id)} className="plain">
                <bdi>{post.place.name}</bdi>
              </Link>
            </span>
          ) : null}
          {post.editedAt ? <span>{t("card.edited")}</span> : null}
        </p>
      </div>
      <IconButton
        icon="more"
        label={t("card.menu", { name: author.username })}
        className={css.menu ?? ""}
        aria-haspopup="dialog"
        onClick={() => openMenu({ post, ...(onGone ? { onGone } : {}) })}
      />
      {menu}
    </header>
  );
}

/** "alice and bob", as the language joins names. */
function Authors({ post: { author, coauthors } }: { post: KnownPost }) {
  const people = [author, ...coauthors];
  const parts = new Intl.ListFormat(language()).formatToParts(people.map((each) => each.username));
  let next = 0;
  return parts.map(({ type, value }, place) => {
    const person = type === "element" ? people[next++] : undefined;
    return person ? (
      <Link key={person.id} className="who" href={personPath(person)}>
        <bdi>{person.username}</bdi>
      </Link>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the words between names never change places
      <Fragment key={place}>{value}</Fragment>
    );
  });
}

const BURST = 900; // milliseconds

/** The photographs; tapped twice they are liked, never unliked. */
export function Stage({ post, eager = false }: { post: KnownPost; eager?: boolean }) {
  const { id } = post;
  const heard = useRef(doubleTap());
  const down = useRef({ x: 0, y: 0, at: 0 });
  const [burst, setBurst] = useState<{ x: number; y: number; turn: number } | null>(null);
  const again = async (mediaId: string) =>
    (await refreshed(id)).photos.find((each) => each.mediaId === mediaId) ?? null;
  return (
    <div
      className={css.stage}
      onPointerDown={(event) => {
        down.current = { x: event.clientX, y: event.clientY, at: event.timeStamp };
      }}
      onPointerUp={(event) => {
        const up = { x: event.clientX, y: event.clientY, at: event.timeStamp };
        const aside = event.button !== 0 || (event.target as Element).closest("button, a");
        if (!aside && heard.current(down.current, up)) {
          const box = event.currentTarget.getBoundingClientRect();
          const turn = event.timeStamp;
          setBurst({ x: up.x - box.left, y: up.y - box.top, turn });
          setTimeout(() => setBurst((now) => (now?.turn === turn ? null : now)), BURST);
          like(id, true);
        }
      }}
    >
      <Carousel photos={post.photos} people={post.people} name={id} eager={eager} again={again} />
      {burst ? (
        <span key={burst.turn} className={css.burst} style={{ left: burst.x, top: burst.y }} aria-hidden="true">
          <Icon name="heart" filled />
        </span>
      ) : null}
    </div>
  );
}

const open = new Set<string>(); // captions that were opened stay open while the page lives

/** What the author wrote; `clamped` to three lines, with a way to the rest. */
export function Caption({ post, clamped = false }: { post: KnownPost; clamped?: boolean }) {
  const { id, caption, entities } = post;
  const [whole, setWhole] = useState(!clamped || open.has(id));
  const [longer, setLonger] = useState(false);
  const text = useRef<HTMLParagraphElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another caption has another height
  useLayoutEffect(() => {
    const element = text.current;
    setLonger(!whole && element !== null && element.scrollHeight > element.clientHeight + 1);
  }, [whole, caption]);
  if (!caption) {
    return null;
  }
  return (
    <div className={css.caption}>
      <p ref={text} className={whole ? undefined : css.clamped} dir="auto">
        <RichText text={caption} entities={entities} />
      </p>
      {longer ? (
        <button
          type="button"
          className={css.rest}
          aria-label={t("card.captionMore")}
          onClick={() => {
            open.add(id);
            setWhole(true);
          }}
        >
          {t("card.more")}
        </button>
      ) : null}
    </div>
  );
}
