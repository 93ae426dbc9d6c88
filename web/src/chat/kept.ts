// What the outbox has, on this page and kept in this browser: messages by name, the files of their photographs in the
// box that unpublished posts use too.

import { CHAT, recall, recallAll, remember } from "../kit/keep";
import { me } from "../kit/session";
import { store, useStore } from "../kit/store";

export interface OutPhoto {
  key: string;
  /** Its upload, once the platform has the file. */
  mediaId: string | null;
  ready: boolean;
  /** The part from 0 to 1 that was sent. */
  sent: number;
  /** Width by height, where it could be looked at. */
  ratio: number;
  /** An address of this page that shows it, while the page has the file. */
  preview: string | null;
}

export interface Out {
  clientId: string;
  conversationId: string;
  text: string;
  photos: OutPhoto[];
  postId: string | null;
  replyTo: number | null;
  at: string;
  /** `waiting`: nothing answers at the moment; it goes out by itself. `failed`: not without somebody who tries again. */
  state: "sending" | "waiting" | "failed";
  error: unknown;
}

export const outbox = store<readonly Out[]>([]);

// only for photographs: words do not need it
export const box = async () => (await import("../screens/publish/box")).box;

/** What waits in a conversation, the oldest first. */
export function useOutbox(id: string): Out[] {
  return useStore(outbox).filter((each) => each.conversationId === id);
}

export const find = (clientId: string): Out | undefined => outbox.get().find((each) => each.clientId === clientId);
const nameOf = (clientId: string): string => `${CHAT}out.${me()?.id}.${clientId}`;
export const fileOf = (clientId: string, key: string): string => `${me()?.id}-chat/${clientId}/${key}`;

export function change(clientId: string, how: Partial<Out>): void {
  outbox.set(outbox.get().map((each) => (each.clientId === clientId ? { ...each, ...how } : each)));
  const now = find(clientId);
  if (now) {
    keep(now);
  }
}

export function changePhoto(clientId: string, key: string, how: Partial<OutPhoto>): void {
  const out = find(clientId);
  if (out) {
    change(clientId, { photos: out.photos.map((each) => (each.key === key ? { ...each, ...how } : each)) });
  }
}

export function keep(out: Out): void {
  const photos = out.photos.map((each) => ({ ...each, preview: null, sent: 0 }));
  const text = JSON.stringify({ ...out, photos, error: null });
  if (recall(nameOf(out.clientId)) !== text) {
    remember(nameOf(out.clientId), text);
  }
}

export const forgetKept = (clientId: string): void => remember(nameOf(clientId), null);

/** What was kept when the page was last open. */
export const recallKept = (): Out[] =>
  [...recallAll(`${CHAT}out.${me()?.id}.`).values()].map(parsed).filter((each) => each !== null);

export function parsed(text: string): Out | null {
  try {
    const out = JSON.parse(text) as Out;
    const whole = out.clientId && out.conversationId && Array.isArray(out.photos) && typeof out.text === "string";
    return whole ? { ...out, state: out.state === "failed" ? "failed" : "sending", error: null } : null;
  } catch {
    return null;
  }
}

/** Width by height of an image, or 1 where the browser cannot show it. */
export function measure(address: string): Promise<number> {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image.naturalWidth / image.naturalHeight || 1);
    image.onerror = () => resolve(1);
    image.src = address;
  });
}
