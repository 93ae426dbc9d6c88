// What comes in over the line finds its place: messages, changes, marks, signs. Begun once, for as long as somebody is
// signed in; loaded when the page has settled, so that it costs the first load nothing.

import type { MessageAnswer } from "@client";
import { names, queries } from "../kit/query";
import { me, session } from "../kit/session";
import { hear, isOpen, onOpen } from "../kit/socket";
import {
  afterMessage,
  afterReading,
  conversationQuery,
  conversationsQuery,
  known,
  mark,
  patch,
  refresh,
  unreadQuery,
} from "./lists";
import { arrived, forgetOutbox, hurry, recallOutbox } from "./outbox";
import { forgetPeople } from "./people";
import { bePresent, forgetSigns, learnPresences, markGot, sayMissed, stopped, writes } from "./signs";
import { addMessage, changeMessage, forgetTalks, hinted, missedSomething } from "./talk";

let person: string | null = null;
let stops: (() => void)[] = [];
const shown = new Set<string>();

/** Begin to listen, once for each person. */
export function begin(): void {
  const id = me()?.id ?? null;
  if (id === person) {
    return;
  }
  end();
  person = id;
  if (!id) {
    return;
  }
  recallOutbox(took);
  stops = [
    hear("message", ({ conversationId, message }) => came(conversationId, message)),
    hear("sent", ({ conversationId, clientId, message }) => arrived(conversationId, clientId, message)),
    hear("changed", ({ conversationId, rev, message }) => {
      changeMessage(conversationId, rev, message);
      patch(conversationId, (old) => ({
        ...old,
        rev: Math.max(old.rev, rev),
        last: old.last?.seq === message.seq ? message : old.last,
      }));
    }),
    hear("synced", ({ conversationId, messages }) => {
      const last = messages.at(-1);
      if (last) {
        into(conversationId, last);
      }
    }),
    hear("conversation", ({ conversationId, seq, rev, settings }) => {
      hinted(conversationId, seq, rev);
      const old = known(conversationId);
      if (settings || !old || seq > old.seq) {
        void refresh(conversationId);
      }
      if (settings) {
        queries.invalidateQueries({ queryKey: names.members(conversationId) });
      }
    }),
    hear("typing", ({ conversationId, person }) => writes(conversationId, person)),
    hear("read", ({ conversationId, person, seq }) => {
      if (person === me()?.id) {
        const old = known(conversationId);
        if (old && seq < old.seq && seq > old.read) {
          void refresh(conversationId);
        }
        patch(conversationId, (now) => afterReading(now, seq, null));
      } else {
        mark(conversationId, person, seq, "read");
      }
    }),
    hear("delivered", ({ conversationId, person, seq }) => mark(conversationId, person, seq, "delivered")),
    hear("presence", (frame) => learnPresences([frame])),
    hear("resumed", caughtUp),
    bePresent(),
    session.watch(() => {
      if (me()?.id !== person) {
        end();
        begin();
      }
    }),
  ];
  addEventListener("online", hurry);
  if (isOpen()) {
    void deliverWaiting();
  } else {
    const unhear = onOpen(() => {
      unhear();
      void deliverWaiting();
    });
    stops.push(unhear);
  }
}

function end(): void {
  for (const stop of stops) {
    stop();
  }
  stops = [];
  removeEventListener("online", hurry);
  if (person !== null) {
    forgetOutbox();
    forgetTalks();
    forgetSigns();
    forgetPeople();
  }
  person = null;
}

/** A conversation is on the screen: it catches up first after the line was away. Gives the way to say it is no more. */
export function show(id: string): () => void {
  shown.add(id);
  return () => void shown.delete(id);
}

function caughtUp(): void {
  missedSomething((id) => shown.has(id));
  queries.invalidateQueries({ queryKey: ["conversations"] });
  for (const id of shown) {
    queries.invalidateQueries({ queryKey: names.conversation(id) });
    queries.invalidateQueries({ queryKey: names.members(id) });
  }
  queries.invalidateQueries({ queryKey: names.unreadMessages });
  hurry();
  sayMissed();
  void deliverWaiting();
}

/** A message of somebody, or of oneself from another device. */
function came(id: string, message: MessageAnswer): void {
  if (message.clientId) {
    arrived(id, message.clientId, message);
  } else {
    took(id, message);
  }
}

/** A message has its place: in the conversation, and as the last one in the lists. */
function took(id: string, message: MessageAnswer): void {
  addMessage(id, message);
  if (message.sender) {
    stopped(id, message.sender);
  }
  into(id, message);
  if (message.sender !== me()?.id) {
    void got(id, message.seq);
  }
}

function into(id: string, message: MessageAnswer): void {
  const old = known(id);
  if (message.note) {
    // its name, picture, timer or people are otherwise now
    void refresh(id);
    queries.invalidateQueries({ queryKey: names.members(id) });
  } else if (!old || message.seq > old.seq + 1) {
    void refresh(id);
  }
  patch(id, (now) => afterMessage(now, message, me()?.id ?? ""));
}

async function got(id: string, seq: number): Promise<void> {
  const conversation = known(id) ?? (await queries.fetchQuery(conversationQuery(id)).catch(() => null));
  if (conversation?.kind === "direct" && conversation.standing === "in") {
    markGot(id, seq);
  }
}

/** What came while no device was there is here now: say so for conversations of two. */
async function deliverWaiting(): Promise<void> {
  const waits = await queries.fetchQuery(unreadQuery).catch(() => null);
  if (!waits?.messages) {
    return;
  }
  const read = await queries.fetchInfiniteQuery(conversationsQuery("inbox")).catch(() => null);
  for (const each of read?.pages.flatMap(({ items }) => items) ?? []) {
    if (each.unread && each.kind === "direct" && each.standing === "in") {
      markGot(each.id, each.seq);
    }
  }
}
