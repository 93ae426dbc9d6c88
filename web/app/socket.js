// The open line to the platform: frames that say "there is something new". What it is, is read over HTTP.
// A line that drops comes back after a growing, jittered wait; then everybody reads again (`resumed`).

import { auth } from "./api.js";

const PING = 5 * 60 * 1000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60 * 1000;
const KINDS = new Set(["post", "notification", "media"]);

/** Fires `post`, `notification` and `media` with the frame in `detail`, and `resumed` when it has opened: what came before was missed. */
export const line = new EventTarget();

let socket = null;
let wanted = false;
let opening = false;
let wait = FIRST_WAIT;
let retry = 0;
let beat = 0;

/** Whether frames arrive now. */
export const isOpen = () => socket?.readyState === WebSocket.OPEN;

export function connect() {
  wanted = true;
  open();
}

export function disconnect() {
  wanted = false;
  clearTimeout(retry);
  socket?.close(1000);
}

async function open() {
  if (!wanted || opening || socket) {
    return;
  }
  opening = true;
  clearTimeout(retry);
  try {
    const { ticket } = await auth.ticket();
    if (!wanted) {
      return;
    }
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/socket?ticket=${encodeURIComponent(ticket)}`);
    socket.addEventListener("open", opened);
    socket.addEventListener("message", ({ data }) => heard(data));
    socket.addEventListener("close", closed);
  } catch {
    later(); // a session that is over ends the wish to connect by itself
  } finally {
    opening = false;
  }
}

function opened() {
  wait = FIRST_WAIT;
  clearInterval(beat);
  beat = setInterval(() => socket?.send(JSON.stringify({ action: "ping" })), PING);
  line.dispatchEvent(new Event("resumed"));
}

function closed() {
  clearInterval(beat);
  socket = null;
  later();
}

function heard(text) {
  let frame;
  try {
    frame = JSON.parse(text);
  } catch {
    return;
  }
  if (KINDS.has(frame?.type)) {
    line.dispatchEvent(new CustomEvent(frame.type, { detail: frame }));
  }
}

function later() {
  if (!wanted) {
    return;
  }
  clearTimeout(retry);
  retry = setTimeout(open, wait * (0.5 + Math.random()));
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

function hurry() {
  if (wanted && !socket && document.visibilityState === "visible") {
    wait = FIRST_WAIT;
    open();
  }
}

addEventListener("online", hurry);
document.addEventListener("visibilitychange", hurry);
