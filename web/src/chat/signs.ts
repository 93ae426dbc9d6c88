// Small signs: who writes, who is there, how far one has read and got. Sent seldom, and kept only for a while.

import type { PresenceAnswer } from "@client";
import { Away, api } from "../kit/api";
import { me } from "../kit/session";
import { isOpen, mention, onOpen, say } from "../kit/socket";
import { store, useStore } from "../kit/store";
import { afterReading, known, patch, recount } from "./lists";
import { talkOf } from "./talk";

// ---- who writes

const WRITES = 6000; // milliseconds for which somebody counts as writing
const SAY_WRITING = 3000;

type Writers = Readonly<Record<string, readonly string[]>>;
const writers = store<Writers>({});
const ends = new Map<string, number>();
const said = new Map<string, number>();

/** Who writes now, in every conversation. */
export const useWriters = (): Writers => useStore(writers);

export function writes(id: string, person: string): void {
  const name = `${id} ${person}`;
  clearTimeout(ends.get(name));
  ends.set(
    name,
    window.setTimeout(() => stopped(id, person), WRITES),
  );
  const now = writers.get()[id] ?? [];
  if (!now.includes(person)) {
    writers.set({ ...writers.get(), [id]: [...now, person] });
  }
}

/** Their message has come, or nothing more of them. */
export function stopped(id: string, person: string): void {
  clearTimeout(ends.get(`${id} ${person}`));
  const now = writers.get()[id];
  if (now?.includes(person)) {
    const { [id]: _, ...others } = writers.get();
    const left = now.filter((each) => each !== person);
    writers.set(left.length ? { ...others, [id]: left } : others);
  }
}

/** Say that one is writing; more often than every 3 seconds nothing is said. */
export function sayWriting(id: string): void {
  const now = Date.now();
  if (now - (said.get(id) ?? 0) >= SAY_WRITING) {
    said.set(id, now);
    mention({ action: "typing", conversationId: id });
  }
}

// ---- who is there

const PRESENT = 6.5 * 60_000; // milliseconds after which nobody counts as there who did not say so again
const SAY_PRESENT = 5 * 60_000;
const ASKED_AT_ONCE = 100;

export interface Presence {
  active: boolean;
  lastSeen: string;
  /** When it was heard, in milliseconds. */
  heard: number;
}

const presences = store<ReadonlyMap<string, Presence>>(new Map());
const asked = new Map<string, number>();

/** Whether somebody is there, or when they last were; undefined where one does not know, or may not. */
export function usePresence(person: string | undefined): Presence | undefined {
  const all = useStore(presences);
  const found = person ? all.get(person) : undefined;
  return found?.active && Date.now() - found.heard > PRESENT ? { ...found, active: false } : found;
}

export function learnPresences(given: PresenceAnswer[]): void {
  const heard = Date.now();
  presences.set(
    new Map([
      ...presences.get(),
      ...given.map(({ person, active, lastSeen }) => [person, { active, lastSeen, heard }] as const),
    ]),
  );
}

/** Ask who of these is there, unless one has asked within a minute. Never throws. */
export async function askPresence(people: string[]): Promise<void> {
  const now = Date.now();
  const wanted = [...new Set(people)].filter((each) => now - (asked.get(each) ?? 0) > 60_000).slice(0, ASKED_AT_ONCE);
  if (!wanted.length) {
    return;
  }
  for (const each of wanted) {
    asked.set(each, now);
  }
  try {
    learnPresences((await api.readPresence({ people: wanted.join(",") })).items);
  } catch {
    for (const each of wanted) {
      asked.delete(each);
    }
  }
}

/** Say whether somebody sits in front of this page, for as long as it is open. Gives the way to stop. */
export function bePresent(): () => void {
  const visible = () => document.visibilityState === "visible";
  const tell = () => mention({ action: "setPresence", state: visible() ? "active" : "away" });
  const again = () => visible() && tell();
  tell();
  const unhear = onOpen(tell);
  const timer = setInterval(again, SAY_PRESENT);
  const leave = () => mention({ action: "setPresence", state: "away" });
  document.addEventListener("visibilitychange", tell);
  addEventListener("pagehide", leave);
  return () => {
    unhear();
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tell);
    removeEventListener("pagehide", leave);
  };
}

// ---- how far one has read and got

const READ_EVERY = 1000;
const GOT_AFTER = 500;

const toRead = new Map<string, number>();
const toGet = new Map<string, number>();
let readTimer = 0;
let getTimer = 0;
let lastRead = 0;

/** One has seen everything up to this message. Said at most once a second, and only while the page is in view. */
export function markRead(id: string, seq: number): void {
  const before = known(id);
  if (!before || seq <= before.read || document.visibilityState !== "visible") {
    return;
  }
  const line = talkOf(id).get().line;
  const last = line?.items.at(-1);
  const counted = line && !line.newer && last && last.seq >= before.seq;
  const left = counted ? line.items.filter((each) => each.seq > seq && each.sender !== me()?.id).length : null;
  patch(id, (old) => afterReading(old, seq, left));
  toRead.set(id, Math.max(toRead.get(id) ?? 0, seq));
  if (!readTimer) {
    readTimer = window.setTimeout(sayRead, Math.max(0, READ_EVERY - (Date.now() - lastRead)));
  }
}

async function sayRead(): Promise<void> {
  readTimer = 0;
  lastRead = Date.now();
  const now = [...toRead];
  toRead.clear();
  await Promise.all(
    now.map(([conversationId, seq]) =>
      either(
        () => say({ action: "markRead", conversationId, seq }),
        () => api.markConversationRead(conversationId, { seq }),
      ).catch((error: unknown) => {
        if (error instanceof Away) {
          toRead.set(conversationId, Math.max(toRead.get(conversationId) ?? 0, seq));
        }
      }),
    ),
  );
  recount();
}

/** This device has got everything up to this message, of a conversation of two. */
export function markGot(id: string, seq: number): void {
  toGet.set(id, Math.max(toGet.get(id) ?? 0, seq));
  if (!getTimer) {
    getTimer = window.setTimeout(sayGot, GOT_AFTER);
  }
}

function sayGot(): void {
  getTimer = 0;
  for (const [conversationId, seq] of toGet) {
    const read = known(conversationId)?.read ?? 0;
    if (read < seq) {
      mention({ action: "markDelivered", conversationId, seq }); // who has read it has got it
    }
  }
  toGet.clear();
}

/** The line is back: say what could not be said. */
export function sayMissed(): void {
  if (toRead.size && !readTimer) {
    readTimer = window.setTimeout(sayRead);
  }
}

/** Over the line where there is one, else, and where it breaks, over HTTP. */
export async function either<T, U>(line: () => Promise<T>, http: () => Promise<U>): Promise<T | U> {
  if (isOpen()) {
    try {
      return await line();
    } catch (error) {
      if (!(error instanceof Away)) {
        throw error;
      }
    }
  }
  return http();
}

export function forgetSigns(): void {
  writers.set({});
  presences.set(new Map());
  asked.clear();
  toRead.clear();
  toGet.clear();
}
