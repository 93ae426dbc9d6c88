// Made by scripts/generate from docs/api/asyncapi.json; edit the views, not this file.

/** Names one conversation: 26 lower-case characters that sort by the moment of its making (ULID). */
type ConversationId = string;

/** `#tag`. `tag` is the form that is compared and looked up (see `normal_tag`), without the #. */
export interface Hashtag {
  kind: "hashtag";
  start: number;
  end: number;
  tag: string;
}

/** An http or https address, exactly as written. */
export interface Link {
  kind: "link";
  start: number;
  end: number;
  url: string;
}

/** Names one media: 26 lower-case characters that sort by the moment of its making (ULID). */
type MediaId = string;

/** `@username`, in lower case and without the @. Nobody has checked that such a person exists. */
export interface Mention {
  kind: "mention";
  start: number;
  end: number;
  username: string;
}

/** One message. `seq` is its place; conversation and `seq` name it. `sender` is null where the reader may not know who that is. `removed` says why nothing stands in it any more: it was `unsent`, it `vanished` by the timer, its sender was `erased`, or it is `hidden` from this reader. `note` is set where it is no one's message, but tells what happened to the conversation. `vanishes_at` is when the timer takes it. `client_id` is what its sender's device called it, for the sender only. `post_id` is a shared post, which is there for those who may see it. */
export interface MessageAnswer {
  seq: number;
  sender: PersonId | null;
  sentAt: string;
  text: string;
  entities: (Mention | Hashtag | Link)[];
  photos: PhotoAnswer[];
  postId: PostId | null;
  replyTo: number | null;
  reactions: ReactionAnswer[];
  editedAt: string | null;
  removed: "erased" | "hidden" | "unsent" | "vanished" | null;
  note: NoteAnswer | null;
  vanishesAt: string | null;
  clientId: string | null;
}

/** What happened to the conversation. `people` are whom it happened to; `name` is the new name, `seconds` the new timer (0: none). */
export interface NoteAnswer {
  kind: "added" | "left" | "made" | "named" | "pictured" | "removed" | "role" | "timer";
  people: PersonId[];
  name: string;
  seconds: number;
}

/** Names one notification: 26 lower-case characters that sort by the moment of its making (ULID). */
type NotificationId = string;

/** Names one person: 26 lower-case characters that sort by the moment of its making (ULID). */
type PersonId = string;

/** A photograph to show. Width and height are the original's, upright; addresses live 10 to 20 minutes. Of a moving picture the sources show the first frame, and `motion` is the address of an animated WebP. */
export interface PhotoAnswer {
  mediaId: MediaId;
  width: number;
  height: number;
  alt: string;
  thumbhash: string;
  color: string;
  sources: Source[];
  animated: boolean;
  motion: string | null;
}

/** Names one post: 26 lower-case characters that sort by the moment of its making (ULID). */
type PostId = string;

/** Who answered a message with this emoji; one for each person. */
export interface ReactionAnswer {
  emoji: string;
  people: PersonId[];
}

/** One rendition: as wide as `width` pixels, in two formats. */
export interface Source {
  width: number;
  webp: string;
  jpeg: string;
}

/** A conversation has come so far, or is otherwise than before: who lacks something asks with `syncSince`. `settings`: one's own choices for it changed, or whether one is in it: read it again. What happens to all of it comes as a message with a `note`. */
export interface ConversationMoved {
  type: "conversation";
  conversationId: ConversationId;
  seq: number;
  rev: number;
  settings: boolean;
}

/** The answer to a frame with a `client_id` that needs no other answer: it was carried out. */
export interface Done {
  type: "done";
  clientId: string;
}

/** Write one's own message anew, within 15 minutes. */
export interface EditMessage {
  action: "editMessage";
  clientId?: string | null;
  conversationId: ConversationId;
  seq: number;
  text: string;
}

/** The answer to a frame that is wrong; the connection stays. `client_id` echoes the frame's own. `retry_after` are the seconds to wait, where trying again is of use. */
export interface FrameRefused {
  type: "error";
  code: string;
  detail: string;
  clientId: string | null;
  retryAfter: number | null;
}

/** This device has got all up to this message; saying so of an older one changes nothing. */
export interface MarkDelivered {
  action: "markDelivered";
  clientId?: string | null;
  conversationId: ConversationId;
  seq: number;
}

/** One has read up to this message; saying so of an older one changes nothing. */
export interface MarkRead {
  action: "markRead";
  clientId?: string | null;
  conversationId: ConversationId;
  seq: number;
}

/** An upload of one's own was processed: `state` is `ready` or `rejected`, then with a sentence. */
export interface MediaDone {
  type: "media";
  mediaId: MediaId;
  state: string;
  sentence: string | null;
}

/** The answer to `sendMessage`: the message is stored, under this `seq`. A repeat gets the first one's answer. */
export interface MessageAccepted {
  type: "sent";
  clientId: string;
  conversationId: ConversationId;
  message: MessageAnswer;
}

/** A message is now like this: it was edited, taken back, or reacted to. `rev` counts the changes of a conversation. */
export interface MessageChanged {
  type: "changed";
  conversationId: ConversationId;
  rev: number;
  message: MessageAnswer;
}

/** The answer to `syncSince`: in order, the messages after the given `seq`, and older ones that changed after `rev`. The device has all up to `seq` and `rev` now. `more`: ask again with these two. */
export interface Missed {
  type: "synced";
  clientId: string | null;
  conversationId: ConversationId;
  messages: MessageAnswer[];
  changed: MessageAnswer[];
  seq: number;
  rev: number;
  more: boolean;
}

/** A message of a conversation, told to all devices of its members, the sender's other ones included. One whose `seq` a device has is to be left out. Where some before it are missing, `syncSince` has them. */
export interface NewMessage {
  type: "message";
  conversationId: ConversationId;
  message: MessageAnswer;
}

/** There is a new notification of this kind: read the list, whose entry (it may have been there before) it names. */
export interface NewNotification {
  type: "notification";
  notificationId: NotificationId;
  kind: string;
}

/** A followed person published: show "new posts", then read the feed. */
export interface NewPost {
  type: "post";
  postId: PostId;
  author: PersonId;
}

/** Keeps the connection from idling out; send one at least every 9 minutes. */
export interface Ping {
  action: "ping";
  clientId?: string | null;
}

/** The answer to a ping. */
export interface Pong {
  type: "pong";
  clientId: string | null;
}

/** Somebody whom one talks with is there, or was last there at `last_seen`. */
export interface PresenceChanged {
  type: "presence";
  person: PersonId;
  active: boolean;
  lastSeen: string;
}

/** Answer a message with an emoji, or with another one than before; null takes it away. */
export interface React {
  action: "react";
  clientId?: string | null;
  conversationId: ConversationId;
  seq: number;
  emoji?: string | null;
}

/** Write a message: text of 1 to 4,000 characters, up to 10 photographs of one's own uploads, or a post. `client_id` makes repeats harmless: for 8 days the same one of the same sender in the same conversation is answered with the first message, whatever else the repeat says. `reply_to` is the message that it answers. */
export interface SendMessage {
  action: "sendMessage";
  clientId: string;
  conversationId: ConversationId;
  text?: string;
  photos?: MediaId[];
  postId?: PostId | null;
  replyTo?: number | null;
}

/** Say that somebody sits in front of the device (say it again every 5 minutes), or does no more. */
export interface SetPresence {
  action: "setPresence";
  clientId?: string | null;
  state: "active" | "away";
}

/** A member has read up to `seq`. One's own reading is told to one's other devices. */
export interface SomebodyRead {
  type: "read";
  conversationId: ConversationId;
  person: PersonId;
  seq: number;
}

/** A device of a member has got all up to `seq`. */
export interface SomebodyReceived {
  type: "delivered";
  conversationId: ConversationId;
  person: PersonId;
  seq: number;
}

/** Somebody is writing; it holds for 6 seconds or until their message comes. */
export interface SomebodyTypes {
  type: "typing";
  conversationId: ConversationId;
  person: PersonId;
}

/** Ask for all that a device missed which has a conversation up to these two numbers. */
export interface SyncSince {
  action: "syncSince";
  clientId?: string | null;
  conversationId: ConversationId;
  seq: number;
  rev?: number;
}

/** Say that one is writing, at most every 3 seconds; more often is ignored. Nothing is stored. */
export interface Typing {
  action: "typing";
  clientId?: string | null;
  conversationId: ConversationId;
}

/** Take one's own message back, for everybody, at any time. */
export interface UnsendMessage {
  action: "unsendMessage";
  clientId?: string | null;
  conversationId: ConversationId;
  seq: number;
}

export type ToDevice = NewPost | NewNotification | MediaDone | NewMessage | MessageChanged | ConversationMoved | MessageAccepted | SomebodyTypes | SomebodyRead | SomebodyReceived | PresenceChanged | Missed | Done | Pong | FrameRefused;

export type FromDevice = Ping | SendMessage | EditMessage | UnsendMessage | React | Typing | MarkRead | MarkDelivered | SyncSince | SetPresence;
