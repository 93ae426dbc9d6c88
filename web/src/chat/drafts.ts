// What is being written, kept in this browser for each conversation.

import { CHAT, recall, remember } from "../kit/keep";
import { me } from "../kit/session";
import { store, useStore } from "../kit/store";

export interface Draft {
  text: string;
  replyTo: number | null;
}

const EMPTY: Draft = { text: "", replyTo: null };
const drafts = store<Readonly<Record<string, Draft>>>({});
const draftName = (id: string): string => `${CHAT}draft.${me()?.id}.${id}`;

export function draftOf(id: string): Draft {
  const name = draftName(id);
  const known = drafts.get()[name];
  if (known) {
    return known;
  }
  try {
    const kept = JSON.parse(recall(name) ?? "null") as Draft | null;
    return kept && typeof kept.text === "string" ? { text: kept.text, replyTo: kept.replyTo ?? null } : EMPTY;
  } catch {
    return EMPTY;
  }
}

export function useDraft(id: string): Draft {
  useStore(drafts);
  return draftOf(id);
}

export function setDraft(id: string, draft: Draft): void {
  const name = draftName(id);
  drafts.set({ ...drafts.get(), [name]: draft });
  remember(name, draft.text || draft.replyTo ? JSON.stringify(draft) : null);
}
