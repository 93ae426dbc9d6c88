// A post as it hangs on the wall: the photographs, and beside or below them the label.

import type { PostAnswer } from "@client";
import { memo, useRef } from "react";
import { useFollowsTag, usePost } from "../kit/known";
import { rich, t } from "../kit/words";
import { Icon } from "./Icon";
import { Link } from "./Link";
import css from "./PostCard.module.css";
import { ActRow, postPath, useActs, useAsked } from "./PostCardActs";
import { By, Caption, Stage } from "./PostCardParts";
import { tagPath } from "./paths";

interface Props {
  post: PostAnswer;
  /** The first on the page: its photograph is loaded at once. */
  eager?: boolean;
  /** Its place in an endless list, from 1, for screen readers. */
  place?: number;
}

/** A post of a list. Nothing, when it was deleted or hidden here. */
export const PostCard = memo(function PostCard({ post: given, eager = false, place }: Props) {
  const post = usePost(given);
  const article = useRef<HTMLElement>(null);
  const acts = useActs(post);
  useAsked(article, acts);
  if (post.gone) {
    return null;
  }
  return (
    <article
      ref={article}
      className={css.post}
      data-post={post.id}
      tabIndex={-1}
      aria-label={t("card.title", { name: post.author.username })}
      aria-posinset={place}
      aria-setsize={place ? -1 : undefined}
    >
      {given.viaTag ? <Via tag={given.viaTag} /> : null}
      <By post={post} />
      <Stage post={post} eager={eager} />
      <div className={css.label}>
        <ActRow post={post} acts={acts} />
        <Caption post={post} clamped />
        {post.comments ? (
          <Link href={postPath(post.id)} className={css.all}>
            {t("card.viewComments", { count: post.comments })}
          </Link>
        ) : null}
      </div>
      {acts.sheet}
    </article>
  );
});

/** The hashtag by which the post of a stranger came here, as long as one follows it. */
function Via({ tag }: { tag: string }) {
  return useFollowsTag(tag, true) ? (
    <p className={css.via}>
      <Icon name="hash" small />
      <Link href={tagPath(tag)}>{rich("card.via", { tag: <bdi>#{tag}</bdi> })}</Link>
    </p>
  ) : null;
}

/** A grey stand-in of a post. */
export function PostShade() {
  return (
    <div className={css.post} aria-hidden="true">
      <div className={css.by}>
        <span className={`shade ${css.shadeFace}`} />
        <div className={css.byWords}>
          <span className={`shade ${css.shadeLine}`} />
          <span className={`shade ${css.shadeShort}`} />
        </div>
      </div>
      <div className={css.stage}>
        <span className={`shade ${css.shadePhoto}`} />
      </div>
      <div className={css.label}>
        <span className={css.acts} />
        <span className={`shade ${css.shadeLine}`} />
      </div>
    </div>
  );
}
