// One file on its way: a form from the platform, straight into storage with real progress, then processing until it is
// ready. Publishing and the choice of a profile picture share it.

import { type MediaAnswer, type MediaId, type NewUpload, Refused, type UploadForm } from "@client";
import { Away, api } from "./api";
import { hear } from "./socket";
import { type Key, t } from "./words";

/** What the platform takes. */
export const TYPES = [
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/avif",
  "image/heic",
  "image/heif",
  "image/gif",
] as const;
/** For the file input; some systems know the last kinds by their endings only. */
export const ACCEPT = [...TYPES, ".heic", ".heif", ".avif"].join(",");
export const LARGEST = 25 * 1024 * 1024;

const PATIENCE = 120_000; // milliseconds of processing before it is called stuck
const SILENCE = 30_000; // milliseconds without any progress before a sending is given up
const BY_NAME: Record<string, string> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  avif: "image/avif",
  heic: "image/heic",
  heif: "image/heif",
  gif: "image/gif",
};

/** `sent` is the part from 0 to 1 that storage has. */
export type Told = (stage: "uploading" | "processing", sent: number) => void;

/** The content type to declare; some systems give HEIC files none. */
export function typeOf(file: Blob): string {
  const ending = file instanceof File ? (file.name.split(".").pop()?.toLowerCase() ?? "") : "";
  return file.type || BY_NAME[ending] || "";
}

/** Why a file cannot be taken, known before anything is sent; null when it can. */
export function whyNot(file: Blob): Key | null {
  if (!(TYPES as readonly string[]).includes(typeOf(file))) {
    return "publish.file.kind";
  }
  if (file.size === 0) {
    return "publish.file.empty";
  }
  return file.size > LARGEST ? "publish.file.large" : null;
}

/** Whether the file itself is bad: sending the same once more is of no use. */
export const isRejected = (error: unknown): boolean => error instanceof Refused && error.code === "rejected";

/**
 * Send a file; gives what became of it when it is ready. Throws `Refused` (see `isRejected`), `Away`, or the signal's
 * AbortError. `named` hears the media's id as soon as there is one, so that a page that is left can ask for it later.
 */
export async function upload(
  file: Blob,
  purpose: NonNullable<NewUpload["purpose"]>,
  {
    tell = () => {},
    signal,
    named = () => {},
  }: { tell?: Told; signal?: AbortSignal; named?: (id: MediaId) => void } = {},
): Promise<MediaAnswer> {
  const bad = whyNot(file);
  if (bad) {
    throw rejected(t(bad));
  }
  tell("uploading", 0);
  const call = signal ? { signal } : {};
  const started = await api
    .startUpload({ contentType: typeOf(file), bytes: file.size, purpose }, call)
    .catch((error: unknown) => {
      const about = error instanceof Refused ? (error.about("/contentType") ?? error.about("/bytes")) : undefined;
      throw about ? rejected(about) : error;
    });
  await put(started.upload, file, tell, signal);
  named(started.mediaId);
  tell("processing", 1);
  return processed(started.mediaId, signal);
}

/** XMLHttpRequest, because fetch does not tell how much was sent. */
function put({ url, fields }: UploadForm, file: Blob, tell: Told, signal?: AbortSignal): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    form.append(name, value);
  }
  form.append("file", file); // storage reads no field after the file
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const cut = () => request.abort();
    let silence = 0;
    let silent = false;
    const listen = () => {
      clearTimeout(silence);
      silence = window.setTimeout(() => {
        silent = true;
        request.abort();
      }, SILENCE);
    };
    const over = (then: () => void) => () => {
      clearTimeout(silence);
      signal?.removeEventListener("abort", cut);
      then();
    };
    request.upload.onprogress = ({ loaded, total }) => {
      listen();
      tell("uploading", total ? loaded / total : 0);
    };
    request.onload = over(() => (request.status < 300 ? resolve() : reject(notStored(request))));
    request.onerror = over(() => reject(new Away()));
    request.onabort = over(() => reject(silent ? new Away() : stopped()));
    if (signal?.aborted) {
      reject(stopped());
      return;
    }
    signal?.addEventListener("abort", cut, { once: true });
    request.open("POST", url);
    request.send(form);
    listen();
  });
}

function notStored(request: XMLHttpRequest): Refused {
  const code = /<Code>(\w+)<\/Code>/.exec(request.responseText)?.[1];
  if (code === "EntityTooLarge" || request.status === 413) {
    return rejected(t("publish.file.grown"));
  }
  return refusal("not-stored", t("publish.file.notStored"), request.status);
}

/** Wait for the word that a photograph is ready: from the socket, and by asking, for a socket may be closed. */
export async function processed(mediaId: MediaId, signal?: AbortSignal): Promise<MediaAnswer> {
  const end = Date.now() + PATIENCE;
  for (let wait = 500; Date.now() < end; wait = Math.min(wait * 1.4, 4000)) {
    await heardOrWaited(mediaId, wait, signal);
    const now = await api.readMedia(mediaId, signal ? { signal } : {}).catch((error: unknown) => {
      if (signal?.aborted || (error instanceof Refused && error.status < 500 && error.status !== 429)) {
        throw error;
      }
      return null; // nobody answers at the moment: asked again
    });
    if (now?.state === "ready") {
      return now;
    }
    if (now?.state === "rejected") {
      throw rejected(now.sentence || t("publish.file.unreadable"));
    }
    if (now?.state === "leaving" || now?.state === "deleted") {
      throw refusal("gone", t("publish.file.gone"), 410);
    }
  }
  throw refusal("stuck", t("publish.file.stuck"), 408);
}

function heardOrWaited(mediaId: MediaId, wait: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      unhear();
      signal?.removeEventListener("abort", stop);
    };
    const over = () => {
      done();
      resolve();
    };
    const stop = () => {
      done();
      reject(stopped());
    };
    const timer = setTimeout(over, wait);
    const unhear = hear("media", (frame) => frame.mediaId === mediaId && over());
    if (signal?.aborted) {
      stop();
      return;
    }
    signal?.addEventListener("abort", stop);
  });
}

const stopped = () => new DOMException("Stopped", "AbortError");
const rejected = (detail: string) => refusal("rejected", detail, 422);
const refusal = (code: string, detail: string, status: number) =>
  new Refused({ type: `urn:lambdagram:problem:${code}`, title: "", status, detail, instance: "", errors: [] });
