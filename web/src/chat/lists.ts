// The lists of conversations, each conversation, and how much is unread: read once, then kept right by what comes in.

import type { ConversationAnswer, ConversationAnswerPage, MembersAnswer, MessageAnswer } from "@client";
import { type InfiniteData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, missing } from "../kit/api";
import { names, queries } from "../kit/query";
import { me } from "../kit/session";
import { learnPeople } from "./people";

export type ListedFolder = "inbox" | "requests" | "archived";
type Pages = InfiniteData<ConversationAnswerPage, string>;

const FOLDERS: ListedFolder[] = ["inbox", "requests", "archived"];
const listOf = ({ folder }: ConversationAnswer): ListedFolder => (folder === "pinned" ? "inbox" : folder);

/** The conversations of a folder, page by page. */
export const conversationsQuery = (folder: ListedFolder) => ({
  queryKey: names.conversations(folder),
  queryFn: async ({ pageParam, signal }: { pageParam: string; signal: AbortSignal }) => {
    const page = await api.listConversations(pageParam ? { folder, cursor: pageParam } : { folder }, { signal });
    learnConversations(page.items);
    return page;
  },
  initialPageParam: "",
  getNextPageParam: (page: ConversationAnswerPage) => page.next,
});

/** Show them with `ordered`. */
export const useConversations = (folder: ListedFolder) => useInfiniteQuery(conversationsQuery(folder));

function learnConversations(items: ConversationAnswer[]): void {
  for (const each of items) {
    learnPeople(each.people);
    queries.setQueryData<ConversationAnswer>(names.conversation(each.id), (old) => (old ? newer(old, each) : each));
  }
}

/** Of two readings the one that has come further: an answer may be older than what was heard meanwhile. */
export function newer(old: ConversationAnswer, read: ConversationAnswer): ConversationAnswer {
  if (read.seq < old.seq) {
    return {
      ...read,
      seq: old.seq,
      rev: old.rev,
      read: old.read,
      unread: old.unread,
      last: old.last,
      movedAt: old.movedAt,
    };
  }
  return read.read < old.read && read.seq === old.seq ? { ...read, read: old.read, unread: old.unread } : read;
}

/** One conversation. */
export const conversationQuery = (id: string) => ({
  queryKey: names.conversation(id),
  queryFn: async () => {
    const read = await api.readConversation(id);
    learnPeople(read.people);
    const old = known(id);
    return old ? newer(old, read) : read;
  },
});
export const useConversation = (id: string) => useQuery(conversationQuery(id));

/** What is known of a conversation. */
export const known = (id: string): ConversationAnswer | undefined => queries.getQueryData(names.conversation(id));

/** All conversations of pages, each once: the pinned ones first, then the one in which something was said last. */
export function ordered(data: { pages: ConversationAnswerPage[] } | undefined): ConversationAnswer[] {
  const all = new Map((data?.pages ?? []).flatMap(({ items }) => items).map((each) => [each.id, each]));
  return [...all.values()].sort(
    (one, other) =>
      Number(other.folder === "pinned") - Number(one.folder === "pinned") ||
      other.movedAt.localeCompare(one.movedAt) ||
      other.id.localeCompare(one.id),
  );
}

/** Put a conversation where it belongs now: in place, at the head of its folder's list, or out of another's. */
export function put(conversation: ConversationAnswer): void {
  learnPeople(conversation.people);
  queries.setQueryData(names.conversation(conversation.id), conversation);
  for (const folder of FOLDERS) {
    const belongs = folder === listOf(conversation);
    queries.setQueryData<Pages>(names.conversations(folder), (data) => data && placed(data, conversation, belongs));
  }
}

/** Pages with the conversation in its place, or without it. */
export function placed(data: Pages, conversation: ConversationAnswer, belongs: boolean): Pages {
  const { id } = conversation;
  const there = data.pages.some(({ items }) => items.some((each) => each.id === id));
  if (!there && !belongs) {
    return data;
  }
  const pages = data.pages.map((page, place) => ({
    ...page,
    items: belongs
      ? there
        ? page.items.map((each) => (each.id === id ? conversation : each))
        : place === 0
          ? [conversation, ...page.items]
          : page.items
      : page.items.filter((each) => each.id !== id),
  }));
  return { ...data, pages };
}

/** Change what is known of a conversation. False when nothing is known of it. */
export function patch(id: string, how: (old: ConversationAnswer) => ConversationAnswer): boolean {
  const old = known(id);
  if (!old) {
    return false;
  }
  const next = how(old);
  if (next !== old) {
    put(next);
  }
  return true;
}

/** A conversation is not there any more for the reader. */
export function drop(id: string): void {
  const old = known(id);
  if (old) {
    for (const folder of FOLDERS) {
      queries.setQueryData<Pages>(names.conversations(folder), (data) => data && placed(data, old, false));
    }
  }
  queries.removeQueries({ queryKey: names.members(id) });
  queries.invalidateQueries({ queryKey: names.conversation(id) }); // who shows it reads that it is gone
  recount();
}

const reading = new Map<string, Promise<void>>();

/** Read a conversation again. When it is gone it leaves the lists. Never throws. */
export function refresh(id: string): Promise<void> {
  const now = reading.get(id);
  if (now) {
    return now;
  }
  const asked = api
    .readConversation(id)
    .then((read) => {
      const old = known(id);
      put(old ? newer(old, read) : read);
    })
    .catch((error: unknown) => {
      if (missing(error)) {
        drop(id);
      }
    })
    .finally(() => reading.delete(id));
  reading.set(id, asked);
  return asked;
}

/** The conversation after this message was said in it. */
export function afterMessage(old: ConversationAnswer, message: MessageAnswer, self: string): ConversationAnswer {
  if (message.seq <= old.seq) {
    return old;
  }
  const own = message.sender === self;
  const more = own || message.seq <= old.read ? 0 : 1;
  const skipped = message.seq - old.seq - 1; // what was missed is counted when it is read again
  return {
    ...old,
    seq: message.seq,
    last: message,
    movedAt: message.sentAt,
    unread: old.unread + more + Math.max(0, skipped),
    waits: old.waits && own,
  };
}

/** The conversation after one has read up to `seq`; `left` are the messages of others after that, where known. */
export function afterReading(old: ConversationAnswer, seq: number, left: number | null): ConversationAnswer {
  if (seq <= old.read) {
    return old;
  }
  return { ...old, read: seq, unread: seq >= old.seq ? 0 : (left ?? Math.max(0, old.unread - (seq - old.read))) };
}

/** Somebody has read, or got, up to `seq`. */
export function mark(id: string, person: string, seq: number, what: "read" | "delivered"): void {
  queries.setQueryData<MembersAnswer>(
    names.members(id),
    (old) =>
      old && {
        items: old.items.map((each) =>
          each.person.id === person
            ? {
                ...each,
                [what]: Math.max(each[what], seq),
                delivered: Math.max(each.delivered, seq),
              }
            : each,
        ),
      },
  );
}

/** How much is unread. */
export const unreadQuery = { queryKey: names.unreadMessages, queryFn: () => api.countUnreadMessages() };

/** Count anew how much is unread, soon: many things that come at once are counted once. */
let counting = 0;
export function recount(): void {
  clearTimeout(counting);
  counting = window.setTimeout(() => queries.invalidateQueries({ queryKey: names.unreadMessages }), 600);
}

/** The other one of a conversation of two. */
export const otherOf = (conversation: ConversationAnswer) =>
  conversation.kind === "direct" ? (conversation.people.find(({ id }) => id !== me()?.id) ?? null) : null;
