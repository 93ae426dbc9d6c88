// What was written under a post: threads, the newest first, after what its authors pinned. What one writes shows at once.

import type { CommentAnswer, PostAnswer } from "@client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { api } from "../../kit/api";
import { names } from "../../kit/query";
import { useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { keepTags } from "../ComposerTags";
import { Trouble } from "../Empty";
import { Endless } from "../Endless";
import { Icon } from "../Icon";
import { Comment, CommentShades, PendingComment } from "./Comment";
import css from "./Comments.module.css";
import { usePending } from "./outbox";
import { found, ordered } from "./threads";

const LOOKED_THROUGH = 4; // pages that are read to find the comment that an address names

interface Props {
  post: PostAnswer;
  /** Answer somebody: the field gets the focus. */
  onAnswer: (comment: CommentAnswer) => void;
  /** The comment that the address names; it is shown and marked. */
  marked: string;
}

export function useComments(post: string) {
  return useInfiniteQuery({
    queryKey: names.comments(post),
    queryFn: ({ pageParam, signal }) => api.listComments(post, pageParam ? { cursor: pageParam } : {}, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
}

export function Comments({ post, onAnswer, marked }: Props) {
  const query = useComments(post.id);
  const me = useMe();
  const pending = usePending(post.id);
  const threads = useMemo(() => ordered(query.data), [query.data]);
  const owned = post.mine || post.coauthors.some(({ id }) => id === me?.id);
  const authors = useMemo(() => new Set([post.author.id, ...post.coauthors.map(({ id }) => id)]), [post]);
  const mine = pending.filter((each) => each.parent === null);
  useMarked(marked, query, found(query.data, marked) !== undefined);

  useEffect(() => keepTags(threads.flatMap(({ entities }) => entities)), [threads]);

  if (query.isPending) {
    return <CommentShades />;
  }
  if (query.isError && !query.data) {
    return <Trouble error={query.error} again={() => void query.refetch()} />;
  }
  if (!threads.length && !mine.length) {
    return (
      <div className={css.none}>
        <Icon name="comment" />
        <p>
          {t("post.noComments")}
          {post.commentsBy === "nobody" || !me ? null : <span className="soft">{t("post.beFirst")}</span>}
        </p>
      </div>
    );
  }
  return (
    <>
      <ol className={css.list}>
        {threads
          .filter(({ pinned }) => pinned)
          .map((thread) => (
            <Comment key={thread.id} {...{ post, thread, owned, authors, onAnswer, marked, pending }} />
          ))}
        {mine.map((each) => (
          <PendingComment key={each.key} pending={each} />
        ))}
        {threads
          .filter(({ pinned }) => !pinned)
          .map((thread) => (
            <Comment key={thread.id} {...{ post, thread, owned, authors, onAnswer, marked, pending }} />
          ))}
      </ol>
      <Endless query={query} shades={<CommentShades count={2} />} />
    </>
  );
}

/** Bring the comment that the address names into view, once; read further pages until it is there. */
function useMarked(id: string, query: ReturnType<typeof useComments>, there: boolean): void {
  const done = useRef("");
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const pages = data?.pages.length ?? 0;
  useEffect(() => {
    if (!id || done.current === id || !pages) {
      return;
    }
    if (there) {
      done.current = id;
      document.getElementById(`comment-${id}`)?.scrollIntoView({ block: "center", behavior: "instant" });
    } else if (hasNextPage && !isFetching && pages < LOOKED_THROUGH) {
      fetchNextPage();
    }
  }, [id, there, pages, hasNextPage, isFetching, fetchNextPage]);
}
