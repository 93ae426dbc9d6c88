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
  "door.forgotten": "Forgotten your password?",
  "door.or": "or",
  "door.passkey": "Sign in with a passkey",
  "door.language": "Language",
  "door.why.ended": "Your session here was ended. Sign in again.",
  "door.why.suspended": "This account is suspended.",
  "door.why.leaving": "Your account will be deleted. Sign in again if you want to keep it.",
  "refused.wrong-credentials": "The login or the password is wrong.",
  "refused.suspended": "This account is suspended.",
} satisfies Catalogue;
