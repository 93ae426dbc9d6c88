// One post: on a page of its own, or over the grid from which it was opened.

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { api, missing, Refused } from "../../kit/api";
import { amend, type KnownPost, learn, recallPost, usePost } from "../../kit/known";
import { pageData } from "../../kit/page-data";
import { back, go, type Place } from "../../kit/place";
import { names, queries } from "../../kit/query";
import { useSession } from "../../kit/session";
import { useHear } from "../../kit/socket";
import { t } from "../../kit/words";
import { ButtonLink } from "../../parts/Button";
import { keepTags } from "../../parts/ComposerTags";
import { Empty, Trouble } from "../../parts/Empty";
import { postPath } from "../../parts/PostCardActs";
import { Overlay } from "./Overlay";
import css from "./Post.module.css";
import { Whole, WholeShade } from "./Whole";

const STALE = 10_000; // what is younger is not read again when the line is open again

export default function Post({ params, place }: ScreenProps) {
  const id = params.id ?? "";
  if (place.behind) {
    return (
      <Overlay id={id}>
        <One id={id} place={place} onGone={back} />
      </Overlay>
    );
  }
  return (
    <div className={css.page}>
      <One id={id} place={place} onGone={() => go("/", { replace: true })} />
    </div>
  );
}

/** The post, read; a shared link brings it with the page, and a list that showed it knows it already. */
function usePostOf(id: string) {
  const { state } = useSession();
  const given = pageData(postPath(id))?.post;
  return useQuery({
    queryKey: names.post(id),
    queryFn: async ({ signal }) => learn(await api.showPost(id, { signal })),
    // What came with the page is what anybody sees: enough for who is not signed in.
    ...(state === "nobody" && given ? { initialData: given as KnownPost } : {}),
    placeholderData: () => recallPost(id) ?? (given as KnownPost | undefined),
  });
}

function One({ id, place, onGone }: { id: string; place: Place; onGone: () => void }) {
  const query = usePostOf(id);
  const { state } = useSession();
  const name = query.data?.author.username;
  const title = name ? t("post.title", { name }) : t("post.loading");
  usePageTitle(title);
  useHear("resumed", () => {
    const old = {
      predicate: ({ state }: { state: { dataUpdatedAt: number } }) => state.dataUpdatedAt < Date.now() - STALE,
    };
    queries.invalidateQueries({ queryKey: names.post(id), ...old });
    queries.invalidateQueries({ queryKey: names.comments(id), ...old });
  });

  const read = query.isSuccess && !query.isPlaceholderData;
  const unmarked = read && state === "member" && recallPost(id)?.saved === undefined;
  useEffect(() => {
    if (unmarked) {
      api.listSaves({ posts: id }).then(
        ({ items }) => amend(id, { saved: items[0]?.collection ?? null }),
        () => {}, // the mark is not worth a word; the press on it says what is wrong
      );
    }
  }, [id, unmarked]);
  const entities = query.data?.entities;
  useEffect(() => keepTags(entities ?? []), [entities]);

  const head = (
    <h1 className="unseen" tabIndex={-1}>
      {title}
    </h1>
  );
  // An address that is not whole is refused as invalid: for the reader it is the same as nothing there.
  const nothing = missing(query.error) || (query.error instanceof Refused && query.error.status === 422);
  if (nothing) {
    return <Missing />;
  }
  if (query.data) {
    return <Known given={query.data} {...{ place, onGone, head }} />;
  }
  if (query.error instanceof Refused && query.error.code === "account-private") {
    return (
      <Empty icon="lock" title={t("post.private")} level={1}>
        <p>{t("post.privateWhy")}</p>
      </Empty>
    );
  }
  return (
    <>
      {head}
      {query.isError ? <Trouble error={query.error} again={() => void query.refetch()} /> : <WholeShade />}
    </>
  );
}

function Known({
  given,
  head,
  ...more
}: {
  given: KnownPost;
  head: React.ReactNode;
  place: Place;
  onGone: () => void;
}) {
  const post = usePost(given);
  if (post.gone) {
    return (
      <Empty icon="bin" title={t("post.deleted")} level={1}>
        <ButtonLink href="/">{t("post.home")}</ButtonLink>
      </Empty>
    );
  }
  return <Whole post={post} head={head} {...more} />;
}

function Missing() {
  const { state } = useSession();
  return (
    <Empty icon="image" title={t("post.missing")} level={1}>
      <p>
        {t("post.missingWhy")} {state === "nobody" ? t("post.missingSignIn") : null}
      </p>
      <ButtonLink href="/" look={state === "nobody" ? "strong" : "plain"}>
        {t(state === "nobody" ? "post.signIn" : "post.home")}
      </ButtonLink>
    </Empty>
  );
}
