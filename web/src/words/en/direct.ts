import type { Catalogue } from "../../kit/words";

/** Conversations: their list, and one of them. */
export const direct = {
  "direct.title": "Messages",
  "direct.requests": "Message requests",
  "direct.archived": "Archived",
  "direct.details": "Details",
  "direct.search": "Search in the conversation",
  "direct.new": "New message",
} satisfies Catalogue;
