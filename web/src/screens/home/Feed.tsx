// The home feed: the photographs of the people one follows, newest first. Only what is near the window is on the page,
// however long the list grows.

import { useInfiniteQuery } from "@tanstack/react-query";
import { type FormEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { recallPost } from "../../kit/known";
import { go, here, note, noteOf, type Place, scrollOf } from "../../kit/place";
import { itemsOf, names } from "../../kit/query";
import { useHear } from "../../kit/socket";
import { useStore } from "../../kit/store";
import { t } from "../../kit/words";
import { Button, ButtonLink } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Icon } from "../../parts/Icon";
import { complain } from "../../parts/Notices";
import { PostCard, PostShade } from "../../parts/PostCard";
import { leftOut } from "../../parts/PostMenuLeft";
import css from "./Feed.module.css";
import { heightOf } from "./measures";
import { type FeedPages, newIn, readPage, resumed, shown, takeNews, waiting } from "./news";
import { useRows } from "./windowing";

const AHEAD = 6; // posts before the end at which the next page is asked for
const BESIDE = 3; // posts above and below the window that are on the page
const HEIGHTS = "heights"; // the note under which measured heights are kept

interface Heights {
  width: number;
  all: Map<string, number>;
}

export function Feed({ place }: { place: Place }) {
  const query = useInfiniteQuery({
    queryKey: names.feed,
    queryFn: ({ pageParam, signal }) => readPage(pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    staleTime: Number.POSITIVE_INFINITY, // what is new comes by the pill: nothing moves under the reader's eyes
  });
  const out = useStore(leftOut);
  const items = useMemo(
    () => itemsOf(query.data).filter((post) => !out.has(post.author.id) && !recallPost(post.id)?.gone),
    [query.data, out],
  );

  useEffect(() => shown(() => scrollTo(0, 0)), []);
  useHear("resumed", resumed);

  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const near = useCallback(
    (last: number) => {
      if (last >= items.length - AHEAD && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) {
        fetchNextPage({ cancelRefetch: false });
      }
    },
    [items.length, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage],
  );

  return (
    <div className={css.home}>
      <h1 className="unseen" tabIndex={-1}>
        {t("home.title")}
      </h1>
      <Pill pages={query.data as FeedPages | undefined} />
      {query.isPending ? (
        <Shades count={3} />
      ) : query.data === undefined ? (
        <Trouble error={query.error} again={() => void query.refetch()} />
      ) : items.length === 0 && !hasNextPage ? (
        <Nothing />
      ) : (
        <>
          <List items={items} place={place} near={near} busy={isFetchingNextPage} />
          {isFetchingNextPage ? <Shades count={1} /> : null}
          {isFetchNextPageError ? <Trouble error={query.error} again={() => void fetchNextPage()} /> : null}
          {hasNextPage ? null : <End />}
        </>
      )}
    </div>
  );
}

type Items = ReturnType<typeof itemsOf<Parameters<typeof heightOf>[0]>>;

function List({
  items,
  place,
  near,
  busy,
}: {
  items: Items;
  place: Place;
  near: (last: number) => void;
  busy: boolean;
}) {
  const list = useRef<HTMLDivElement>(null);
  const held = useRef<string | null>(null); // the post with the focus stays on the page
  const width = useWidth();
  const [top, setTop] = useState(0);
  const [box, setBox] = useState(0);
  const kept = useRef<Heights | null>(null);
  if (kept.current?.width !== width) {
    // another width, other heights
    const before = noteOf<Heights>(place.key, HEIGHTS);
    kept.current = before?.width === width ? before : { width, all: new Map() };
    note(place.key, HEIGHTS, kept.current);
  }

  useLayoutEffect(() => {
    const at = list.current?.getBoundingClientRect();
    if (at && width) {
      setTop(at.top + scrollY);
      setBox(at.width);
    }
  }, [width]);

  const ids = useMemo(() => items.map((each) => each.id), [items]);
  const { offsets, first, last, observe } = useRows(list, {
    ids,
    estimate: useCallback(
      (index: number) => {
        const post = items[index];
        return post ? heightOf(post, { width, height: innerHeight, list: box || width }) : 0;
      },
      [items, width, box],
    ),
    heights: kept.current.all,
    margin: top,
    scrolled: here().by === "back" ? scrollOf(place.key) : null,
    beside: BESIDE,
  });
  useEffect(() => near(last), [near, last]);

  const rows = ids.map((_, index) => index).slice(first, last + 1);
  const focused = held.current ? ids.indexOf(held.current) : -1;
  if (focused >= 0 && (focused < first || focused > last)) {
    rows.push(focused);
    rows.sort((one, other) => one - other);
  }

  return (
    <div
      ref={list}
      role="feed"
      aria-label={t("home.list")}
      aria-busy={busy}
      className={css.list}
      style={{ height: offsets.at(-1) ?? 0 }}
      onFocus={(event) => {
        held.current = event.target.closest<HTMLElement>("[data-post]")?.dataset.post ?? null;
      }}
      onBlur={() => {
        held.current = null;
      }}
    >
      {rows.map((index) => {
        const post = items[index];
        return post ? (
          <div
            key={post.id}
            ref={observe}
            data-row={post.id}
            className={css.row}
            style={{ transform: `translateY(${offsets[index]}px)` }}
          >
            <PostCard post={post} eager={index === 0} place={index + 1} />
          </div>
        ) : null;
      })}
    </div>
  );
}

/** The width of the window. Its height changes when a phone hides its bars, which moves nothing here. */
function useWidth(): number {
  const [width, setWidth] = useState(innerWidth);
  useEffect(() => {
    const changed = () => setWidth(innerWidth);
    addEventListener("resize", changed);
    return () => removeEventListener("resize", changed);
  }, []);
  return width;
}

/** "3 new posts": a press takes one to them. Nothing moves before. */
function Pill({ pages }: { pages: FeedPages | undefined }) {
  const all = useStore(waiting);
  const [busy, setBusy] = useState(false);
  const number = pages ? newIn(all, pages) : 0;
  const take = async () => {
    setBusy(true);
    try {
      await takeNews();
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      scrollTo({ top: 0, behavior: calm || scrollY > 3 * innerHeight ? "instant" : "smooth" });
      document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
    } catch (error) {
      complain(t("home.newFailed"), error, take);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={css.pillPlace} aria-live="polite">
      {number ? (
        <button type="button" className={css.pill} disabled={busy} onClick={take}>
          <Icon name="up" small />
          {t("home.new", { count: number })}
        </button>
      ) : null}
    </div>
  );
}

/** What stands here until it is known whose feed it is. */
export function Waiting() {
  return (
    <div className={css.home}>
      <Shades count={3} />
    </div>
  );
}

function Shades({ count }: { count: number }) {
  return (
    <div aria-hidden="true">
      {Array.from({ length: count }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all alike
        <PostShade key={place} />
      ))}
    </div>
  );
}

function End() {
  return (
    <div className={css.end}>
      <span className={css.seen}>
        <Icon name="check" />
      </span>
      <p className="who">{t("home.end")}</p>
      <p className="soft">{t("home.endMore")}</p>
      <ButtonLink href="/publish" icon="plus">
        {t("home.publish")}
      </ButtonLink>
    </div>
  );
}

/** For who follows nobody yet. */
function Nothing() {
  const visit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("username") ?? "").trim();
    const username = name.replace(/^@/, "").toLowerCase();
    if (username) {
      go(`/u/${encodeURIComponent(username)}`);
    }
  };
  return (
    <Empty icon="image" title={t("home.empty")}>
      <p>{t("home.emptyMore")}</p>
      <form className={css.find} onSubmit={visit}>
        <label htmlFor="find-person">{t("home.findLabel")}</label>
        <div>
          <input
            id="find-person"
            name="username"
            dir="auto"
            placeholder={t("home.findHint")}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="go"
            maxLength={31}
          />
          <Button type="submit">{t("home.find")}</Button>
        </div>
      </form>
      <ButtonLink href="/publish" icon="plus" look="strong">
        {t("home.publishFirst")}
      </ButtonLink>
    </Empty>
  );
}
