// The last step: a post, a draft, or a draft with a date. What is sent twice happens once.

import type { NewPost, PersonAnswer } from "@client";
import { api, Refused } from "../../kit/api";
import { published } from "../../kit/known";
import { go, here } from "../../kit/place";
import { names, queries } from "../../kit/query";
import { me } from "../../kit/session";
import { sentence } from "../../kit/trouble";
import { dated, t } from "../../kit/words";
import { say } from "../../parts/Notices";
import type { Wish, Work } from "./piece";
import { clear, failed, onFinish, sendAnew, set, work } from "./work";

/** What the platform is told. */
export function bodyOf(now: Work): NewPost {
  const place = now.place.trim();
  return {
    photos: now.shots.map(({ media, alt }) => ({ mediaId: media ?? "", alt: alt.trim() })),
    caption: now.caption.trim(),
    ...(place ? { place: { name: place } } : {}),
    people: now.tags
      .map(({ shot, person, x, y }) => ({
        person: person.id,
        photo: now.shots.findIndex(({ id }) => id === shot),
        x,
        y,
      }))
      .filter(({ photo }) => photo >= 0),
    coauthors: now.audience === "close" ? [] : now.coauthors.map(({ id }) => id),
    audience: now.audience,
    commentsBy: now.commentsBy,
    hideCounts: now.hideCounts,
  };
}

export const until = (at: string): string => dated(new Date(at), { dateStyle: "medium", timeStyle: "short" });

/** What a refusal says, about which photograph. */
function words(error: unknown): string {
  if (error instanceof Refused) {
    const first = error.problem.errors[0];
    const photo = /^\/photos\/(\d+)/.exec(first?.pointer ?? "")?.[1];
    if (first) {
      return photo ? t("publish.wrongPhoto", { number: Number(photo) + 1, what: first.detail }) : first.detail;
    }
  }
  return sentence(error);
}

const lost = (error: unknown) => error instanceof Refused && error.status === 404;

async function finish(now: Work, wish: Wish): Promise<void> {
  try {
    if (wish.do === "publish") {
      await publish(now);
    } else {
      await keep(now, wish);
    }
  } catch (error) {
    if (error instanceof Refused && error.code === "idempotency-key-reused") {
      // The first answer was lost, and then something was changed: it is published as it was first sent.
      if (wish.do === "publish") {
        done(now, t("publish.before"), profile());
        return;
      }
      set({ key: crypto.randomUUID() });
    }
    const gone =
      error instanceof Refused ? error.problem.errors.filter(({ pointer }) => pointer.startsWith("/photos/")) : [];
    for (const { pointer } of gone) {
      const shot = now.shots[Number(pointer.split("/")[2])];
      if (shot?.file && !pointer.endsWith("/alt")) {
        sendAnew(shot);
      }
    }
    failed(error, words(error));
  }
}

async function publish(now: Work): Promise<void> {
  const body = bodyOf(now);
  if (now.draft) {
    const { id } = now.draft;
    await api.changeDraft(id, body).catch((error) => {
      if (!lost(error)) {
        throw error; // gone: an answer was lost, and the post is there
      }
    });
  }
  const post = now.draft ? await api.publishDraft(now.draft.id) : await api.publish(body, { idempotencyKey: now.key });
  published(post);
  const mine = me();
  if (mine) {
    void queries.invalidateQueries({ queryKey: names.grid(mine.username) });
    void queries.invalidateQueries({ queryKey: names.person(mine.username) });
  }
  done(now, t("publish.done"), `/p/${post.id}`);
}

async function keep(now: Work, wish: Wish): Promise<void> {
  const body = bodyOf(now);
  const kept = now.draft
    ? await api.changeDraft(now.draft.id, body)
    : await api.keepDraft(body, { idempotencyKey: now.key });
  remember([...now.tags.map(({ person }) => person), ...now.coauthors]);
  set({ draft: { id: kept.id, publishAt: kept.publishAt } });
  if (wish.do === "schedule") {
    const { publishAt } = await api.scheduleDraft(kept.id, { publishAt: wish.at });
    done(now, t("publish.scheduled", { when: until(publishAt ?? wish.at) }));
  } else {
    done(now, t("publish.kept"));
  }
}

const profile = () => `/u/${encodeURIComponent(me()?.username ?? "")}`;

/** Over: the notice leads to it, and who still looks at this screen goes home. */
function done(now: Work, what: string, where?: string): void {
  if (work.get()?.key !== now.key) {
    return; // somebody else is here now, or something else lies on the table
  }
  const away = !here().path.startsWith("/publish");
  clear();
  void queries.invalidateQueries({ queryKey: names.drafts });
  if (!away) {
    go("/", { replace: true });
  }
  say(what, where ? { action: () => go(where), label: t("publish.look") } : {});
}

// ---- names of people on drafts: the platform keeps their ids

const met = new Map<string, PersonAnswer>();
export const remember = (people: PersonAnswer[]): void => people.forEach((person) => void met.set(person.id, person));

/** People on a draft as far as they can be found: those met here, and those whom one follows. */
export async function peopleOf(ids: string[]): Promise<Map<string, PersonAnswer>> {
  const mine = me();
  if (mine && ids.some((id) => !met.has(id))) {
    const { items } = await api.listFollowing(mine.username, { limit: 50 }).catch(() => ({ items: [] }));
    remember(items);
  }
  return met;
}

onFinish(finish);
