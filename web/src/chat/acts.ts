// What one does to messages and conversations: shown at once, and put right again when the platform refuses.

import type { MessageAnswer } from "@client";
import { api, passing, Refused } from "../kit/api";
import { go } from "../kit/place";
import { queries } from "../kit/query";
import { me } from "../kit/session";
import { say } from "../kit/socket";
import { t } from "../kit/words";
import { complain } from "../parts/Notices";
import { emptied, reacted } from "./line";
import { known, patch, put, recount, refresh } from "./lists";
import { either } from "./signs";
import { changeMessage, pretend } from "./talk";

/** Show a change at once and send it; the way back is taken when it is refused. Never throws. */
async function attempt(
  id: string,
  { seq }: MessageAnswer,
  change: Partial<MessageAnswer>,
  send: () => Promise<unknown>,
  failed: string,
): Promise<void> {
  const back = pretend(id, seq, change);
  const last = known(id)?.last;
  if (last?.seq === seq) {
    patch(id, (old) => ({ ...old, last: { ...last, ...change } }));
  }
  try {
    const answer = await send();
    if (isMessage(answer)) {
      changeMessage(id, null, answer);
    }
  } catch (error) {
    back();
    if (last?.seq === seq) {
      patch(id, (old) => ({ ...old, last }));
    }
    complain(
      failed,
      error,
      passing(error) ? () => void attempt(id, { seq } as MessageAnswer, change, send, failed) : undefined,
    );
  }
}

const isMessage = (answer: unknown): answer is MessageAnswer =>
  typeof answer === "object" && answer !== null && "seq" in answer && "sentAt" in answer;

/** Write one's own message anew (within 15 minutes). */
export const edit = (id: string, message: MessageAnswer, text: string): Promise<void> =>
  attempt(
    id,
    message,
    { text, entities: [], editedAt: new Date().toISOString() },
    () =>
      either(
        () => say({ action: "editMessage", conversationId: id, seq: message.seq, text }),
        () => api.editMessage(id, message.seq, { text }),
      ),
    t("direct.editFailed"),
  );

/** Take one's own message back, for everybody. */
export const unsend = (id: string, message: MessageAnswer): Promise<void> =>
  attempt(
    id,
    message,
    emptied(message, "unsent"),
    () =>
      either(
        () => say({ action: "unsendMessage", conversationId: id, seq: message.seq }),
        () => api.unsendMessage(id, message.seq),
      ),
    t("direct.unsendFailed"),
  );

/** Answer a message with an emoji; null takes it away. */
export const react = (id: string, message: MessageAnswer, emoji: string | null): Promise<void> =>
  attempt(
    id,
    message,
    { reactions: reacted(message.reactions, me()?.id ?? "", emoji) },
    () =>
      either(
        () => say({ action: "react", conversationId: id, seq: message.seq, emoji }),
        (): Promise<unknown> => (emoji ? api.react(id, message.seq, { emoji }) : api.takeReactionBack(id, message.seq)),
      ),
    t("direct.reactFailed"),
  );

/** The reader's own reaction to a message. */
export const ownReaction = (message: MessageAnswer): string | null =>
  message.reactions.find(({ people }) => people.includes(me()?.id ?? ""))?.emoji ?? null;

/** Accept a request: the conversation moves to the inbox. Throws. */
export async function accept(id: string): Promise<void> {
  await api.acceptConversation(id);
  patch(id, (old) => ({ ...old, standing: "in", folder: old.folder === "requests" ? "inbox" : old.folder }));
  await refresh(id);
  recount();
}

/** Decline a request: it is gone. Throws. */
export async function decline(id: string): Promise<void> {
  await api.declineConversation(id);
  leaveIt(id);
}

/** The conversation is not in the reader's lists any more (declined, left): forget it, and leave its screen. */
export function leaveIt(id: string, to = "/direct"): void {
  const old = known(id);
  if (old) {
    put({ ...old, folder: "archived" }); // out of the other lists
    queries.setQueriesData<{ pages: { items: { id: string }[] }[] }>(
      { queryKey: ["conversations"] },
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({ ...page, items: page.items.filter((each) => each.id !== id) })),
        },
    );
  }
  go(to, { replace: true });
  queries.removeQueries({ queryKey: ["conversation", id] });
  recount();
}

/** Whether the platform says that the conversation is not there for this reader. */
export const isGone = (error: unknown): boolean => error instanceof Refused && error.status === 404;
