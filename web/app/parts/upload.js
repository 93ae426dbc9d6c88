// One file on its way: form from the platform, straight into storage with progress, then processing until it is ready.

import { away, media, Refused } from "../api.js";
import { line } from "../socket.js";

export const TYPES = ["image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"];
export const ACCEPT = [...TYPES, ".heic", ".heif"].join(",");
const LARGEST = 25 * 1024 * 1024;
const PATIENCE = 120_000; // milliseconds of processing before it is called stuck
const BY_NAME = { jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", webp: "image/webp", heic: "image/heic", heif: "image/heif" };

/** The content type to declare; some systems give HEIC files none. */
export const typeOf = (file) => file.type || BY_NAME[file.name.split(".").pop().toLowerCase()] || "";

/** Why a file cannot be taken, known before anything is sent; null when it can. */
export function refusedBecause(file) {
  if (!TYPES.includes(typeOf(file))) {
    return "This kind of file is not supported. Use JPEG, PNG, WebP or HEIC.";
  }
  if (file.size === 0) {
    return "The file is empty.";
  }
  return file.size > LARGEST ? "The file is larger than 25 MB." : null;
}

/**
 * Send a file; gives its media id when it is ready. Throws a `Refused`: with code `rejected` the file itself is bad
 * and trying again is of no use. `tell(stage, part)`: `uploading` with 0 to 1, then `processing`.
 */
export async function upload(file, purpose, tell, signal) {
  const bad = refusedBecause(file);
  if (bad) {
    throw rejected(bad);
  }
  tell("uploading", 0);
  const started = await media.start(typeOf(file), file.size, purpose).catch((error) => {
    const about = error.about?.("/contentType") ?? error.about?.("/bytes");
    throw about ? rejected(about) : error;
  });
  await put(started.upload, file, tell, signal);
  tell("processing", 1);
  await processed(started.mediaId, signal);
  return started.mediaId;
}

/** XMLHttpRequest, because fetch does not tell how much was sent. */
function put({ url, fields }, file, tell, signal) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    form.append(name, value);
  }
  form.append("file", file); // storage reads no field after the file
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => tell("uploading", total ? loaded / total : 0);
    request.onload = () => (request.status < 300 ? resolve() : reject(notStored(request)));
    request.onerror = () => reject(away());
    request.onabort = () => reject(new DOMException("Stopped", "AbortError"));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.open("POST", url);
    request.send(form);
  });
}

function notStored(request) {
  const code = /<Code>(\w+)<\/Code>/.exec(request.responseText)?.[1];
  if (code === "EntityTooLarge" || request.status === 413) {
    return rejected("The file is larger than it said. Choose it again.");
  }
  return new Refused({ status: request.status, code: "not-stored", message: "The upload was not taken. Try again." });
}

/** Wait for the word that the photograph is ready: from the socket, and by asking, for a socket may be closed. */
async function processed(mediaId, signal) {
  const end = Date.now() + PATIENCE;
  for (let wait = 500; Date.now() < end; wait = Math.min(wait * 1.4, 4000)) {
    await heardOrWaited(mediaId, wait, signal);
    const now = await media.show(mediaId, signal).catch((error) => {
      if (error.name === "AbortError" || error.status === 404) {
        throw error;
      }
      return { state: "unknown" };
    });
    if (now.state === "ready") {
      return;
    }
    if (now.state === "rejected") {
      throw rejected(now.sentence || "The picture cannot be read.");
    }
  }
  throw new Refused({ status: 0, code: "stuck", message: "This takes longer than usual. Try again." });
}

function heardOrWaited(mediaId, wait, signal) {
  return new Promise((resolve, reject) => {
    const over = () => (done(), resolve());
    const heard = ({ detail }) => detail.mediaId === mediaId && over();
    const stop = () => (done(), reject(new DOMException("Stopped", "AbortError")));
    const timer = setTimeout(over, wait);
    const done = () => {
      clearTimeout(timer);
      line.removeEventListener("media", heard);
      signal?.removeEventListener("abort", stop);
    };
    line.addEventListener("media", heard);
    signal?.addEventListener("abort", stop);
  });
}

const rejected = (message) => new Refused({ status: 422, code: "rejected", message });
