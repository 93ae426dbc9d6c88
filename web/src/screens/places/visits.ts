// Whom one looked for lately. Kept in this browser, for the person who is signed in.

import type { PersonAnswer } from "@client";
import { recall, remember } from "../../kit/keep";
import { me } from "../../kit/session";

const MOST = 8;
const name = () => `visits.${me()?.id ?? ""}`;

/** The people, the latest first; without pictures, whose addresses do not live long. */
export function visits(): PersonAnswer[] {
  try {
    const kept: unknown = JSON.parse(recall(name()) ?? "[]");
    return Array.isArray(kept) ? (kept as PersonAnswer[]) : [];
  } catch {
    return [];
  }
}

export function visited({ id, username, name: called }: PersonAnswer): void {
  const others = visits().filter((each) => each.id !== id);
  remember(name(), JSON.stringify([{ id, username, name: called, avatar: null }, ...others].slice(0, MOST)));
}

export const clearVisits = (): void => remember(name(), null);
