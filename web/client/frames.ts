// Made by scripts/generate from docs/api/asyncapi.json; edit the views, not this file.

/** Names one media: 26 lower-case characters that sort by the moment of its making (ULID). */
type MediaId = string;

/** Names one notification: 26 lower-case characters that sort by the moment of its making (ULID). */
type NotificationId = string;

/** Names one person: 26 lower-case characters that sort by the moment of its making (ULID). */
type PersonId = string;

/** Names one post: 26 lower-case characters that sort by the moment of its making (ULID). */
type PostId = string;

/** The answer to a frame that is wrong; the connection stays. `client_id` echoes the frame's own. */
export interface FrameRefused {
  type: "error";
  code: string;
  detail: string;
  clientId: string | null;
}

/** An upload of one's own was processed: `state` is `ready` or `rejected`, then with a sentence. */
export interface MediaDone {
  type: "media";
  mediaId: MediaId;
  state: string;
  sentence: string | null;
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

export type ToDevice = NewPost | NewNotification | MediaDone | Pong | FrameRefused;

export type FromDevice = Ping;
