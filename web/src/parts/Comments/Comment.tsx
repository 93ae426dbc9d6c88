// One comment with its replies, and one that is on its way.

import type { CommentAnswer, PostAnswer, ThreadAnswer } from "@client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { api } from "../../kit/api";
import { itemsOf, names } from "../../kit/query";
import { useMe } from "../../kit/session";
import { sentence } from "../../kit/trouble";
import { t } from "../../kit/words";
import { Avatar } from "../Avatar";
import { Button, IconButton } from "../Button";
import { Icon } from "../Icon";
import { Link } from "../Link";
import { personPath } from "../People";
import { Ago, RichText } from "../Text";
import { approveComment, likeComment } from "./acts";
import type { Opened } from "./CommentMenu";
import css from "./Comments.module.css";
import { discard, type Pending, send } from "./outbox";
import { furtherReplies, repliesOf } from "./threads";

const CommentSheets = lazy(() => import("./CommentMenu").then((it) => ({ default: it.CommentSheets })));

interface Common {
  post: PostAnswer;
  /** The reader is one of the post's authors. */
  owned: boolean;
  authors: Set<string>;
  onAnswer: (comment: CommentAnswer) => void;
  marked: string;
}

export function Comment({ thread, pending, ...common }: Common & { thread: ThreadAnswer; pending: Pending[] }) {
  const { post } = common;
  const below = pending.filter((each) => each.parent === thread.id).reverse();
  const [wanted, setWanted] = useState(false);
  const query = useInfiniteQuery({
    queryKey: names.replies(post.id, thread.id),
    queryFn: ({ pageParam, signal }) =>
      api.listReplies(post.id, thread.id, pageParam ? { cursor: pageParam } : {}, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    enabled: wanted,
  });
  const replies = repliesOf(thread, itemsOf(query.data));
  const read = query.data !== undefined;
  const further = furtherReplies(thread, replies.length);
  const more = read ? query.hasNextPage : further > 0;
  return (
    <li>
      <Written {...common} comment={thread} pinned={thread.pinned} />
      {replies.length || below.length || more ? (
        <ol className={css.replies} aria-label={t("post.repliesTo", { name: thread.author.username })}>
          {replies.map((reply) => (
            <li key={reply.id}>
              <Written {...common} comment={reply} />
            </li>
          ))}
          {below.map((each) => (
            <PendingComment key={each.key} pending={each} />
          ))}
          {more ? (
            <li>
              <button
                type="button"
                className={css.more}
                aria-busy={query.isFetching || undefined}
                onClick={() => {
                  setWanted(true);
                  if (read || query.isError) {
                    query.fetchNextPage();
                  }
                }}
              >
                {further > 0 ? t("post.moreReplies", { count: further }) : t("post.furtherReplies")}
              </button>
              {query.isError ? (
                <p className={css.wrong} role="alert">
                  {sentence(query.error)}
                </p>
              ) : null}
            </li>
          ) : null}
        </ol>
      ) : null}
    </li>
  );
}

/** A comment or reply as it was written, with what can be done with it. */
function Written({
  post,
  comment,
  pinned = false,
  owned,
  authors,
  onAnswer,
  marked,
}: Common & { comment: CommentAnswer; pinned?: boolean }) {
  const me = useMe();
  const [open, setOpen] = useState<Opened | null>(null);
  const { author, likes, liked, held } = comment;
  const name = author.username;
  const kind = [css.comment, marked === comment.id ? css.marked : "", held ? css.held : ""].filter(Boolean).join(" ");
  return (
    <article className={kind} id={`comment-${comment.id}`} aria-label={t("post.commentTitle", { name })}>
      <Face person={author} />
      <div className={css.words}>
        <p>
          <Link href={personPath(author)} className="who">
            <bdi>{name}</bdi>
          </Link>{" "}
          <RichText text={comment.text} entities={comment.entities} />
        </p>
        {held ? (
          <p className={css.heldWhy}>
            <Icon name="eye" small />
            <span>{t("post.held")}</span>
          </p>
        ) : null}
        <div className={css.meta}>
          <Ago at={comment.writtenAt} />
          {authors.has(author.id) ? <span>{t("post.author")}</span> : null}
          {pinned ? (
            <span className={css.pinned}>
              <Icon name="pin" small /> {t("post.pinned")}
            </span>
          ) : null}
          {likes ? (
            <button type="button" className={css.act} onClick={() => setOpen("likers")}>
              {t("post.commentLikes", { count: likes })}
            </button>
          ) : null}
          {me && !held ? (
            <button
              type="button"
              className={css.act}
              aria-label={t("post.replyTo", { name })}
              onClick={() => onAnswer(comment)}
            >
              {t("post.reply")}
            </button>
          ) : null}
          {held ? (
            <Button small onClick={() => approveComment(post.id, comment)}>
              {t("post.approve")}
            </Button>
          ) : null}
        </div>
      </div>
      <div className={css.side}>
        <IconButton
          icon="more"
          className={css.dots ?? ""}
          label={t("post.commentMenu", { name })}
          aria-haspopup="dialog"
          onClick={() => setOpen("menu")}
        />
        {me && !held ? (
          <IconButton
            icon="heart"
            filled={liked}
            className={`${css.heart} ${liked ? css.alive : ""}`}
            aria-pressed={liked}
            label={t("post.likeComment", { name })}
            onClick={() => likeComment(post.id, comment, !liked)}
          />
        ) : null}
      </div>
      <Suspense fallback={null}>
        {open ? <CommentSheets {...{ open, post, comment, owned, pinned }} onOpen={setOpen} /> : null}
      </Suspense>
    </article>
  );
}

/** A comment on its way, or one that could not be sent: it keeps its text until it is. */
export function PendingComment({ pending }: { pending: Pending }) {
  const me = useMe();
  if (!me) {
    return null;
  }
  const failed = pending.state === "failed";
  return (
    <li className={failed ? undefined : css.sending}>
      <article className={css.comment} aria-label={t("post.commentTitle", { name: me.username })}>
        <Face person={me} />
        <div className={css.words}>
          <p>
            <bdi className="who">{me.username}</bdi> <RichText text={pending.text} entities={[]} />
          </p>
          {failed ? (
            <>
              <p className={css.wrong} role="alert">
                {t("post.notSent")} {sentence(pending.error)}
              </p>
              <div className={css.meta}>
                <Button small onClick={() => send(pending.key)}>
                  {t("do.again")}
                </Button>
                <Button small look="quiet" onClick={() => discard(pending.key)}>
                  {t("post.discard")}
                </Button>
              </div>
            </>
          ) : (
            <p className={css.meta} role="status">
              {t("post.sending")}
            </p>
          )}
        </div>
      </article>
    </li>
  );
}

function Face({ person }: { person: CommentAnswer["author"] }) {
  return (
    <Link href={personPath(person)} className={css.face} tabIndex={-1} aria-hidden="true">
      <Avatar person={person} size={32} />
    </Link>
  );
}

export function CommentShades({ count: many = 5 }: { count?: number }): ReactNode {
  return (
    <ul className={css.list} aria-hidden="true">
      {Array.from({ length: many }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all alike
        <li key={place} className={css.comment}>
          <span className={`shade ${css.shadeFace}`} />
          <div className={css.words}>
            <span className={`shade ${place % 2 ? css.shadeLong : css.shadeLine}`} />
            <span className={`shade ${css.shadeShort}`} />
          </div>
        </li>
      ))}
    </ul>
  );
}
