// The messages of conversations, as far as they were read: pages both ways, what comes in, and what was missed.

import type { frames, MessageAnswer, MessagesAnswer, MissedAnswer } from "@client";
import { Away, api, missing } from "../kit/api";
import { isOpen, say } from "../kit/socket";
import { type Store, store, useStore } from "../kit/store";
import {
  amended,
  begun,
  type Line,
  nextToVanish,
  type Step,
  withChanged,
  withMessage,
  withMissed,
  withNewer,
  withOlder,
  withoutVanished,
} from "./line";
import { refresh } from "./lists";
import { learnPeople, learnPosts } from "./people";

const PAGE = 40;

/** One conversation's messages here. `line` is null until some were read. */
export interface Talk {
  line: Line | null;
  reading: "first" | "older" | "newer" | null;
  /** What kept the last reading from going well. */
  error: unknown;
}

const NOTHING: Talk = { line: null, reading: null, error: null };
const talks = new Map<string, Store<Talk>>();
const stale = new Set<string>();

export function talkOf(id: string): Store<Talk> {
  let one = talks.get(id);
  if (!one) {
    one = store(NOTHING);
    talks.set(id, one);
  }
  return one;
}

/** The messages of a conversation. */
export const useTalk = (id: string): Talk => useStore(talkOf(id));

const lineOf = (id: string): Line | null => talks.get(id)?.get().line ?? null;

function setLine(id: string, line: Line): void {
  const talk = talkOf(id);
  if (talk.get().line !== line) {
    talk.set({ ...talk.get(), line });
    watchTimer(id, line);
  }
}

// ---- pages

const turns = new Map<string, number>(); // which reading of a conversation is the last one

async function read(
  id: string,
  reading: NonNullable<Talk["reading"]>,
  where: { before?: number; after?: number; around?: number },
  use: (page: MessagesAnswer, now: Line | null) => Step,
): Promise<void> {
  const talk = talkOf(id);
  if (talk.get().reading && reading !== "first") {
    return; // a page is on its way already; a jump elsewhere makes it void
  }
  const turn = (turns.get(id) ?? 0) + 1;
  turns.set(id, turn);
  talk.set({ ...talk.get(), reading, error: null });
  try {
    const page = await api.listMessages(id, { ...where, limit: PAGE });
    if (turns.get(id) !== turn) {
      return;
    }
    learnPeople(page.people);
    learnPosts(
      page.posts,
      page.items.map(({ postId }) => postId).filter((each) => each !== null),
    );
    const { line, gap } = use(page, talk.get().line);
    talk.set({ line, reading: null, error: null });
    watchTimer(id, line);
    if (gap) {
      await sync(id);
    }
  } catch (error) {
    if (turns.get(id) === turn) {
      talk.set({ ...talk.get(), reading: null, error });
    }
  }
}

/** Read the messages at the end, or around one, unless some are here already; then what was missed. Never throws. */
export async function enter(id: string, around: number | null = null): Promise<void> {
  const line = lineOf(id);
  if (line) {
    if (stale.delete(id)) {
      await sync(id);
    }
    return;
  }
  await read(id, "first", around === null ? {} : { around }, (page) => ({ line: begun(page), gap: false }));
}

export async function readOlder(id: string): Promise<void> {
  const line = lineOf(id);
  const first = line?.items[0];
  if (line?.older && first) {
    await read(id, "older", { before: first.seq }, (page, now) => ({
      line: withOlder(now ?? line, page),
      gap: false,
    }));
  }
}

export async function readNewer(id: string): Promise<void> {
  const line = lineOf(id);
  const last = line?.items.at(-1);
  if (line?.newer && last) {
    await read(id, "newer", { after: last.seq }, (page, now) => withNewer(now ?? line, page));
  }
}

/** Have this message here, with what stands around it. True when it is. */
export async function bring(id: string, seq: number): Promise<boolean> {
  if (!lineOf(id)?.items.some((each) => each.seq === seq)) {
    await read(id, "first", { around: seq }, (page) => ({ line: begun(page), gap: false }));
  }
  return Boolean(lineOf(id)?.items.some((each) => each.seq === seq));
}

/** Have the end of the conversation here. */
export async function bringEnd(id: string): Promise<void> {
  if (lineOf(id)?.newer !== false) {
    await read(id, "first", {}, (page) => ({ line: begun(page), gap: false }));
  }
}

/** A message of a conversation, for what answers it: from here, or read. Null when it is not there. */
export async function findMessage(id: string, seq: number): Promise<MessageAnswer | null> {
  const here = lineOf(id)?.items.find((each) => each.seq === seq);
  if (here) {
    return here;
  }
  const page = await api.listMessages(id, { around: seq, limit: 1 });
  learnPeople(page.people);
  return page.items.find((each) => each.seq === seq) ?? null;
}

/** The photographs of a message with new addresses: they live 10 to 20 minutes. */
export async function freshPhotos(id: string, seq: number): Promise<MessageAnswer["photos"]> {
  const page = await api.listMessages(id, { around: seq, limit: 1 });
  const photos = page.items.find((each) => each.seq === seq)?.photos ?? [];
  const line = lineOf(id);
  if (line && photos.length) {
    setLine(id, amended(line, seq, { photos }));
  }
  return photos;
}

// ---- what comes in

function step(id: string, how: (line: Line) => Step): void {
  const line = lineOf(id);
  if (line) {
    const next = how(line);
    setLine(id, next.line);
    if (next.gap) {
      void sync(id);
    }
  }
}

export const addMessage = (id: string, message: MessageAnswer): void => step(id, (line) => withMessage(line, message));
export const changeMessage = (id: string, rev: number | null, message: MessageAnswer): void =>
  step(id, (line) => withChanged(line, rev, message));

/** Show a change of one's own until the platform has answered; gives the way back. */
export function pretend(id: string, seq: number, change: Partial<MessageAnswer>): () => void {
  const line = lineOf(id);
  const before = line?.items.find((each) => each.seq === seq);
  if (!line || !before) {
    return () => {};
  }
  const after = amended(line, seq, change);
  const shown = after.items.find((each) => each.seq === seq);
  setLine(id, after);
  return () => {
    const now = lineOf(id);
    if (now?.items.includes(shown as MessageAnswer)) {
      setLine(id, amended(now, seq, before));
    }
  };
}

/** Somebody says how far the conversation has come: what is missing is asked for. */
export function hinted(id: string, seq: number, rev: number): void {
  const line = lineOf(id);
  if (line && (seq > line.seq || rev > line.rev)) {
    void sync(id);
  }
}

const syncing = new Map<string, { again: boolean }>();

/** Ask for all that was missed, until there is no more. One at a time for each conversation. Never throws. */
export async function sync(id: string): Promise<void> {
  const running = syncing.get(id);
  if (running) {
    running.again = true;
    return;
  }
  const turn = { again: false };
  syncing.set(id, turn);
  try {
    let more = true;
    while (more) {
      turn.again = false;
      const line = lineOf(id);
      if (!line) {
        return;
      }
      const missed = await ask(id, line.seq, line.rev);
      const now = lineOf(id);
      if (now) {
        setLine(id, withMissed(now, missed));
      }
      more = missed.more || turn.again;
    }
    stale.delete(id);
  } catch (error) {
    stale.add(id);
    if (missing(error)) {
      await refresh(id);
    }
  } finally {
    syncing.delete(id);
  }
}

async function ask(id: string, seq: number, rev: number): Promise<MissedAnswer> {
  if (isOpen()) {
    try {
      const answer = await say({ action: "syncSince", conversationId: id, seq, rev });
      if (answer.type === "synced") {
        return answer satisfies frames.Missed;
      }
    } catch (error) {
      if (!(error instanceof Away)) {
        throw error;
      }
    }
  }
  return api.syncSince(id, { seq, rev });
}

/** The line was away: what is shown catches up at once (`shown`), the rest when it is entered again. */
export function missedSomething(shown: (id: string) => boolean): void {
  for (const id of talks.keys()) {
    if (shown(id)) {
      void sync(id);
    } else {
      stale.add(id);
    }
  }
}

// ---- messages that vanish by the timer

const timers = new Map<string, number>();

function watchTimer(id: string, line: Line): void {
  clearTimeout(timers.get(id));
  const wait = nextToVanish(line) - Date.now();
  if (wait < 2 ** 31) {
    timers.set(
      id,
      window.setTimeout(() => {
        const now = lineOf(id);
        if (now) {
          setLine(id, withoutVanished(now, Date.now()));
        }
      }, Math.max(0, wait) + 20),
    );
  }
}

export function forgetTalks(): void {
  for (const timer of timers.values()) {
    clearTimeout(timer);
  }
  timers.clear();
  talks.clear();
  stale.clear();
}
