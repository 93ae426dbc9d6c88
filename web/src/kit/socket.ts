// The open line to the platform: frames come in that say what is new, and commands go out that are answered. A line that
// drops comes back after a growing wait of full jitter; then everybody reads again (`resumed`). The first line of a page
// opens while the lists are read: only when it comes late was something missed. The gateway ends every line after two
// hours: before that a new one is opened beside the old one, and nothing is missed.

import { type frames, Refused } from "@client";
import { useEffect, useRef } from "react";
import { Away, api } from "./api";
import { store, useStore } from "./store";

const PING = 5 * 60 * 1000;
const PONG = 10 * 1000; // milliseconds for the answer to a ping; a line that gives none is dead
const LIFE = 110 * 60 * 1000; // milliseconds after which a line is replaced
const FAREWELL = 10 * 1000; // milliseconds for which a replaced line still brings answers
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30 * 1000;
const LATE = 2000; // milliseconds for the first line to open
const PATIENCE = 8000; // milliseconds for a command to be answered

type Frame = frames.ToDevice;
type Kind = Frame["type"];
type Heard = Kind | "resumed";
/** What is said in answer to a command. */
export type Answer = Extract<Frame, { type: "sent" | "done" | "synced" | "pong" }>;
type OneOf<T> = T extends { clientId: string } ? Omit<T, "clientId"> & { clientId?: string } : T;
/** A frame to the platform; where it has no name of its own it is given one. */
export type Command = OneOf<frames.FromDevice>;

const listeners = new Map<Heard, Set<(frame: Frame | null) => void>>();

let socket: WebSocket | null = null;
let wanted = false;
let opening = false;
let tries = 0;
let retry = 0;
let beat = 0;
let pong = 0;
let life = 0;
let since: number | null = null; // when a line was first wished for, until there was one

const open = store(false);
/** Whether there is a line now. */
export const isOpen = (): boolean => open.get();
export const useOpen = (): boolean => useStore(open);
/** Hear that a line has opened. Gives the way to stop. */
export const onOpen = (listener: () => void): (() => void) => open.watch(() => open.get() && listener());

/** Hear frames of a kind, or `resumed`: the line is open again, and what came before was missed. Gives the way to stop. */
export function hear<K extends Kind>(kind: K, listener: (frame: Extract<Frame, { type: K }>) => void): () => void;
export function hear(kind: "resumed", listener: () => void): () => void;
export function hear(kind: Heard, listener: (frame: never) => void): () => void {
  const all = listeners.get(kind) ?? new Set();
  listeners.set(kind, all);
  all.add(listener as (frame: Frame | null) => void);
  return () => void all.delete(listener as (frame: Frame | null) => void);
}

/** Hear frames for as long as a component is there. */
export function useHear<K extends Kind>(kind: K, listener: (frame: Extract<Frame, { type: K }>) => void): void;
export function useHear(kind: "resumed", listener: () => void): void;
export function useHear(kind: Heard, listener: (frame: never) => void): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => hear(kind as Kind, (frame) => latest.current(frame as never)), [kind]);
}

export function connect(): void {
  wanted = true;
  since = Date.now();
  begin();
}

export function disconnect(): void {
  wanted = false;
  clearTimeout(retry);
  clearTimeout(life);
  socket?.close(1000);
}

interface Waiting {
  over: WebSocket;
  timer: number;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}
const waiting = new Map<string, Waiting>();

/**
 * Say something and wait for the answer to it. Throws `Away` when there is no line, it broke, or nothing was answered in
 * time (what was said may have been carried out all the same), and `Refused` when the platform says no.
 */
export function say(command: Command, patience = PATIENCE): Promise<Answer> {
  const over = socket;
  if (!over || !open.get()) {
    return Promise.reject(new Away());
  }
  const clientId = command.clientId ?? crypto.randomUUID();
  return new Promise((resolve, reject) => {
    settle(clientId, ({ reject }) => reject(new Away()));
    const timer = window.setTimeout(() => settle(clientId, () => reject(new Away())), patience);
    waiting.set(clientId, { over, timer, resolve, reject });
    over.send(JSON.stringify({ ...command, clientId }));
  });
}

/** Say something that needs no answer and is of no use later, if there is a line. */
export function mention(command: Command): void {
  if (open.get()) {
    socket?.send(JSON.stringify(command));
  }
}

function settle(clientId: string | null | undefined, how: (of: Waiting) => void): void {
  const one = clientId ? waiting.get(clientId) : undefined;
  if (clientId && one) {
    clearTimeout(one.timer);
    waiting.delete(clientId);
    how(one);
  }
}

/** The refusal that a frame tells of, as HTTP would have told it. */
export function refusedBy({ code, detail, retryAfter }: frames.FrameRefused): Refused {
  const status = retryAfter !== null ? 429 : code === "unexpected" ? 500 : code.includes("not-found") ? 404 : 400;
  return new Refused(
    { type: `urn:lambdagram:problem:${code}`, title: "", status, detail, instance: "", errors: [] },
    retryAfter,
  );
}

function tell(kind: Heard, frame: Frame | null): void {
  for (const listener of [...(listeners.get(kind) ?? [])]) {
    listener(frame);
  }
}

/** Open a line: the first one, one after a break, or one that replaces an old one which still stands. */
async function begin(replacing: WebSocket | null = null): Promise<void> {
  if (!wanted || opening || socket !== replacing) {
    return;
  }
  opening = true;
  clearTimeout(retry);
  try {
    const { ticket } = await api.issueTicket();
    if (wanted) {
      const scheme = location.protocol === "https:" ? "wss" : "ws";
      const line = new WebSocket(`${scheme}://${location.host}/socket?ticket=${encodeURIComponent(ticket)}`);
      line.addEventListener("open", () => opened(line));
      line.addEventListener("message", ({ data }) => heard(data));
      line.addEventListener("close", () => closed(line));
      if (!replacing) {
        socket = line;
      }
    }
  } catch {
    later(); // a session that is over ends the wish to connect by itself
  } finally {
    opening = false;
  }
}

function opened(line: WebSocket): void {
  const old = socket;
  const replaced = old !== null && old !== line;
  socket = line;
  tries = 0;
  clearInterval(beat);
  clearTimeout(life);
  clearTimeout(pong);
  beat = window.setInterval(ping, PING);
  life = window.setTimeout(() => void begin(line), LIFE);
  open.set(true);
  if (replaced) {
    setTimeout(() => old.close(1000), FAREWELL);
    return; // the old line brought everything until now
  }
  const prompt = since !== null && Date.now() - since < LATE;
  since = null;
  if (!prompt) {
    tell("resumed", null);
  }
}

function ping(): void {
  const line = socket;
  line?.send(JSON.stringify({ action: "ping" }));
  clearTimeout(pong);
  pong = window.setTimeout(() => line && closed(line), PONG);
}

function closed(line: WebSocket): void {
  for (const [clientId, one] of [...waiting]) {
    if (one.over === line) {
      settle(clientId, ({ reject }) => reject(new Away()));
    }
  }
  if (socket !== line) {
    return; // one that was replaced, or given up already
  }
  clearInterval(beat);
  clearTimeout(life);
  clearTimeout(pong);
  socket = null;
  open.set(false);
  line.close();
  later();
}

function heard(text: string): void {
  let frame: Frame;
  try {
    frame = JSON.parse(text) as Frame;
  } catch {
    return; // a frame that cannot be read says nothing; what it was about is read with the next list
  }
  if (frame.type === "pong") {
    clearTimeout(pong);
  }
  if (frame.type === "error") {
    const refused = frame;
    settle(frame.clientId, ({ reject }) => reject(refusedBy(refused)));
  }
  tell(frame.type, frame);
  if (frame.type === "sent" || frame.type === "done" || frame.type === "synced" || frame.type === "pong") {
    const answer = frame;
    settle(frame.clientId, ({ resolve }) => resolve(answer));
  }
}

/** Any wait up to the longest of this try: many who lost their lines at once do not all come back at once. */
function later(): void {
  if (!wanted) {
    return;
  }
  clearTimeout(retry);
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries);
  tries += 1;
  retry = window.setTimeout(() => void begin(socket), Math.random() * longest);
}

function hurry(): void {
  if (wanted && !socket && document.visibilityState === "visible") {
    tries = 0;
    begin();
  }
}

addEventListener("online", hurry);
document.addEventListener("visibilitychange", hurry);
