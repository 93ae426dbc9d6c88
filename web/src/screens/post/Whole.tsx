// The whole of a post: the photograph on its wall, and beside it the label with what people say.

import type { CommentAnswer } from "@client";
import { lazy, type ReactNode, Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { KnownPost } from "../../kit/known";
import { back, note, noteOf, type Place } from "../../kit/place";
import { t } from "../../kit/words";
import { Comments } from "../../parts/Comments/Comments";
import { answer } from "../../parts/Comments/outbox";
import { Write } from "../../parts/Comments/Write";
import type { Writing } from "../../parts/Composer";
import { ActRow, postPath, useActs, useAsked } from "../../parts/PostCardActs";
import { By, Caption, Stage } from "../../parts/PostCardParts";
import css from "./Post.module.css";

const EditSheet = lazy(() => import("./Edit").then((it) => ({ default: it.EditSheet })));
const History = lazy(() => import("./History").then((it) => ({ default: it.History })));

interface Props {
  post: KnownPost;
  /** The heading of the screen. */
  head: ReactNode;
  place: Place;
  /** It was deleted or archived here. */
  onGone: () => void;
}

export function Whole({ post, head, place, onGone }: Props) {
  const article = useRef<HTMLElement>(null);
  const talk = useRef<HTMLElement>(null);
  const writing = useRef<Writing>(null);
  const [history, setHistory] = useState(false);
  const acts = useActs(post);
  useAsked(article, acts);
  const editing = post.mine && new URLSearchParams(place.search).has("edit");
  const hash = place.hash.slice(1);

  useEffect(() => {
    if (hash === "comment") {
      writing.current?.focus();
    }
  }, [hash]);

  useLayoutEffect(() => {
    const element = talk.current;
    if (element && place.by === "back") {
      element.scrollTop = noteOf<number>(place.key, "talk") ?? 0;
    }
  }, [place]);

  const onAnswer = (comment: CommentAnswer) => {
    answer(post.id, comment);
    requestAnimationFrame(() => writing.current?.focus());
  };
  const leaveEditing = () => back(postPath(post.id));

  return (
    <article
      ref={article}
      className={css.post}
      data-post={post.id}
      tabIndex={-1}
      aria-label={t("card.title", { name: post.author.username })}
    >
      {head}
      <div className={css.by}>
        <By post={post} onGone={onGone} />
      </div>
      <div className={css.wall}>
        <Stage post={post} eager />
      </div>
      <div className={css.acts}>
        <ActRow post={post} acts={acts} counted />
      </div>
      <section
        ref={talk}
        className={css.talk}
        aria-label={t("post.comments")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keys
        tabIndex={0}
        onScroll={(event) => note(place.key, "talk", event.currentTarget.scrollTop)}
      >
        {post.caption || post.editedAt ? (
          <div className={css.caption}>
            <Caption post={post} />
            {post.editedAt ? (
              <button type="button" className={css.versions} onClick={() => setHistory(true)}>
                {t("post.history")}
              </button>
            ) : null}
          </div>
        ) : null}
        <Comments post={post} onAnswer={onAnswer} marked={hash === "comment" ? "" : hash} />
      </section>
      <div className={css.write}>
        <Write post={post} writing={writing} />
      </div>
      {acts.sheet}
      <Suspense fallback={null}>
        {editing ? <EditSheet post={post} onClose={leaveEditing} /> : null}
        {history ? <History post={post} onClose={() => setHistory(false)} /> : null}
      </Suspense>
    </article>
  );
}

/** The same in grey, while it is read. */
export function WholeShade() {
  return (
    <div className={css.post} aria-hidden="true">
      <div className={css.by}>
        <div className={css.shadeBy}>
          <span className={`shade ${css.shadeFace}`} />
          <span className={`shade ${css.shadeLine}`} />
        </div>
      </div>
      <div className={css.wall}>
        <span className={`shade ${css.shadePhoto}`} />
      </div>
      <div className={css.acts} />
      <div className={css.talk}>
        <span className={`shade ${css.shadeLine}`} />
        <span className={`shade ${css.shadeShort}`} />
      </div>
      <div className={css.write} />
    </div>
  );
}
