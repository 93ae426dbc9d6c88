// What else can be done with a comment, and who liked it.

import type { CommentAnswer, PostAnswer } from "@client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { api } from "../../kit/api";
import { itemsOf } from "../../kit/query";
import { useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { Trouble } from "../Empty";
import { Endless } from "../Endless";
import { PersonRow, PersonShades } from "../People";
import { copy, postPath } from "../PostCardActs";
import { ReportSheet } from "../PostMenuReport";
import { Menu, Sheet } from "../Sheet";
import { deleteComment, pinComment } from "./acts";

export type Opened = "menu" | "likers" | "delete" | "report";

interface Props {
  open: Opened;
  onOpen: (next: Opened | null) => void;
  post: PostAnswer;
  comment: CommentAnswer;
  /** The reader is one of the post's authors. */
  owned: boolean;
  pinned: boolean;
}

/** What is open about a comment. A choice may lead to another question. */
export function CommentSheets({ open, onOpen, post, comment, owned, pinned }: Props) {
  const me = useMe();
  const close = () => onOpen(null);
  switch (open) {
    case "likers":
      return <Likers post={post.id} comment={comment.id} onClose={close} />;
    case "report":
      return <ReportSheet what={{ kind: "comment", post: post.id, comment: comment.id }} onClose={close} />;
    case "delete":
      return (
        <Menu
          title={t("post.deleteCommentAsk")}
          onClose={close}
          choices={[
            {
              label: t("post.deleteComment"),
              danger: true,
              ...(comment.parent ? {} : { hint: t("post.deleteCommentHint") }),
              onChoose: () => deleteComment(post.id, comment),
            },
            { label: t("do.cancel"), onChoose: () => {} },
          ]}
        />
      );
    case "menu":
      return (
        <Menu
          title={t("post.commentTitle", { name: comment.author.username })}
          onClose={close}
          choices={[
            owned &&
              comment.parent === null &&
              !comment.held && {
                label: t(pinned ? "post.unpin" : "post.pin"),
                onChoose: () => pinComment(post.id, comment, !pinned),
              },
            comment.likes > 0 && { label: t("post.commentLikers"), onChoose: () => onOpen("likers") },
            {
              label: t("post.copyComment"),
              onChoose: () => copy(new URL(`${postPath(post.id)}#${comment.id}`, location.href).href),
            },
            me !== null &&
              me.id !== comment.author.id && {
                label: t("post.reportComment"),
                danger: true,
                onChoose: () => onOpen("report"),
              },
            comment.removable && {
              label: t("post.deleteComment"),
              danger: true,
              onChoose: () => onOpen("delete"),
            },
          ]}
        />
      );
  }
}

function Likers({ post, comment, onClose }: { post: string; comment: string; onClose: () => void }) {
  const query = useInfiniteQuery({
    queryKey: ["likers", post, comment],
    queryFn: ({ pageParam, signal }) =>
      api.listCommentLikers(post, comment, pageParam ? { cursor: pageParam } : {}, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const people = itemsOf(query.data);
  return (
    <Sheet title={t("post.commentLikers")} onClose={onClose}>
      {query.isPending ? <PersonShades count={4} /> : null}
      {query.isError && !query.data ? <Trouble error={query.error} again={() => void query.refetch()} /> : null}
      {query.isSuccess && !people.length ? <p className="soft">{t("post.nobodyLiked")}</p> : null}
      <ul>
        {people.map((person) => (
          <PersonRow key={person.id} person={person} onGo={onClose} />
        ))}
      </ul>
      <Endless query={query} shades={<PersonShades count={2} />} />
    </Sheet>
  );
}
