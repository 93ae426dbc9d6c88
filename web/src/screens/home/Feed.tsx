// The home feed: the photographs of the people one follows, newest first. Only what is near the window is on the page,
// however long the list grows.

import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { onChange, recallPost, vanished } from "../../kit/known";
import type { Place } from "../../kit/place";
import { itemsOf, names } from "../../kit/query";
import { useHear } from "../../kit/socket";
import { useStore } from "../../kit/store";
import { t } from "../../kit/words";
import { Button, ButtonLink } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Icon } from "../../parts/Icon";
import { complain } from "../../parts/Notices";
import { PostShade } from "../../parts/PostCard";
import { type Between, PostList } from "../../parts/PostList";
import { leftOut } from "../../parts/PostMenuLeft";
import { STRIP, SuggestionsSoon } from "../../parts/Suggestions/Soon";
import css from "./Feed.module.css";
import { type FeedPages, newIn, readPage, resumed, shown, takeNews, waiting } from "./news";

const AHEAD = 6; // posts before the end at which the next page is asked for
const SUGGESTED: Between = { after: 3, height: STRIP, shown: <SuggestionsSoon /> };

export function Feed({ place }: { place: Place }) {
  const query = useInfiniteQuery({
    queryKey: names.feed,
    queryFn: ({ pageParam, signal }) => readPage(pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    staleTime: Number.POSITIVE_INFINITY, // what is new comes by the pill: nothing moves under the reader's eyes
  });
  const out = useStore(leftOut);
  const went = useStore(vanished);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is gone is looked up when something went
  const items = useMemo(
    () => itemsOf(query.data).filter((post) => !out.has(post.author.id) && !recallPost(post.id)?.gone),
    [query.data, out, went],
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
          <PostList
            posts={items}
            place={place}
            label={t("home.list")}
            near={near}
            busy={isFetchingNextPage}
            between={SUGGESTED}
          />
          {isFetchingNextPage ? <Shades count={1} /> : null}
          {isFetchNextPageError ? <Trouble error={query.error} again={() => void fetchNextPage()} /> : null}
          {hasNextPage ? null : <End />}
        </>
      )}
    </div>
  );
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

/** For who follows nobody yet. Nothing changes under their hands while they choose whom to follow. */
function Nothing() {
  const [followed, setFollowed] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => onChange("followed", () => setFollowed(true)), []);
  const show = async () => {
    setBusy(true);
    await takeNews().catch((error) => complain(t("home.newFailed"), error, show));
    setBusy(false);
  };
  return (
    <>
      <Empty icon="image" title={t("home.empty")}>
        <p>{t("home.emptyMore")}</p>
        {followed ? (
          <Button look="strong" busy={busy} onClick={show}>
            {t("home.followed")}
          </Button>
        ) : (
          <ButtonLink href="/search" icon="find" look="strong">
            {t("home.search")}
          </ButtonLink>
        )}
        <ButtonLink href="/publish" icon="plus">
          {t("home.publishFirst")}
        </ButtonLink>
      </Empty>
      <SuggestionsSoon />
    </>
  );
}
