// To whom something can be sent, and sending it to each of them.

import type { ConversationAnswer, PersonAnswer } from "@client";
import { nameOf } from "../chat";
import { api } from "../kit/api";

export type Target = ConversationAnswer | PersonAnswer;

const AT_ONCE = 3;

/**
 * What is offered: recent conversations first, then people; nobody twice. Where something is written, those
 * conversations in whose name, or in the names of whose people, it begins a word.
 */
export function offered(talks: ConversationAnswer[], people: PersonAnswer[], written: string): Target[] {
  const search = written.trim().replace(/^@/, "").toLowerCase();
  const open = talks.filter((each) => each.standing === "in" && !each.closed && named(each, search));
  const met = new Set(open.filter(({ kind }) => kind === "direct").flatMap((each) => each.people.map(({ id }) => id)));
  return [...open, ...people.filter(({ id }) => !met.has(id))];
}

function named(talk: ConversationAnswer, search: string): boolean {
  const words = [nameOf(talk), ...talk.people.flatMap(({ username, name }) => [username, name])];
  return !search || words.some((each) => ` ${each.toLowerCase()}`.includes(` ${search}`));
}

export interface Outcome {
  /** Whom it reached, and in which conversation. */
  sent: { target: Target; talk: string }[];
  failed: Target[];
  error: unknown;
}

/** `keys` holds an id of the message for each target: what was sent already is not sent again. Never throws. */
export async function send(
  postId: string,
  targets: Target[],
  text: string,
  keys: Map<string, string>,
): Promise<Outcome> {
  const outcome: Outcome = { sent: [], failed: [], error: null };
  const waiting = [...targets];
  const work = async () => {
    for (let target = waiting.shift(); target; target = waiting.shift()) {
      try {
        const talk = "kind" in target ? target : await api.openDirect(target.id);
        const clientId = keys.get(target.id) ?? crypto.randomUUID();
        await api.sendMessage(talk.id, { clientId, postId, ...(text ? { text } : {}) });
        outcome.sent.push({ target, talk: talk.id });
      } catch (error) {
        outcome.failed.push(target);
        outcome.error = error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcome;
}
