// Messages on their way. Each shows at once, with one client id for all tries: a message whose answer was lost is never
// there twice. What could not be sent yet is kept in this browser, photographs too, and goes out when the page is open
// again. What the platform refused stays until it is tried again or discarded.

import { type MessageAnswer, type PhotoAnswer, Refused } from "@client";
import { Away, api, passing } from "../kit/api";
import { say } from "../kit/socket";
import {
  box,
  change,
  changePhoto,
  fileOf,
  find,
  forgetKept,
  keep,
  measure,
  type Out,
  type OutPhoto,
  outbox,
  recallKept,
} from "./kept";
import { either } from "./signs";

export { type Draft, draftOf, setDraft, useDraft } from "./drafts";
export { type Out, type OutPhoto, parsed, useOutbox } from "./kept";

/** What somebody wants to say. */
export interface Saying {
  text?: string;
  photos?: File[];
  postId?: string | null;
  replyTo?: number | null;
}

// only for photographs: words do not need it
const uploading = () => import("../kit/upload");

const FIRST_WAIT = 1500;
const LONGEST_WAIT = 30_000;

const running = new Set<string>();
const uploads = new Map<string, AbortController>();
const waits = new Map<string, { timer: number; tries: number }>();
let taken: (id: string, message: MessageAnswer) => void = () => {};

/** Write a message: it shows at once, and goes out. */
export async function write(
  id: string,
  { text = "", photos = [], postId = null, replyTo = null }: Saying,
): Promise<void> {
  const clientId = crypto.randomUUID();
  const files = photos.map((file) => ({ file, key: crypto.randomUUID(), preview: URL.createObjectURL(file) }));
  const out: Out = {
    clientId,
    conversationId: id,
    text: text.trim(),
    photos: files.map(({ key, preview }) => ({ key, preview, mediaId: null, ready: false, sent: 0, ratio: 1 })),
    postId,
    replyTo,
    at: new Date().toISOString(),
    state: "sending",
    error: null,
  };
  outbox.set([...outbox.get(), out]);
  keep(out);
  for (const { file, key, preview } of files) {
    void measure(preview).then((ratio) => changePhoto(clientId, key, { ratio }));
    void box()
      .then((it) => it.set(fileOf(clientId, key), file))
      .catch(() => {}); // then it does not outlive the page
    void take(clientId, key, file);
  }
  await pump(id);
}

/** Send it once more. */
export function again(clientId: string): void {
  const out = find(clientId);
  if (!out) {
    return;
  }
  change(clientId, { state: "sending", error: null });
  for (const photo of out.photos) {
    if (!photo.ready && !uploads.has(photo.key)) {
      void resume(clientId, photo);
    }
  }
  void pump(out.conversationId);
}

/** Forget what could not be sent. */
export function discard(clientId: string): void {
  const out = find(clientId);
  outbox.set(outbox.get().filter((each) => each.clientId !== clientId));
  forgetKept(clientId);
  for (const photo of out?.photos ?? []) {
    uploads.get(photo.key)?.abort();
    if (photo.preview && !photo.mediaId) {
      URL.revokeObjectURL(photo.preview);
    }
  }
  if (out?.photos.length) {
    const files = fileOf(clientId, "");
    void box()
      .then((it) => it.clear(files))
      .catch(() => {});
  }
}

/** The platform has it: what was waiting is now a message. */
export function arrived(id: string, clientId: string, message: MessageAnswer): void {
  const out = find(clientId);
  if (out) {
    for (const [place, photo] of out.photos.entries()) {
      const given = message.photos[place];
      if (photo.preview && given) {
        previews.set(given.mediaId, photo.preview);
      }
    }
    taken(id, message);
    discard(clientId);
  } else {
    taken(id, message);
  }
}

const previews = new Map<string, string>();
/** The file of an own photograph that was just sent, to be shown until the platform's has arrived. */
export const previewOf = ({ mediaId }: PhotoAnswer): string | undefined => previews.get(mediaId);

// ---- one message after the other, for each conversation

async function pump(id: string): Promise<void> {
  if (running.has(id)) {
    return;
  }
  running.add(id);
  try {
    for (let next = due(id); next; next = due(id)) {
      if (!(await trySend(next))) {
        return;
      }
    }
  } finally {
    running.delete(id);
  }
}

const due = (id: string): Out | undefined =>
  outbox
    .get()
    .find((each) => each.conversationId === id && each.state !== "failed" && each.photos.every(({ ready }) => ready));

/** True when one may go on with the next message. */
async function trySend(out: Out): Promise<boolean> {
  const { clientId, conversationId, text, postId, replyTo } = out;
  const photos = out.photos.map(({ mediaId }) => mediaId).filter((each) => each !== null);
  const body = { clientId, text, photos, postId, replyTo };
  if (out.state === "waiting") {
    change(clientId, { state: "sending" });
  }
  try {
    const answer = await either(
      () => say({ action: "sendMessage", conversationId, ...body }),
      () => api.sendMessage(conversationId, body),
    );
    stopWaiting(conversationId);
    if ("message" in answer) {
      arrived(conversationId, clientId, answer.message);
    } else if ("seq" in answer && !("type" in answer)) {
      arrived(conversationId, clientId, answer);
    }
    return true;
  } catch (error) {
    if (!find(clientId)) {
      return true; // it was discarded, or another answer has brought it
    }
    if (passing(error)) {
      change(clientId, { state: "waiting" });
      wait(conversationId, error);
      return false;
    }
    change(clientId, { state: "failed", error });
    return true;
  }
}

function wait(id: string, error: unknown): void {
  const { tries } = waits.get(id) ?? { tries: 0 };
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries);
  const asked = error instanceof Refused && error.retryAfter ? error.retryAfter * 1000 : 0;
  stopWaiting(id);
  waits.set(id, {
    tries: tries + 1,
    timer: window.setTimeout(() => void pump(id), Math.max(asked, longest * (0.5 + Math.random() / 2))),
  });
}

function stopWaiting(id: string): void {
  clearTimeout(waits.get(id)?.timer);
  waits.delete(id);
}

/** Try at once what waits: the platform can be reached again. */
export function hurry(): void {
  const ids = new Set(outbox.get().map((each) => each.conversationId));
  for (const id of ids) {
    stopWaiting(id);
    void pump(id);
  }
  for (const out of outbox.get()) {
    for (const photo of out.photos) {
      if (out.state !== "failed" && !photo.ready && !uploads.has(photo.key)) {
        void resume(out.clientId, photo);
      }
    }
  }
}

/** Take up what was kept when the page was last open. */
export function recallOutbox(use: typeof taken): void {
  taken = use;
  const there = new Set(outbox.get().map(({ clientId }) => clientId));
  const kept = recallKept().filter((each) => !there.has(each.clientId));
  outbox.set([...outbox.get(), ...kept].sort((one, other) => one.at.localeCompare(other.at)));
  for (const out of kept) {
    for (const photo of out.photos) {
      void box()
        .then((it) => it.get(fileOf(out.clientId, photo.key)))
        .then((file) => {
          if (file instanceof Blob) {
            changePhoto(out.clientId, photo.key, { preview: URL.createObjectURL(file) });
          }
        })
        .catch(() => {});
    }
  }
  hurry();
}

// ---- photographs

async function take(clientId: string, key: string, file: Blob): Promise<void> {
  if (uploads.has(key)) {
    return;
  }
  const control = new AbortController();
  uploads.set(key, control);
  try {
    const { upload } = await uploading();
    const { mediaId } = await upload(file, "post", {
      signal: control.signal,
      tell: (_, sent) => changePhoto(clientId, key, { sent }),
      named: (mediaId) => changePhoto(clientId, key, { mediaId, sent: 1 }),
    });
    changePhoto(clientId, key, { mediaId, ready: true, sent: 1 });
  } catch (error) {
    troubled(clientId, key, error);
  } finally {
    uploads.delete(key);
  }
  const out = find(clientId);
  if (out) {
    await pump(out.conversationId);
  }
}

/** After a reload, or when nothing answered: wait for what the platform has, else send the file again. */
async function resume(clientId: string, photo: OutPhoto): Promise<void> {
  if (photo.mediaId) {
    const control = new AbortController();
    uploads.set(photo.key, control);
    try {
      await (await uploading()).processed(photo.mediaId, control.signal);
      changePhoto(clientId, photo.key, { ready: true });
    } catch (error) {
      troubled(clientId, photo.key, error);
    } finally {
      uploads.delete(photo.key);
    }
    const out = find(clientId);
    return out ? pump(out.conversationId) : undefined;
  }
  const file = await box()
    .then((it) => it.get(fileOf(clientId, photo.key)))
    .catch(() => null);
  if (file instanceof Blob) {
    return take(clientId, photo.key, file);
  }
  change(clientId, { state: "failed", error: new Away() });
}

function troubled(clientId: string, key: string, error: unknown): void {
  const out = find(clientId);
  if (!out || (error instanceof DOMException && error.name === "AbortError")) {
    return;
  }
  if (passing(error)) {
    change(clientId, { state: "waiting" });
    setTimeout(() => {
      const photo = find(clientId)?.photos.find((each) => each.key === key);
      if (photo && !photo.ready && !uploads.has(key)) {
        void resume(clientId, photo);
      }
    }, 4000);
    return;
  }
  change(clientId, { state: "failed", error });
  changePhoto(clientId, key, { mediaId: null, sent: 0 }); // tried again, the file is sent anew
}

export function forgetOutbox(): void {
  for (const each of uploads.values()) {
    each.abort();
  }
  for (const id of [...waits.keys()]) {
    stopWaiting(id);
  }
  outbox.set([]);
  previews.clear();
}
