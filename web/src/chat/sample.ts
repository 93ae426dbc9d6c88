// A message for tests.

import type { MessageAnswer } from "@client";

export const message = (seq: number, more: Partial<MessageAnswer> = {}): MessageAnswer => ({
  seq,
  sender: "ana",
  sentAt: "2026-05-01T10:00:00Z",
  text: `message ${seq}`,
  entities: [],
  photos: [],
  postId: null,
  replyTo: null,
  reactions: [],
  editedAt: null,
  removed: null,
  note: null,
  vanishesAt: null,
  clientId: null,
  ...more,
});
