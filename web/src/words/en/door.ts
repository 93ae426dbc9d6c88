import type { Catalogue } from "../../kit/words";

/** Welcome and sign in. */
export const door = {
  "door.title": "Photographs of the people you follow.",
  "door.login": "Username, e-mail or phone",
  "door.password": "Password",
  "door.new": "New here?",
  "door.make": "Make an account",
  "door.guests": "Or look around as",
  "door.failed": "You are not signed in.",
} satisfies Catalogue;
