import type { Catalogue } from "../../kit/words";

/** The home feed. */
export const home = {
  "home.title": "Home",
  "home.list": "Posts of the people and hashtags you follow, newest first",
  "home.new": { one: "{count} new post", other: "{count} new posts" },
  "home.newFailed": "The newest posts could not be read.",
  "home.end": "You have seen it all",
  "home.endMore": "That is a fine moment to hang something up yourself.",
  "home.publish": "Publish",
  "home.publishFirst": "Publish your first photograph",
  "home.empty": "Your wall is still empty",
  "home.emptyMore":
    "Follow people, and their photographs hang here, newest first. No advertisements, and nothing in between.",
  "home.search": "Look for people",
  "home.followed": "See their photographs",
} satisfies Catalogue;
