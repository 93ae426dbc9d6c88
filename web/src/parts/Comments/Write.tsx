// Where one writes a comment. What is begun stays while the page is open; whom it answers is shown above it.

import type { CommentAnswer, PersonAnswer, PostAnswer } from "@client";
import { useQuery } from "@tanstack/react-query";
import { type Ref, useEffect, useMemo, useRef } from "react";
import { api } from "../../kit/api";
import { learnRelation, useRelation } from "../../kit/known";
import { go } from "../../kit/place";
import { useMe, useSession } from "../../kit/session";
import { t } from "../../kit/words";
import { Button, IconButton } from "../Button";
import { Composer, LONGEST_TEXT, type Writing } from "../Composer";
import { lengthOf } from "../ComposerWord";
import { Icon } from "../Icon";
import { useComments } from "./Comments";
import css from "./Comments.module.css";
import { answerNobody, closed, setDraft, useDraft, write } from "./outbox";
import { ordered } from "./threads";

const EMOJI = ["❤️", "🔥", "👏", "😍", "😂", "😮", "😢", "🙏"];

/** What the reader is to the author, asked for only where it decides who may comment. */
function useMayComment(post: PostAnswer) {
  const me = useMe();
  const known = useRelation(post.author.id);
  const joined = post.coauthors.some(({ id }) => id === me?.id);
  const decides = post.commentsBy === "followers" || post.commentsBy === "following";
  useQuery({
    queryKey: ["relation", post.author.id],
    queryFn: async () => {
      const relation = (await api.listRelations({ people: post.author.id })).items[0]?.relation ?? null;
      if (relation) {
        learnRelation(post.author.id, relation);
      }
      return relation;
    },
    enabled: me !== null && !post.mine && decides && !known,
    retry: false,
  });
  return joined ? null : closed(post, known);
}

export function Write({ post, writing }: { post: PostAnswer; writing: Ref<Writing> }) {
  const { state } = useSession();
  const draft = useDraft(post.id);
  const why = useMayComment(post);
  const near = useNear(post);
  const field = useRef<Writing | null>(null);
  useEffect(() => {
    if (typeof writing === "function") {
      writing(field.current);
    } else if (writing) {
      writing.current = field.current;
    }
  });
  if (state === "nobody") {
    return (
      <div className={css.closed}>
        <p>{t("post.signInToAct")}</p>
        <Button small look="strong" onClick={() => go("/")}>
          {t("post.signIn")}
        </Button>
      </div>
    );
  }
  if (why) {
    return (
      <p className={css.closed}>
        <Icon name="lock" small /> {t(why, { name: post.author.username })}
      </p>
    );
  }
  const length = lengthOf(draft.text);
  const sendable = length > 0 && length <= LONGEST_TEXT;
  const send = () => {
    if (sendable) {
      setDraft(post.id, { text: "", answered: null });
      write(post.id, draft.text.trim(), draft.answered);
    }
  };
  return (
    <form
      className={css.write}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {draft.answered ? (
        <div className={css.answering}>
          <p>{t("post.answering", { name: draft.answered.author.username })}</p>
          <IconButton
            icon="close"
            label={t("post.notAnswering")}
            onClick={() => {
              answerNobody(post.id);
              field.current?.focus();
            }}
          />
        </div>
      ) : null}
      <fieldset className={css.emoji} aria-label={t("post.emoji")}>
        {EMOJI.map((each) => (
          <button
            key={each}
            type="button"
            aria-label={t("post.addEmoji", { emoji: each })}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => field.current?.insert(each)}
          >
            {each}
          </button>
        ))}
      </fieldset>
      <Composer
        id="comment"
        label={t("post.write")}
        placeholder={t("post.writePlaceholder")}
        value={draft.text}
        onChange={(text) => setDraft(post.id, { ...draft, text })}
        onSend={send}
        writing={field}
        near={near}
        above
        bare
      >
        <Button type="submit" look="quiet" disabled={!sendable}>
          {t("post.send")}
        </Button>
      </Composer>
    </form>
  );
}

/** The author and those who wrote here: the first to be mentioned. */
function useNear(post: PostAnswer): PersonAnswer[] {
  const { data } = useComments(post.id);
  return useMemo(() => {
    const writers = ordered(data).flatMap((thread): CommentAnswer[] => [thread, ...thread.firstReplies]);
    const people = [post.author, ...writers.map(({ author }) => author)];
    return [...new Map(people.map((person) => [person.id, person])).values()];
  }, [data, post.author]);
}
