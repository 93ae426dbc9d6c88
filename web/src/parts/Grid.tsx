// A wall of square photographs, three in a row. A press opens the post over it. Tall walls keep only the rows around
// the screen on the page.

import type { PostAnswer } from "@client";
import { memo, type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { refreshed, usePost } from "../kit/known";
import { setNeighbours } from "../kit/neighbours";
import { ground, note, noteOf, usePlace } from "../kit/place";
import { count, t } from "../kit/words";
import css from "./Grid.module.css";
import { COLUMNS, pitch, rowsOf, type Span, span } from "./GridRows";
import { Icon } from "./Icon";
import { Link } from "./Link";
import { Photo } from "./Photo";

const WIDTH = "grid-width";
const SOON = 6; // photographs that are loaded at once

interface Props {
  posts: PostAnswer[];
  /** What the list is called. */
  label: string;
  /** Posts that carry a pin here. */
  pinned?: ReadonlySet<string>;
  /** More that can be done with a post, in the corner of its cell. */
  extra?: (post: PostAnswer) => ReactNode;
  /** Shows what was taken off the walls on this page, too: the archive. */
  kept?: boolean;
}

export function Grid({ posts, label, pinned, extra, kept = false }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const rows = rowsOf(posts.length);
  const { from, to, high } = useRows(list, rows);
  const ids = posts.map((post) => post.id).join();
  useEffect(() => setNeighbours(ids ? ids.split(",") : []), [ids]);
  return (
    <ul
      ref={list}
      className={css.grid}
      aria-label={label}
      style={from > 0 || to < rows ? { paddingBlock: `${from * high}px ${(rows - to) * high}px` } : undefined}
    >
      {posts.slice(from * COLUMNS, to * COLUMNS).map((post, place) => (
        <Cell
          key={post.id}
          post={post}
          pinned={pinned?.has(post.id) ?? false}
          soon={from * COLUMNS + place < SOON}
          extra={extra}
          kept={kept}
        />
      ))}
    </ul>
  );
}

/** The rows that are on the page now, and the height of each. */
function useRows(list: RefObject<HTMLUListElement | null>, rows: number): Span & { high: number } {
  const { key } = ground(usePlace());
  const [shown, setShown] = useState(() => {
    const width = noteOf<number>(key, WIDTH) ?? 0;
    return { ...span(rows, width, 0, innerHeight), width };
  });
  useLayoutEffect(() => {
    const look = () => {
      const box = list.current?.getBoundingClientRect();
      if (!box || box.width === 0) {
        return;
      }
      note(key, WIDTH, box.width);
      const next = { ...span(rows, box.width, -box.top, innerHeight), width: box.width };
      setShown((now) => (now.from === next.from && now.to === next.to && now.width === next.width ? now : next));
    };
    look();
    const watcher = new ResizeObserver(look);
    if (list.current) {
      watcher.observe(list.current);
    }
    addEventListener("scroll", look, { passive: true });
    return () => {
      watcher.disconnect();
      removeEventListener("scroll", look);
    };
  }, [list, rows, key]);
  return { from: Math.min(shown.from, rows), to: Math.min(shown.to, rows), high: pitch(shown.width) };
}

const Cell = memo(function Cell({
  post: given,
  pinned,
  soon,
  extra,
  kept,
}: {
  post: PostAnswer;
  pinned: boolean;
  soon: boolean;
  extra: Props["extra"] | undefined;
  kept: boolean;
}) {
  const post = usePost(given);
  const first = post.photos[0];
  if ((post.gone && !kept) || !first) {
    return null;
  }
  const renew = async () => (await refreshed(post.id)).photos.find((each) => each.mediaId === first.mediaId) ?? null;
  return (
    <li className={css.item}>
      <Link href={`/p/${post.id}`} over className={css.cell}>
        <Photo
          photo={first}
          widths="grid"
          ratio={1}
          eager={soon}
          again={renew}
          alt={t("grid.label", { name: post.author.username })}
        />
        <span className={css.badges}>
          {pinned ? (
            <span>
              <Icon name="pin" filled />
              <span className="unseen">{t("grid.pinned")}</span>
            </span>
          ) : null}
          {first.animated ? (
            <span>
              <Icon name="play" filled />
              <span className="unseen">{t("grid.moving")}</span>
            </span>
          ) : null}
          {post.photos.length > 1 ? (
            <span>
              <Icon name="many" />
              <span className="unseen">{t("grid.photos", { count: post.photos.length })}</span>
            </span>
          ) : null}
        </span>
        <span className={css.over} aria-hidden="true">
          {post.likes === null ? null : (
            <span>
              <Icon name="heart" filled /> {count(post.likes)}
            </span>
          )}
          <span>
            <Icon name="comment" filled /> {count(post.comments)}
          </span>
        </span>
      </Link>
      {extra ? <div className={css.extra}>{extra(post)}</div> : null}
    </li>
  );
});

/** Grey stand-ins of cells. */
export function GridShades({ cells = 9 }: { cells?: number }) {
  return (
    <div className={css.grid} aria-hidden="true">
      {Array.from({ length: cells }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all alike
        <span key={place} className={`shade ${css.shade}`} />
      ))}
    </div>
  );
}
