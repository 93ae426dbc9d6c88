import type { Catalogue } from "../../kit/words";

/** One's own collections. */
export const saved = {
  "saved.title": "Saved",
  "saved.private": "Only you see what you save.",
  "saved.count": { one: "{count} post", other: "{count} posts" },
  "saved.everything": "Saved posts",
  "saved.emptyTitle": "Nothing saved yet",
  "saved.emptyText": "Press the ribbon below a photograph to keep it here, alone or in a collection.",
  "saved.home": "Look at your feed",
  "saved.arrange": "Arrange",
  "saved.earlier": "Move {name} towards the beginning",
  "saved.later": "Move {name} towards the end",
  "saved.orderFailed": "The order was not kept.",
  "saved.collectionEmpty": "This collection is empty",
  "saved.collectionEmptyText": "Saved posts that you put here appear in this place.",
  "saved.rename": "Rename the collection",
  "saved.name": "Name",
  "saved.renamed": "The collection has a new name.",
  "saved.delete": "Delete the collection",
  "saved.deleteTitle": "Delete {name}?",
  "saved.deleteText": "Its posts stay saved: they move to your first collection.",
  "saved.deleteFailed": "The collection is still there.",
  "saved.all": "All collections",
} satisfies Catalogue;
