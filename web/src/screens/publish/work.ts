// What is being published: one piece of work at a time, which lives on while one looks at other screens.

import type { DraftAnswer, PersonAnswer } from "@client";
import { Away, api, passing, Refused } from "../../kit/api";
import { session } from "../../kit/session";
import { store } from "../../kit/store";
import { isRejected, processed, upload, whyNot } from "../../kit/upload";
import { t } from "../../kit/words";
import { box } from "./box";
import { Keeper } from "./kept";
import { fresh, isBegun, MOST, type Wish, type Work } from "./piece";
import { progress } from "./progress";
import { Queue, type Travel, type Way } from "./queue";
import { forget, made, madeAs, type Shot, shotOf } from "./shots";

const keeper = new Keeper<Work>(box);
let owner: string | null = null;
let reading: Promise<void> | null = null;

/** Null until it is known what was left here. */
export const work = store<Work | null>(null);
export const sending = store<{ wish: Wish | null; busy: boolean; trouble: string | null }>({
  wish: null,
  busy: false,
  trouble: null,
});
/** Changes with every step of a file's way. */
export const turns = store(0);

/** Take up what this person was at. */
export function open(person: string): Promise<void> {
  if (owner !== person) {
    leave();
    owner = person;
    reading = keeper.read(person).then((kept) => {
      if (owner === person) {
        work.set(kept && isBegun(kept) ? { ...fresh(), ...kept, found: true } : fresh());
        follow();
      }
    });
  }
  return reading ?? Promise.resolve();
}

/** Somebody else is here: what is kept stays, nothing goes on. */
function leave(): void {
  void keeper.now();
  queue.clear();
  work.get()?.shots.forEach(({ id }) => void forget(id));
  owner = null;
  work.set(null);
  sending.set({ wish: null, busy: false, trouble: null });
  follow();
}

session.watch(() => {
  const { person, state } = session.get();
  if (owner && (state === "nobody" || (person && person.id !== owner))) {
    leave();
  }
});
addEventListener("online", () => {
  queue.resume();
  hurry();
});
addEventListener("pagehide", () => void keeper.now());
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && void keeper.now());

/** Change what is written about it. */
export function set(change: Partial<Work>): void {
  const now = work.get();
  if (now && owner) {
    const next = { ...now, ...change };
    work.set(next);
    if (isBegun(next)) {
      keeper.keep(owner, next);
    } else {
      void keeper.forget(owner);
    }
    follow();
  }
}

export function setShot(id: string, change: Partial<Shot>): void {
  const now = work.get();
  if (now) {
    set({ shots: now.shots.map((shot) => (shot.id === id ? { ...shot, ...change } : shot)) });
  }
}

/** Take files in. Gives what is wrong with those that were refused, and how many found no room. */
export async function add(files: Iterable<File>): Promise<{ refused: { name: string; why: string }[]; over: number }> {
  const all = [...files];
  const refused = all.flatMap((file) => {
    const why = whyNot(file);
    return why ? [{ name: file.name, why: t(why) }] : [];
  });
  const good = all.filter((file) => whyNot(file) === null);
  const read: Shot[] = [];
  const room = () => MOST - (work.get()?.shots.length ?? 0);
  for (const file of good.slice(0, room())) {
    read.push(await shotOf(file)); // one after the other: ten large pictures at once would not fit a phone
  }
  const now = work.get();
  if (now) {
    const shots = [...now.shots, ...read.slice(0, room())];
    set({ shots, at: now.at ?? shots[0]?.id ?? null });
  }
  return { refused, over: Math.max(0, good.length - read.length) };
}

export function remove(id: string): void {
  const now = work.get();
  const place = now?.shots.findIndex((shot) => shot.id === id) ?? -1;
  if (now && place >= 0) {
    drop(now.shots[place] as Shot, now);
    forget(id);
    const shots = now.shots.filter((shot) => shot.id !== id);
    const at = now.at === id ? (shots[Math.min(place, shots.length - 1)]?.id ?? null) : now.at;
    set({
      shots,
      at,
      tags: now.tags.filter((tag) => tag.shot !== id),
      step: shots.length ? now.step : "choose",
    });
  }
}

export function move(id: string, to: number): void {
  const now = work.get();
  const shot = now?.shots.find((each) => each.id === id);
  if (now && shot && to >= 0 && to < now.shots.length) {
    const shots = now.shots.filter((each) => each.id !== id);
    shots.splice(to, 0, shot);
    set({ shots });
  }
}

/** Throw everything away; drafts on the platform stay. */
export function discard(): void {
  const now = work.get();
  if (now) {
    for (const shot of now.shots) {
      drop(shot, now);
      forget(shot.id);
    }
  }
  clear();
}

/** Begin anew. */
export function clear(): void {
  queue.clear();
  if (owner) {
    void keeper.forget(owner);
  }
  work.set(fresh());
  sending.set({ wish: null, busy: false, trouble: null });
  follow();
}

/** Go on with a draft that the platform keeps. */
export async function take(draft: DraftAnswer, people: Map<string, PersonAnswer>): Promise<void> {
  const { content } = draft;
  const shots = await Promise.all(
    (content.photos ?? []).map(async ({ mediaId, alt = "" }): Promise<Shot> => {
      const shown = await api.readMedia(mediaId).then(
        ({ photo }) => photo,
        () => null,
      );
      return {
        ...(await shotOf(new File([], ""))),
        file: null,
        size: null,
        alt,
        media: mediaId,
        sentAs: "kept",
        shown,
      };
    }),
  );
  const unknown = [...(content.people ?? []).map(({ person }) => person), ...(content.coauthors ?? [])]
    .filter((id) => !people.has(id))
    .join(",");
  if (unknown) {
    const found = await api.listPeople({ ids: unknown }).catch(() => ({ items: [] }));
    for (const person of found.items) {
      people.set(person.id, person);
    }
  }
  const named = (id: string): PersonAnswer =>
    people.get(id) ?? { id, username: t("publish.people.somebody"), name: "", avatar: null };
  clear();
  set({
    step: shots.length ? "describe" : "choose",
    shots,
    at: shots[0]?.id ?? null,
    caption: content.caption ?? "",
    place: content.place?.name ?? "",
    tags: (content.people ?? []).map(({ person, photo, x, y }) => ({
      person: named(person),
      shot: shots[photo]?.id ?? "",
      x,
      y,
    })),
    coauthors: (content.coauthors ?? []).map(named),
    audience: content.audience ?? "everyone",
    commentsBy: content.commentsBy ?? "everyone",
    hideCounts: content.hideCounts ?? false,
    draft: { id: draft.id, publishAt: draft.publishAt },
  });
}

// ---- files on their way: begun when one has finished arranging them

const nameOf = (shot: Shot, now: Work) => `${shot.id}|${madeAs(shot, now.ratio)}`;

export const travelOf = (shot: Shot): Travel | undefined => {
  const now = work.get();
  return now ? queue.get(nameOf(shot, now)) : undefined;
};

const queue = new Queue({
  send,
  meaning: (error) => (error instanceof Away ? "cut" : isRejected(error) ? "bad" : "failed"),
  changed: () => {
    turns.set(turns.get() + 1);
    follow();
  },
});
const asked = new Map<string, string>();

/** Send what is final, stop what is not what it was. */
function follow(): void {
  const now = work.get();
  if (now?.step === "describe") {
    for (const shot of now.shots) {
      const name = nameOf(shot, now);
      const before = asked.get(shot.id);
      if (before !== name) {
        asked.set(shot.id, name);
        if (before) {
          queue.drop(before);
        }
      }
      queue.want(name);
    }
  }
  tellProgress();
  hurry();
}

function drop(shot: Shot, now: Work): void {
  const name = asked.get(shot.id);
  asked.delete(shot.id);
  if (name) {
    queue.drop(name);
  }
  if (shot.media && shot.file && !now.draft) {
    api.cancelUpload(shot.media).catch(() => {}); // what nobody publishes is deleted by the platform after a day
  }
}

async function send(name: string, { tell, signal }: Way): Promise<void> {
  const find = () => work.get()?.shots.find((shot) => name.startsWith(`${shot.id}|`));
  const shot = find();
  const now = work.get();
  if (!shot || !now) {
    throw new DOMException("Stopped", "AbortError");
  }
  const as = madeAs(shot, now.ratio);
  if (shot.media && shot.sentAs === as) {
    tell("processing", 1);
    try {
      const { photo } = await processed(shot.media, signal);
      setShot(shot.id, { shown: photo });
      return;
    } catch (error) {
      if (!shot.file || !(error instanceof Refused) || !["gone", "not-found", "media-not-found"].includes(error.code)) {
        throw error;
      }
    }
  }
  tell("making", 0);
  const file = await made(shot, now.ratio);
  const { photo, mediaId } = await upload(file, "post", {
    signal,
    tell,
    named: (media) => find() && setShot(shot.id, { media, sentAs: as, shown: null }),
  });
  setShot(shot.id, { media: mediaId, sentAs: as, shown: photo });
}

/** Send one again that failed. */
export function retry(shot: Shot): void {
  const now = work.get();
  if (now) {
    queue.retry(nameOf(shot, now));
  }
}

/** It is not on the platform any more: from the beginning. */
export function sendAnew(shot: Shot): void {
  const now = work.get();
  if (now) {
    queue.drop(nameOf(shot, now));
    setShot(shot.id, { media: null, sentAs: null, shown: null });
  }
}

export interface Sum {
  ready: number;
  moving: number;
  cut: number;
  wrong: number;
  part: number;
}

export function sum(now: Work): Sum {
  const travels = now.shots.map(travelOf);
  const of = (...stages: string[]) => travels.filter((one) => stages.includes(one?.stage ?? "waiting")).length;
  const part = travels.reduce((all, one) => all + (one?.stage === "ready" ? 1 : (one?.sent ?? 0) * 0.9), 0);
  return {
    ready: of("ready"),
    moving: of("waiting", "making", "uploading", "processing"),
    cut: of("cut"),
    wrong: of("failed", "bad"),
    part: travels.length ? part / travels.length : 0,
  };
}

// ---- the wish: what happens when everything is there (finish.ts does it)

let finish: ((now: Work, wish: Wish) => Promise<void>) | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
export const onFinish = (how: typeof finish): void => {
  finish = how;
};

export function wish(wanted: Wish | null): void {
  clearTimeout(timer);
  sending.set({ wish: wanted, busy: false, trouble: null });
  follow();
}

function hurry(): void {
  const now = work.get();
  const { wish: wanted, busy } = sending.get();
  if (!now || !wanted || busy || !finish || now.shots.length === 0) {
    return;
  }
  const { ready, wrong } = sum(now);
  if (wrong) {
    sending.set({ wish: null, busy: false, trouble: t("publish.wrong", { count: wrong }) });
  } else if (ready === now.shots.length) {
    clearTimeout(timer);
    sending.set({ wish: wanted, busy: true, trouble: null });
    void finish(now, wanted);
  }
}

/** It did not work: with a network that is away it goes on by itself. */
export function failed(error: unknown, words: string): void {
  const { wish: wanted } = sending.get();
  const again = passing(error) && wanted;
  sending.set({ wish: again ? wanted : null, busy: false, trouble: words });
  if (again) {
    timer = setTimeout(hurry, 5000);
  }
  tellProgress();
}

function tellProgress(): void {
  const now = work.get();
  const { wish: wanted, busy, trouble } = sending.get();
  if (now?.step !== "describe" || !now.shots.length) {
    progress.set(null);
    return;
  }
  const { moving, cut, wrong, part } = sum(now);
  const state =
    wrong || (trouble && !wanted)
      ? "failed"
      : cut || (wanted && !navigator.onLine)
        ? "cut"
        : busy
          ? "publishing"
          : moving || wanted
            ? "sending"
            : null;
  progress.set(state && { state, part, photographs: now.shots.length });
}
