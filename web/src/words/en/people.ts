import type { Catalogue } from "../../kit/words";

/** Lists of people: who follows whom, and who liked something. */
export const people = {
  "people.followers": "Followers",
  "people.following": "Following",
  "people.mutuals": "Followed by people you follow",
  "people.likes": "Likes",
  "people.of": "{title} · {name}",
  "people.toPost": "To the post",
  "people.search": "Find by name",
  "people.none.followers": "Nobody follows {name} yet",
  "people.none.following": "{name} follows nobody yet",
  "people.none.mutuals": "Nobody whom you follow follows {name}",
  "people.none.likes": "Nobody has liked this yet",
  "people.mine.followers": "Nobody follows you yet",
  "people.mine.following": "You follow nobody yet",
  "people.mine.followingHint": "Photographs of the people you follow come to your home.",
  "people.noHit": "Nobody here is called “{search}”",
  "people.noHitHint": "A username or a name is found by how it begins.",
  "people.private": "This list is private",
  "people.privateHint": "Only those who follow {name} see it.",
  "people.missing": "This list is not here",
  "people.missingHint": "It may be gone, or not for you to see.",
  "people.signIn": "Sign in to see who liked it",
  "people.remove": "Remove",
  "people.removeLabel": "Remove {name} as a follower",
} satisfies Catalogue;
