// Chat without its looks: conversations, messages, and what goes on in them. Screens take everything from here.
//
// Begin                begin() is called by the frame once the page has settled; nothing else needs it.
//
// Conversations        useConversations(folder)   pages of a folder ("inbox" has the pinned ones too); `ordered(data)`
//   lists.ts           useConversation(id)        one of them; a 404 (`isGone(error)`) says that it is gone
//                      useMembers(id)             who is in it: roles, how far each has read and got
//                      put(conversation)          show what an answer of the platform says (choose, changeConversation,
//                                                 addMembers, makeGroup, openDirect …) in all lists, and everywhere
//                      patch(id, how)             the same for a part of what is known; false when nothing is
//                      refresh(id)                read it again; drop(id): it is gone
//                      otherOf(conversation)      the other one of two
//                      recount()                  count unread messages anew (names.unreadMessages)
//
// Messages             useTalk(id)                the stretch that was read: { line: { items, older, newer }, reading }
//   talk.ts            enter / readOlder / readNewer / bring(id, seq) / bringEnd(id)
//                      findMessage(id, seq), freshPhotos(id, seq)
//                      To open a conversation at a message, go to /direct/<id>?at=<seq>.
//
// Sending              write(id, { text, photos, postId, replyTo })   shows at once, goes out, tries again by itself
//   outbox.ts          useOutbox(id), again(clientId), discard(clientId); useDraft(id), setDraft(id, draft)
//                      share(people or conversations …) is write(id, { postId }) after openDirect(person)
//
// Acts                 edit, unsend, react, ownReaction, accept(id), decline(id) (throw), leaveIt(id): away from its
//   acts.ts            screen and out of all lists, after one has left or declined it
//
// Signs                useWriters()[id] who writes now; usePresence(person), askPresence(people); markRead, sayWriting
//   signs.ts
//
// People and posts     usePeople(), personOf(id), learnPeople(people); useSharedPost(id)
//   people.ts
//
// Words                nameOf(conversation): a group's own name, or the names of its people; preview(conversation)
//   naming.ts          says what was said last; noteWords(note, …) what happened to the conversation

export * from "./acts";
export type { Line } from "./line";
export {
  conversationQuery,
  conversationsQuery,
  drop,
  known,
  type ListedFolder,
  ordered,
  otherOf,
  patch,
  put,
  recount,
  refresh,
  useConversation,
  useConversations,
} from "./lists";
export { begin, show } from "./live";
export * from "./naming";
export {
  again,
  type Draft,
  discard,
  draftOf,
  type Out,
  type OutPhoto,
  previewOf,
  type Saying,
  setDraft,
  useDraft,
  useOutbox,
  write,
} from "./outbox";
export { learnPeople, learnPosts, membersQuery, personOf, useMembers, usePeople, useSharedPost } from "./people";
export { askPresence, markRead, type Presence, sayWriting, usePresence, useWriters } from "./signs";
export {
  bring,
  bringEnd,
  enter,
  findMessage,
  freshPhotos,
  readNewer,
  readOlder,
  type Talk,
  useTalk,
} from "./talk";
