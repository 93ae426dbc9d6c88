// What else can be done with a post: other things with one's own than with those of others.

import type { PostAnswer } from "@client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../kit/api";
import { amend, type KnownPost, learn, learnRelation, recallRelation, setFollowing, usePost } from "../kit/known";
import { go, here } from "../kit/place";
import { names, queries } from "../kit/query";
import { useMe } from "../kit/session";
import { t } from "../kit/words";
import { complain, say } from "./Notices";
import { copy, postPath } from "./PostCardActs";
import css from "./PostMenu.module.css";
import { leaveOut } from "./PostMenuLeft";
import { ReportSheet } from "./PostMenuReport";
import { SaveSheet } from "./SaveSheet";
import { Menu, Sheet } from "./Sheet";

interface Props {
  post: PostAnswer;
  onClose: () => void;
  /** The post was deleted or archived: its own page closes. */
  onGone?: () => void;
}

export function PostMenu({ post: given, onClose, onGone }: Props) {
  const post = usePost(given);
  const me = useMe();
  const [asking, setAsking] = useState<"delete" | "report" | "save" | null>(null);
  const stranger = !post.mine && me !== null;
  const known = useQuery({
    queryKey: ["relation", post.author.id],
    queryFn: async () => (await api.listRelations({ people: post.author.id })).items[0]?.relation ?? null,
    enabled: stranger && !recallRelation(post.author.id),
    retry: false,
  });
  const relation = recallRelation(post.author.id) ?? known.data;
  const title = t("card.menu", { name: post.author.username });
  const url = new URL(postPath(post.id), location.href).href;

  if (asking === "delete") {
    return (
      <Menu
        title={t("card.deleteTitle")}
        onClose={onClose}
        choices={[
          {
            label: t("card.delete"),
            hint: t("card.deleteHint"),
            danger: true,
            onChoose: () => leave(post, "delete", onGone),
          },
          { label: t("card.archiveInstead"), onChoose: () => leave(post, "archive", onGone) },
        ]}
      />
    );
  }
  if (asking === "report") {
    return <ReportSheet what={{ kind: "post", post: post.id }} onClose={onClose} />;
  }
  if (asking === "save") {
    return <SaveSheet post={post} onClose={onClose} />;
  }
  if (known.isLoading) {
    // What the two are to each other decides what stands in the list: nothing may move under a finger.
    return (
      <Sheet title={title} look="list" onClose={onClose}>
        <div className={css.shades} aria-hidden="true">
          {[1, 2, 3, 4, 5].map((each) => (
            <span key={each} className="shade" />
          ))}
        </div>
      </Sheet>
    );
  }

  const untagged = post.people.some(({ person }) => person.id === me?.id);
  const joined = post.coauthors.some((person) => person.id === me?.id);
  return (
    <Asking
      title={title}
      onClose={onClose}
      choices={[
        me && {
          label: t("card.choose"),
          stays: true,
          onChoose: () => setAsking("save"),
        },
        { label: t("card.copy"), onChoose: () => copy(url) },
        post.mine && { label: t("card.edit"), onChoose: () => edit(post) },
        post.mine && { label: t(post.pinned ? "card.unpin" : "card.pin"), onChoose: () => pin(post, !post.pinned) },
        post.mine && {
          label: t(post.hideCounts ? "card.showCounts" : "card.hideCounts"),
          onChoose: () => hideCounts(post, !post.hideCounts),
        },
        post.mine && {
          label: t("card.archive"),
          hint: t("card.archiveHint"),
          onChoose: () => leave(post, "archive", onGone),
        },
        post.mine && {
          label: t("card.deleteAsk"),
          danger: true,
          stays: true,
          onChoose: () => setAsking("delete"),
        },
        untagged && { label: t("card.untag"), onChoose: () => untag(post, me?.id ?? "") },
        joined && { label: t("card.leave"), onChoose: () => leaveAuthors(post, me?.id ?? "") },
        stranger &&
          relation?.following && {
            label: t("card.unfollow", { name: post.author.username }),
            onChoose: () => unfollow(post),
          },
        stranger &&
          relation &&
          !relation.mutingPosts && {
            label: t("card.mute", { name: post.author.username }),
            hint: t("card.muteHint"),
            onChoose: () => mute(post, relation.mutingStories),
          },
        stranger && {
          label: t("card.report"),
          danger: true,
          stays: true,
          onChoose: () => setAsking("report"),
        },
      ]}
    />
  );
}

type Ask = { label: string; hint?: string; danger?: boolean; stays?: boolean; onChoose: () => void };

/** A menu some of whose choices lead to another question instead of closing it. */
function Asking({
  title,
  choices,
  onClose,
}: {
  title: string;
  choices: (Ask | null | false | undefined)[];
  onClose: () => void;
}) {
  return (
    <Sheet title={title} look="list" onClose={onClose}>
      <ul className={css.menu}>
        {choices.map((each) =>
          each ? (
            <li key={each.label}>
              <button
                type="button"
                className={each.danger ? css.danger : undefined}
                onClick={() => {
                  if (!each.stays) {
                    onClose();
                  }
                  each.onChoose();
                }}
              >
                {each.label}
                {each.hint ? <span className="soft small">{each.hint}</span> : null}
              </button>
            </li>
          ) : null,
        )}
      </ul>
    </Sheet>
  );
}

/** A place of its own, over what the post lies over: Back closes it and leads to where one was. */
const edit = (post: KnownPost) => go(`${postPath(post.id)}?edit`, { over: here().behind !== null });

/** Lists on this page that show one's own posts are read again. */
function changed(post: PostAnswer): void {
  queries.invalidateQueries({ queryKey: names.grid(post.author.username) });
  queries.invalidateQueries({ queryKey: names.archive });
}

async function leave(post: KnownPost, how: "archive" | "delete", onGone?: () => void): Promise<void> {
  amend(post.id, { gone: true });
  onGone?.();
  try {
    await (how === "delete" ? api.deletePost(post.id) : api.archivePost(post.id));
    changed(post);
    if (how === "delete") {
      say(t("card.deleted"));
    } else {
      say(t("card.archived"), { label: t("card.undo"), action: () => restore(post) });
    }
  } catch (error) {
    amend(post.id, { gone: false });
    complain(t(how === "delete" ? "card.deleteFailed" : "card.archiveFailed"), error, () => leave(post, how));
  }
}

async function restore(post: KnownPost): Promise<void> {
  try {
    await api.restorePost(post.id);
    amend(post.id, { gone: false });
    changed(post);
  } catch (error) {
    complain(t("card.restoreFailed"), error, () => restore(post));
  }
}

async function pin(post: KnownPost, want: boolean): Promise<void> {
  amend(post.id, { pinned: want });
  try {
    await (want ? api.pinPost(post.id) : api.unpinPost(post.id));
    changed(post);
    say(t(want ? "card.pinned" : "card.unpinned"));
  } catch (error) {
    amend(post.id, { pinned: !want });
    complain(t(want ? "card.pinFailed" : "card.unpinFailed"), error, () => pin(post, want));
  }
}

async function hideCounts(post: KnownPost, want: boolean): Promise<void> {
  amend(post.id, { hideCounts: want });
  try {
    learn(await api.editPost(post.id, { hideCounts: want }));
    say(t(want ? "card.countsHidden" : "card.countsShown"));
  } catch (error) {
    amend(post.id, { hideCounts: !want });
    complain(t("card.countsFailed"), error, () => hideCounts(post, want));
  }
}

async function untag(post: KnownPost, me: string): Promise<void> {
  const before = post.people;
  amend(post.id, { people: before.filter(({ person }) => person.id !== me) });
  try {
    await api.untagMe(post.id);
    say(t("card.untagged"));
  } catch (error) {
    amend(post.id, { people: before });
    complain(t("card.untagFailed"), error, () => untag(post, me));
  }
}

async function leaveAuthors(post: KnownPost, me: string): Promise<void> {
  const before = post.coauthors;
  amend(post.id, { coauthors: before.filter((person) => person.id !== me) });
  try {
    await api.leavePost(post.id);
    say(t("card.left"));
  } catch (error) {
    amend(post.id, { coauthors: before });
    complain(t("card.leaveFailed"), error, () => leaveAuthors(post, me));
  }
}

async function unfollow({ author }: KnownPost): Promise<void> {
  leaveOut(author.id, true);
  try {
    await setFollowing(author, false);
    say(t("card.unfollowed", { name: author.username }), { label: t("card.undo"), action: () => refollow(author) });
  } catch (error) {
    leaveOut(author.id, false);
    complain(t("unfollow.failed", { name: author.username }), error);
  }
}

async function refollow(author: KnownPost["author"]): Promise<void> {
  try {
    await setFollowing(author, true);
    leaveOut(author.id, false);
  } catch (error) {
    complain(t("follow.failed", { name: author.username }), error, () => refollow(author));
  }
}

async function mute({ author }: KnownPost, stories: boolean): Promise<void> {
  const tell = (mutingPosts: boolean) => {
    leaveOut(author.id, mutingPosts);
    const relation = recallRelation(author.id);
    if (relation) {
      learnRelation(author.id, { ...relation, mutingPosts });
    }
  };
  const unmute = async () => {
    try {
      await (stories ? api.mutePerson(author.username, { posts: false, stories }) : api.unmutePerson(author.username));
      tell(false);
    } catch (error) {
      complain(t("card.unmuteFailed", { name: author.username }), error, unmute);
    }
  };
  tell(true);
  try {
    await api.mutePerson(author.username, { posts: true, stories });
    say(t("card.muted", { name: author.username }), { label: t("card.undo"), action: unmute });
  } catch (error) {
    tell(false);
    complain(t("card.muteFailed", { name: author.username }), error, () => mute({ author } as KnownPost, stories));
  }
}
