// Who is signed in here. The access token lives in memory only; the refresh token is a cookie that no script can read.
// One tab at a time refreshes (a lock); the others take the token that it passes on.

import { type Credentials, type NewPerson, type PersonAnswer, Refused, type SignedIn, type Tokens } from "@client";
import { api, identify } from "./api";
import { CHAT, recall, recallAll, remember, UNPUBLISHED } from "./keep";
import { go } from "./place";
import { store, useStore } from "./store";

const LOCK = "lambdagram.refresh";
const HINT = "signed-in"; // not a secret: says that asking for a session is worth a request
const LAST = "last-person"; // what the frame shows until the profile was read, and while offline
const EARLY = 60; // seconds before its end that a token is replaced
const COOKIE = { xSessionIn: "cookie" };

export type Challenge = Tokens["challenges"][number];

/** `unknown` while this browser's session is being taken up; `away` when a member is offline. */
export interface Session {
  state: "unknown" | "nobody" | "member" | "away";
  person: PersonAnswer | null;
  private: boolean;
  challenges: Challenge[];
}

const NOBODY: Session = { state: "nobody", person: null, private: false, challenges: [] };

export const session = store<Session>({ ...NOBODY, state: "unknown" });
export const useSession = () => useStore(session);

/** The signed-in person, or null. */
export const me = (): PersonAnswer | null => session.get().person;
export const useMe = (): PersonAnswer | null => useSession().person;

/** Why nobody is signed in here any more, for the door to say: `leaving` is set by who has the account deleted. */
export const farewell = store<"ended" | "suspended" | "leaving" | null>(null);

const tabs = "BroadcastChannel" in self ? new BroadcastChannel("lambdagram.session") : null;

let token: string | null = null;
let ends = 0;
let timer = 0;
let resuming = false;
let tries = 0;
let atHand: (personId: string | undefined) => Promise<void> = async () => {};

/** What must be at hand before a member who is away is shown anything. */
export const onAway = (prepare: typeof atHand): void => {
  atHand = prepare;
};

/** Whether somebody was signed in here when the page was last open. */
export const expected = (): boolean => recall(HINT) !== null;

/** Take up the session of this browser, if there is one. Never throws: offline, a member is `away`. */
export async function resume(): Promise<void> {
  if (!expected()) {
    session.set(NOBODY);
    return;
  }
  resuming = true;
  try {
    if (await renew(null)) {
      early();
      await load();
    }
    tries = 0;
  } catch {
    const last = recall(LAST);
    const person: PersonAnswer | null = last ? JSON.parse(last) : null;
    await atHand(person?.id);
    session.set({ ...session.get(), state: "away", person });
    clearTimeout(timer);
    timer = window.setTimeout(resume, Math.min(5000 * 2 ** tries, 60_000)); // the platform may be away, not the network
    tries += 1;
  } finally {
    resuming = false;
  }
}

/** Whose session it is is in the token: the screens need not wait until the profile has been read again. */
function early(): void {
  const last = recall(LAST);
  const person: PersonAnswer | null = last ? JSON.parse(last) : null;
  if (person && token && subject(token) === person.id) {
    session.set({ ...session.get(), state: "member", person });
  }
}

/** Sign in; gives the challenge token when a second step is asked for, else null. */
export async function signIn(credentials: Credentials): Promise<SignedIn["challengeToken"]> {
  const answer = await api.signIn(credentials, COOKIE);
  if (!answer.accessToken) {
    return answer.challengeToken;
  }
  await begin(answer as Tokens);
  return null;
}

export const signUp = async (newcomer: NewPerson): Promise<void> => begin(await api.signUp(newcomer, COOKIE));

/** Finish a sign-in with a code of the app, or a recovery code. */
export const secondStep = async (challengeToken: string, code: string): Promise<void> =>
  begin(await api.finishSignIn({ challengeToken, code }, COOKIE));

/** Take over tokens that another way of signing in gave (a passkey). */
export async function begin(answer: Tokens): Promise<void> {
  keep(answer.accessToken);
  farewell.set(null);
  remember(HINT, "yes");
  tabs?.postMessage({ token, ends });
  await load(answer.challenges);
}

/** Act as another person of the account. The page begins anew: nothing of the one may be shown to the other. */
export async function switchTo(personId: string): Promise<void> {
  keep((await api.switchPerson(personId)).accessToken);
  tabs?.postMessage({ token, ends });
  location.assign("/");
}

/** End the session on the server too; here it ends even when the server cannot be reached. */
export async function signOut(): Promise<void> {
  try {
    await api.signOut();
  } catch {
    // the cookie is spent with the next refresh, which is refused
  } finally {
    indexedDB.deleteDatabase(UNPUBLISHED); // whoever uses this browser next finds no photographs
    for (const name of recallAll(CHAT).keys()) {
      remember(name, null); // nor anything that was to be said
    }
    go("/", { replace: true }); // and is not led to where this member was
    end();
    tabs?.postMessage({ ended: true });
  }
}

/** Have new tokens at once: what this session may do has changed. False when the session is over. */
export const renewSession = (): Promise<boolean> => renew(token);

/** Under which name this browser remembers the day on which an account is erased that asked for it here. */
export const ERASED_AT = "erased-at";

/** The account is to be deleted and all its sessions have ended: the door says so. */
export function leave(eraseAt: string): void {
  remember(ERASED_AT, eraseAt);
  farewell.set("leaving");
  end();
  tabs?.postMessage({ ended: true });
}

/** Read the own profile and the open challenges again. */
export async function load(challenges?: Challenge[]): Promise<void> {
  const [profile, open] = await Promise.all([
    api.showMe().catch((error: unknown) => {
      if (error instanceof Refused && error.status === 403) {
        return null; // a challenge stands before everything else
      }
      throw error;
    }),
    challenges ?? session.get().challenges,
  ]);
  if (profile) {
    remember(LAST, JSON.stringify(profile.person));
  }
  session.set({
    state: "member",
    person: profile?.person ?? null,
    private: profile?.private ?? false,
    challenges: open,
  });
}

/** A challenge was met (or a new one appeared). */
export const setChallenges = (challenges: Challenge[]): void => session.set({ ...session.get(), challenges });

/** The own profile was changed elsewhere on this page. */
export const setPerson = (person: PersonAnswer, isPrivate: boolean): void =>
  session.set({ ...session.get(), person, private: isPrivate });

function keep({ value, ttl }: { value: string; ttl: number }): void {
  adopt(value, Date.now() + ttl * 1000);
}

function adopt(value: string, until: number): void {
  token = value;
  ends = until;
  clearTimeout(timer);
  const wait = Math.max(1000, until - Date.now() - EARLY * 1000);
  timer = window.setTimeout(() => renew(value).catch(() => {}), wait);
}

/** A new token in place of `stale`. False when the session is over; throws when nobody can say. */
async function renew(stale: string | null): Promise<boolean> {
  const fresh = () => token !== null && token !== stale && Date.now() < ends - EARLY * 1000;
  const trade = async (): Promise<boolean> => {
    if (fresh()) {
      return true; // another call, or another tab, was first
    }
    try {
      const answer = await api.refresh({}, COOKIE);
      keep(answer.accessToken);
      setChallenges(answer.challenges);
      tabs?.postMessage({ token, ends });
      return true;
    } catch (error) {
      if (error instanceof Refused && (error.status === 401 || error.code === "suspended")) {
        farewell.set(error.code === "suspended" ? "suspended" : "ended");
        end();
        return false;
      }
      throw error;
    }
  };
  if (!navigator.locks) {
    return trade();
  }
  const first = await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? trade() : null));
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

function end(): void {
  remember(HINT, null);
  remember(LAST, null);
  clearTimeout(timer);
  token = null;
  ends = 0;
  session.set(NOBODY);
}

/** Whose token it is: the middle part of a JWT, not verified, for comparing only. */
const subject = (text: string): string =>
  JSON.parse(atob((text.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"))).sub;

tabs?.addEventListener("message", ({ data }) => {
  const person = me();
  if (data.ended) {
    end();
  } else if (person && subject(data.token) !== person.id) {
    location.assign("/"); // somebody else signed in next door: the cookie is theirs now
  } else {
    adopt(data.token, data.ends);
    if (!person && !resuming) {
      load().catch(() => {});
    }
  }
});

addEventListener("online", () => {
  if (session.get().state === "away") {
    resume();
  }
});

identify({ token: () => token, renew: () => renew(token) });
