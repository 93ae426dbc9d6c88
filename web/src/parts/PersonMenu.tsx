// What else can be done about a person: shared, muted, a close friend, removed, blocked, reported.

import type { PersonAnswer, Relation } from "@client";
import { useState } from "react";
import { api } from "../kit/api";
import { amendRelation } from "../kit/known";
import { names, queries } from "../kit/query";
import { useMe } from "../kit/session";
import { t } from "../kit/words";
import { Button, IconButton } from "./Button";
import { complain, say } from "./Notices";
import { personPath } from "./People";
import css from "./PersonMenu.module.css";
import { leaveOut } from "./PostMenuLeft";
import { ReportSheet } from "./PostMenuReport";
import { type Choice, Menu, Sheet } from "./Sheet";

type Asked = "menu" | "block" | "remove" | "report";

/** A button that opens the list. `relation` is null while it is not known, or for a reader who is not signed in. */
export function PersonMenu({ person, relation }: { person: PersonAnswer; relation: Relation | null }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const me = useMe();
  const close = () => setAsked(null);
  const name = person.username;
  return (
    <>
      <IconButton
        icon="more"
        label={t("profile.menu", { name })}
        aria-haspopup="dialog"
        onClick={() => setAsked("menu")}
      />
      {asked === "menu" ? (
        <Menu
          title={name}
          onClose={close}
          // Opening the next sheet waits until this one is closed: the focus goes back to the button in between.
          choices={choicesOf(person, me && me.id !== person.id ? relation : null, (what) =>
            setTimeout(setAsked, 0, what),
          )}
        />
      ) : null}
      {asked === "block" ? (
        <Ask
          title={t("profile.blockTitle", { name })}
          words={t("profile.blockHint")}
          act={t("profile.block")}
          onAct={() => setBlocking(person, relation, true)}
          onClose={close}
        />
      ) : null}
      {asked === "remove" ? (
        <Ask
          title={t("profile.removeTitle", { name })}
          words={t("profile.removeHint")}
          act={t("do.remove")}
          onAct={() => removeFollower(person)}
          onClose={close}
        />
      ) : null}
      {asked === "report" ? <ReportSheet what={{ kind: "account", person: person.id }} onClose={close} /> : null}
    </>
  );
}

/** What stands in the list, in its order; `relation` is null where nothing but sharing is offered. */
export function choicesOf(
  person: PersonAnswer,
  relation: Relation | null,
  ask: (what: "block" | "remove" | "report") => void,
): (Choice | false | null)[] {
  const url = new URL(personPath(person), location.href).href;
  const muted = relation?.mutingPosts ?? false;
  const met = relation !== null && !relation.blocking;
  return [
    { label: t("profile.copy"), onChoose: () => void copyLink(url) },
    "share" in navigator && {
      label: t("profile.share"),
      onChoose: () => void navigator.share({ title: person.username, url }).catch(() => {}), // they thought better of it
    },
    met &&
      relation.followedBy &&
      (relation.closeFriend
        ? { label: t("profile.closeRemove"), onChoose: () => void setClose(person, false) }
        : {
            label: t("profile.closeAdd"),
            hint: t("profile.closeAddHint"),
            onChoose: () => void setClose(person, true),
          }),
    met &&
      (muted
        ? { label: t("profile.unmute"), onChoose: () => void setMuting(person, relation, false) }
        : {
            label: t("profile.mute"),
            hint: t("profile.muteHint"),
            onChoose: () => void setMuting(person, relation, true),
          }),
    met && relation.followedBy && { label: t("profile.removeFollower"), onChoose: () => ask("remove") },
    relation !== null &&
      (relation.blocking
        ? { label: t("do.unblock"), onChoose: () => void setBlocking(person, relation, false) }
        : { label: t("profile.block"), danger: true, onChoose: () => ask("block") }),
    relation !== null && { label: t("profile.report"), danger: true, onChoose: () => ask("report") },
  ];
}

/** Says what will happen, and does it. */
export function Ask({
  title,
  words,
  act,
  onAct,
  onClose,
}: {
  title: string;
  words: string;
  act: string;
  onAct: () => unknown;
  onClose: () => void;
}) {
  return (
    <Sheet title={title} onClose={onClose}>
      <div className={css.ask}>
        <p>{words}</p>
        <div className={css.answers}>
          <Button onClick={onClose}>{t("do.cancel")}</Button>
          <Button
            look="danger"
            onClick={() => {
              onClose();
              onAct();
            }}
          >
            {act}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}

async function copyLink(url: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(url);
    say(t("profile.copied"));
  } catch {
    say(t("profile.copyFailed", { url }));
  }
}

async function setMuting(person: PersonAnswer, before: Relation, on: boolean): Promise<void> {
  const name = person.username;
  amendRelation(person.id, { mutingPosts: on });
  leaveOut(person.id, on);
  try {
    // What is muted of stories stays as it is.
    await (before.mutingStories || on
      ? api.mutePerson(name, { posts: on, stories: before.mutingStories })
      : api.unmutePerson(name));
    say(t(on ? "profile.muted" : "profile.unmuted", { name }));
  } catch (error) {
    amendRelation(person.id, { mutingPosts: !on });
    leaveOut(person.id, !on);
    complain(t("profile.muteFailed", { name }), error, () => setMuting(person, before, on));
  }
}

async function setClose(person: PersonAnswer, on: boolean): Promise<void> {
  const name = person.username;
  amendRelation(person.id, { closeFriend: on });
  try {
    await (on ? api.addCloseFriend(name) : api.removeCloseFriend(name));
    say(t(on ? "profile.closeAdded" : "profile.closeRemoved", { name }));
  } catch (error) {
    amendRelation(person.id, { closeFriend: !on });
    complain(t("profile.muteFailed", { name }), error, () => setClose(person, on));
  }
}

/** A follower of the reader's is none any more. */
export async function removeFollower(person: PersonAnswer): Promise<void> {
  amendRelation(person.id, { followedBy: false, closeFriend: false });
  try {
    await api.removeFollower(person.username);
    queries.invalidateQueries({ queryKey: ["person"] });
  } catch (error) {
    amendRelation(person.id, { followedBy: true });
    complain(t("profile.removeFailed", { name: person.username }), error, () => removeFollower(person));
  }
}

export async function setBlocking(person: PersonAnswer, before: Relation | null, on: boolean): Promise<void> {
  const name = person.username;
  amendRelation(
    person.id,
    on ? { blocking: true, following: false, followedBy: false, requested: false } : { blocking: false },
  );
  leaveOut(person.id, on);
  try {
    await (on ? api.blockPerson(name) : api.unblockPerson(name));
    if (on) {
      say(t("profile.blocked", { name }));
    }
    queries.removeQueries({ queryKey: names.grid(name) });
    queries.removeQueries({ queryKey: names.tagged(name) });
    queries.invalidateQueries({
      queryKey: ["person"],
      predicate: ({ queryKey }) => !on || queryKey[1] !== name, // whom one has blocked is not there any more
    });
    queries.invalidateQueries({ queryKey: names.feed, refetchType: "none" });
  } catch (error) {
    amendRelation(person.id, on ? { ...before, blocking: false } : { blocking: true });
    leaveOut(person.id, !on);
    complain(t(on ? "profile.blockFailed" : "unblock.failed", { name }), error, () => setBlocking(person, before, on));
  }
}
