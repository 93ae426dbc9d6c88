// Calls of the HTTP API. A refusal is thrown as `Refused`; who is asking comes from session.js by `identify`.

/** A call that was not granted. `code` is stable (`username-taken`), `message` is a sentence for people. */
export class Refused extends Error {
  constructor({ status, code, message, errors = [], retryAfter = null }) {
    super(message);
    this.name = "Refused";
    Object.assign(this, { status, code, errors, retryAfter });
  }

  /** The sentence about one field, by its JSON Pointer. */
  about(pointer) {
    return this.errors.find((each) => each.pointer === pointer)?.detail;
  }
}

let caller = { token: () => null, renew: async () => false };

/** Tell where tokens come from: `token()` now, `renew(stale)` a new one after a 401 (false: the session is over). */
export function identify(given) {
  caller = given;
}

/** Send one call. `path` begins after /v1; `open` calls have a public twin for those who are not signed in. */
export async function call(method, path, { body, query, headers = {}, open = false, signal, session = true } = {}) {
  const token = session ? await caller.token() : null;
  let answer = await send(token, method, path, { body, query, headers, open, signal });
  if (answer.status === 401 && token && (await caller.renew(token))) {
    answer = await send(await caller.token(), method, path, { body, query, headers, open, signal });
  }
  if (!answer.ok) {
    throw await refusal(answer);
  }
  return answer.status === 204 ? null : answer.json();
}

async function send(token, method, path, { body, query, headers, open, signal }) {
  const sent = { accept: "application/json", ...headers };
  if (token) {
    sent.authorization = `Bearer ${token}`;
  }
  if (body !== undefined) {
    sent["content-type"] = "application/json";
  }
  const asked = new URLSearchParams(Object.entries(query ?? {}).filter(([, value]) => value != null)).toString();
  const address = `/v1${open && !token ? "/public" : ""}${path}${asked ? `?${asked}` : ""}`;
  try {
    return await fetch(address, {
      method,
      headers: sent,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      credentials: "same-origin",
    });
  } catch (error) {
    if (error.name === "AbortError") {
      throw error;
    }
    throw away();
  }
}

async function refusal(answer) {
  const wait = Number(answer.headers.get("retry-after")) || null;
  const problem = await answer.json().catch(() => ({}));
  return new Refused({
    status: answer.status,
    code: String(problem.type ?? "").split(":").pop() || "unexpected",
    message: problem.detail || problem.title || SENTENCES[answer.status] || "Something went wrong on our side.",
    errors: Array.isArray(problem.errors) ? problem.errors : [],
    retryAfter: wait,
  });
}

const SENTENCES = {
  401: "Your session has ended. Sign in again.",
  404: "This is not here, or no longer.",
  429: "That was a little fast. Wait a moment, then try again.",
  503: "Lambdagram is away for a moment. Try again shortly.",
};

/** What is said when nothing answered at all. */
export function away() {
  const message = navigator.onLine
    ? "Lambdagram cannot be reached right now. Try again shortly."
    : "You are offline. Everything is kept; try again when you are back.";
  return new Refused({ status: 0, code: "away", message });
}

const part = encodeURIComponent;
const COOKIE = { "x-session-in": "cookie" };

export const auth = {
  signUp: (body) => call("POST", "/auth/sign-up", { body, headers: COOKIE, session: false }),
  signIn: (body) => call("POST", "/auth/sign-in", { body, headers: COOKIE, session: false }),
  refresh: () => call("POST", "/auth/refresh", { body: {}, headers: COOKIE, session: false }),
  signOut: () => call("POST", "/auth/sign-out"),
  ticket: () => call("POST", "/socket-tickets"),
};

export const feed = {
  page: (cursor) => call("GET", "/feed", { query: { cursor } }),
};

export const posts = {
  publish: (body, key) => call("POST", "/posts", { body, headers: { "idempotency-key": key } }),
  show: (id) => call("GET", `/posts/${part(id)}`, { open: true }),
  of: (username, cursor) => call("GET", `/people/${part(username)}/posts`, { open: true, query: { cursor } }),
  like: (id) => call("PUT", `/posts/${part(id)}/like`),
  unlike: (id) => call("DELETE", `/posts/${part(id)}/like`),
  likers: (id, cursor) => call("GET", `/posts/${part(id)}/likes`, { open: true, query: { cursor } }),
  comments: (id, cursor) => call("GET", `/posts/${part(id)}/comments`, { open: true, query: { cursor } }),
  comment: (id, text, key) =>
    call("POST", `/posts/${part(id)}/comments`, { body: { text }, headers: { "idempotency-key": key } }),
  removeComment: (id, comment) => call("DELETE", `/posts/${part(id)}/comments/${part(comment)}`),
};

export const people = {
  show: (username) => call("GET", `/people/${part(username)}`, { open: true }),
  follow: (username) => call("PUT", `/people/${part(username)}/follow`),
  unfollow: (username) => call("DELETE", `/people/${part(username)}/follow`),
  followers: (username, cursor) => call("GET", `/people/${part(username)}/followers`, { open: true, query: { cursor } }),
  following: (username, cursor) => call("GET", `/people/${part(username)}/following`, { open: true, query: { cursor } }),
};

export const me = {
  show: () => call("GET", "/me"),
  edit: (body) => call("PATCH", "/me", { body }),
  setAvatar: (mediaId) => call("PUT", "/me/avatar", { body: { mediaId } }),
  dropAvatar: () => call("DELETE", "/me/avatar"),
};

export const media = {
  start: (contentType, bytes, purpose) => call("POST", "/media", { body: { contentType, bytes, purpose } }),
  show: (id, signal) => call("GET", `/media/${part(id)}`, { signal }),
};

export const notifications = {
  page: (cursor) => call("GET", "/notifications", { query: { cursor } }),
  unread: () => call("GET", "/notifications/unread"),
  seen: (until) => call("PUT", "/notifications/seen", { body: { until } }),
};


