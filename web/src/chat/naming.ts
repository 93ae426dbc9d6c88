// What conversations are called, and what their messages come to in one line.

import type { ConversationAnswer, MessageAnswer, PersonAnswer } from "@client";
import { me } from "../kit/session";
import { ago, dated, listed, t } from "../kit/words";

const shortOf = ({ name, username }: Pick<PersonAnswer, "name" | "username">): string => name || username;

/** A group's own name, or its people; the other one of two. */
export function nameOf(conversation: Pick<ConversationAnswer, "kind" | "name" | "people" | "members">): string {
  const { kind, name, people, members } = conversation;
  if (name) {
    return name;
  }
  if (kind === "direct") {
    return people[0] ? shortOf(people[0]) : t("direct.nobody");
  }
  const shown = people.slice(0, 3).map(shortOf);
  const more = members - 1 - shown.length;
  if (!shown.length) {
    return t("direct.group");
  }
  return listed(more > 0 ? [...shown, t("direct.more", { count: more })] : shown);
}

type Who = (id: string) => PersonAnswer | undefined;

/** The name of somebody, by which the reader is "You". */
const called = (id: string | null, who: Who): string => {
  const person = id ? who(id) : undefined;
  return person ? shortOf(person) : t("direct.somebody");
};

/** What happened to a conversation, as a sentence. */
export function noteWords(message: Pick<MessageAnswer, "note" | "sender">, who: Who): string {
  const { note, sender } = message;
  if (!note) {
    return "";
  }
  const self = me()?.id;
  const own = sender === self;
  const name = called(sender, who);
  const people = listed(note.people.map((id) => (id === self ? t("direct.you") : called(id, who))));
  switch (note.kind) {
    case "made":
      return own ? t("direct.noteMadeOwn") : t("direct.noteMade", { name });
    case "added":
      return own ? t("direct.noteAddedOwn", { people }) : t("direct.noteAdded", { name, people });
    case "removed":
      return own ? t("direct.noteRemovedOwn", { people }) : t("direct.noteRemoved", { name, people });
    case "left":
      return own ? t("direct.noteLeftOwn") : t("direct.noteLeft", { name });
    case "named":
      if (!note.name) {
        return own ? t("direct.noteUnnamedOwn") : t("direct.noteUnnamed", { name });
      }
      return own ? t("direct.noteNamedOwn", { title: note.name }) : t("direct.noteNamed", { name, title: note.name });
    case "pictured":
      return own ? t("direct.notePicturedOwn") : t("direct.notePictured", { name });
    case "timer": {
      const time = timerWords(note.seconds);
      if (!note.seconds) {
        return own ? t("direct.noteTimerOffOwn") : t("direct.noteTimerOff", { name });
      }
      return own ? t("direct.noteTimerOwn", { time }) : t("direct.noteTimer", { name, time });
    }
    case "role":
      return own ? t("direct.noteRoleOwn", { people }) : t("direct.noteRole", { name, people });
    default:
      return "";
  }
}

/** How long messages stay, in words. */
export function timerWords(seconds: number): string {
  const hours = Math.round(seconds / 3600);
  return hours >= 24
    ? t("direct.days", { count: Math.round(hours / 24) })
    : t("direct.hours", { count: Math.max(1, hours) });
}

/** What a message says in one line, without who said it. */
export function gist(message: MessageAnswer): string {
  if (message.removed) {
    return removedWords(message);
  }
  if (message.text) {
    return message.text.replace(/\s+/g, " ");
  }
  if (message.photos.length) {
    return t("direct.photos", { count: message.photos.length });
  }
  return message.postId ? t("direct.post") : "";
}

export function removedWords(message: Pick<MessageAnswer, "removed" | "sender">): string {
  switch (message.removed) {
    case "unsent":
      return message.sender === me()?.id ? t("direct.unsentOwn") : t("direct.unsent");
    case "vanished":
      return t("direct.vanished");
    case "hidden":
      return t("direct.hidden");
    default:
      return t("direct.erased");
  }
}

/** What was said last in a conversation, in one line. */
export function preview(conversation: ConversationAnswer, who: Who): string {
  const { last, kind } = conversation;
  if (!last) {
    return t("direct.nothingYet");
  }
  if (last.note) {
    return noteWords(last, who);
  }
  const words = gist(last);
  if (last.removed) {
    return words;
  }
  if (last.sender === me()?.id) {
    return t("direct.youSaid", { words });
  }
  return kind === "group" && last.sender ? t("direct.said", { name: called(last.sender, who), words }) : words;
}

/** When something was last said: the time of today, the day of this week, else the date. */
export function shortTime(at: string, now = new Date()): string {
  const date = new Date(at);
  const days = (startOfDay(now) - startOfDay(date)) / 86_400_000;
  if (now.getTime() - date.getTime() < 60_000) {
    return ago(date, now);
  }
  if (days < 0.5) {
    return dated(date, { timeStyle: "short" });
  }
  if (days < 6.5) {
    return dated(date, { weekday: "short" });
  }
  return date.getFullYear() === now.getFullYear()
    ? dated(date, { day: "numeric", month: "short" })
    : dated(date, { day: "numeric", month: "numeric", year: "2-digit" });
}

/** The name of a day above its messages. */
export function dayWords(at: string, now = new Date()): string {
  const date = new Date(at);
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000);
  if (days <= 0) {
    return t("direct.today");
  }
  if (days === 1) {
    return t("direct.yesterday");
  }
  if (days < 7) {
    return dated(date, { weekday: "long" });
  }
  return date.getFullYear() === now.getFullYear()
    ? dated(date, { weekday: "long", day: "numeric", month: "long" })
    : dated(date, { day: "numeric", month: "long", year: "numeric" });
}

export const startOfDay = (date: Date): number =>
  new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
