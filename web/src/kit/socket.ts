// The open line to the platform: frames that say "there is something new". What it is, is read over HTTP.
// A line that drops comes back after a growing, jittered wait; then everybody reads again (`resumed`). The first line of a
// page opens while the lists are read: only when it comes late was something missed.

import type { frames } from "@client";
import { useEffect, useRef } from "react";
import { api } from "./api";

const PING = 5 * 60 * 1000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60 * 1000;
const LATE = 2000; // milliseconds for the first line to open

type Frame = frames.ToDevice;
type Kind = Frame["type"];
type Heard = Kind | "resumed";

const listeners = new Map<Heard, Set<(frame: Frame | null) => void>>();

let socket: WebSocket | null = null;
let wanted = false;
let opening = false;
let wait = FIRST_WAIT;
let retry = 0;
let beat = 0;
let since: number | null = null; // when a line was first wished for, until there was one

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
  open();
}

export function disconnect(): void {
  wanted = false;
  clearTimeout(retry);
  socket?.close(1000);
}

function tell(kind: Heard, frame: Frame | null): void {
  for (const listener of [...(listeners.get(kind) ?? [])]) {
    listener(frame);
  }
}

async function open(): Promise<void> {
  if (!wanted || opening || socket) {
    return;
  }
  opening = true;
  clearTimeout(retry);
  try {
    const { ticket } = await api.issueTicket();
    if (wanted) {
      const scheme = location.protocol === "https:" ? "wss" : "ws";
      socket = new WebSocket(`${scheme}://${location.host}/socket?ticket=${encodeURIComponent(ticket)}`);
      socket.addEventListener("open", opened);
      socket.addEventListener("message", ({ data }) => heard(data));
      socket.addEventListener("close", closed);
    }
  } catch {
    later(); // a session that is over ends the wish to connect by itself
  } finally {
    opening = false;
  }
}

function opened(): void {
  wait = FIRST_WAIT;
  clearInterval(beat);
  beat = window.setInterval(() => socket?.send(JSON.stringify({ action: "ping" })), PING);
  const prompt = since !== null && Date.now() - since < LATE;
  since = null;
  if (!prompt) {
    tell("resumed", null);
  }
}

function closed(): void {
  clearInterval(beat);
  socket = null;
  later();
}

function heard(text: string): void {
  try {
    const frame = JSON.parse(text) as Frame;
    tell(frame.type, frame);
  } catch {
    // a frame that cannot be read says nothing; what it was about is read with the next list
  }
}

function later(): void {
  if (!wanted) {
    return;
  }
  clearTimeout(retry);
  retry = window.setTimeout(open, wait * (0.5 + Math.random()));
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

function hurry(): void {
  if (wanted && !socket && document.visibilityState === "visible") {
    wait = FIRST_WAIT;
    open();
  }
}

addEventListener("online", hurry);
document.addEventListener("visibilitychange", hurry);
