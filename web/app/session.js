// Who is signed in here. The access token lives in memory only; the refresh token is a cookie that no script can read.
// One tab at a time refreshes (a lock); the others take the token that it passes on.

import { auth, identify, me as own, Refused } from "./api.js";

const LOCK = "lambdagram.refresh";
const HINT = "lambdagram.signed-in"; // not a secret: says that asking for a session is worth a request
const EARLY = 60; // seconds before its end that a token is replaced

const listeners = new Set();
const tabs = "BroadcastChannel" in self ? new BroadcastChannel("lambdagram.session") : null;

let token = null;
let ends = 0;
let timer = 0;
let person = null;
let resuming = false;

/** The signed-in person `{id, username, name, bio, avatar}`, or null. */
export const me = () => person;

/** Call `listener(person | null)` when somebody signs in or out, or the own profile changes. */
export function onSession(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether somebody was signed in here when the page was last open: what to make room for before it is certain. */
export const expected = () => localStorage.getItem(HINT) !== null;

/** Take up the session of this browser, if there is one. Never throws for being signed out; does when nothing answers. */
export async function resume() {
  if (!localStorage.getItem(HINT)) {
    return null;
  }
  resuming = true;
  try {
    return (await renew(null)) ? await load() : null;
  } finally {
    resuming = false;
  }
}

export const signIn = (credentials) => begin(auth.signIn(credentials));
export const signUp = (newcomer) => begin(auth.signUp(newcomer));

/** End the session on the server too; here it ends even when the server cannot be reached. */
export async function signOut() {
  try {
    await auth.signOut();
  } finally {
    end();
    tabs?.postMessage({ ended: true });
  }
}

/** Read the own profile again. */
export async function load() {
  const profile = await own.show();
  person = { ...profile.person, bio: profile.bio };
  tell();
  return person;
}

async function begin(answer) {
  keep((await answer).accessToken);
  localStorage.setItem(HINT, "yes");
  tabs?.postMessage({ token, ends });
  return load();
}

function keep({ value, ttl }) {
  adopt(value, Date.now() + ttl * 1000);
}

function adopt(value, until) {
  token = value;
  ends = until;
  clearTimeout(timer);
  timer = setTimeout(() => renew(value).catch(() => {}), Math.max(1000, until - Date.now() - EARLY * 1000));
}

/** A new token in place of `stale`. False when the session is over; throws when nobody can say. */
async function renew(stale) {
  const fresh = () => token && token !== stale && Date.now() < ends - EARLY * 1000;
  const trade = async () => {
    if (fresh()) {
      return true; // another call, or another tab, was first
    }
    try {
      keep((await auth.refresh()).accessToken);
      tabs?.postMessage({ token, ends });
      return true;
    } catch (error) {
      if (error instanceof Refused && error.status === 401) {
        end();
        return false;
      }
      throw error;
    }
  };
  if (!navigator.locks) {
    return trade();
  }
  const first = await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => lock && trade());
  if (first !== null) {
    return first;
  }
  return navigator.locks.request(LOCK, async () => {
    // The tab that was first has passed its token on, but the message may come a moment after the lock.
    for (let tries = 0; tries < 10 && !fresh(); tries++) {
      await new Promise((go) => setTimeout(go, 20));
    }
    return trade();
  });
}

function end() {
  localStorage.removeItem(HINT);
  clearTimeout(timer);
  token = null;
  ends = 0;
  if (person) {
    person = null;
    tell();
  }
}

function tell() {
  for (const listener of listeners) {
    listener(person);
  }
}

/** Whose token it is: the middle part of a JWT, not verified, for comparing only. */
function subject(text) {
  return JSON.parse(atob(text.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).sub;
}

tabs?.addEventListener("message", ({ data }) => {
  if (data.ended) {
    end();
  } else if (person && subject(data.token) !== person.id) {
    location.reload(); // somebody else signed in next door: the cookie is theirs now
  } else {
    adopt(data.token, data.ends);
    if (!person && !resuming) {
      load().catch(() => {});
    }
  }
});

identify({
  // A page that slept wakes with a token that is over: replace it before it is refused.
  token: async () => {
    if (token && Date.now() > ends - 5000) {
      await renew(token);
    }
    return token;
  },
  renew,
});
