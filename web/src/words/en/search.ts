import type { Catalogue } from "../../kit/words";

/** Searching for people. */
export const search = {
  "search.title": "Search",
  "search.titleOf": "“{search}” · Search",
  "search.label": "Search for people",
  "search.placeholder": "Name or username",
  "search.empty": "Empty the field",
  "search.people": "People",
  "search.found": { one: "{count} person found for “{search}”", other: "{count} people found for “{search}”" },
  "search.foundMore": {
    one: "{count} person found for “{search}”, and there are more",
    other: "{count} people found for “{search}”, and there are more",
  },
  "search.nobody": "Nobody found for “{search}”",
  "search.nobodyHint": "Try fewer letters, or their username.",
  "search.failed": "This could not be looked up",
  "search.away": "The search is away for a moment. Whoever you know by username you can still visit.",
  "search.straight": "Go to @{name}",
  "search.recent": "Recent",
  "search.clear": "Clear all",
  "search.clearTitle": "Clear whom you looked for?",
  "search.clearHint": "The list goes on all your devices. Whom you follow stays as it is.",
  "search.notCleared": "The list was not cleared.",
  "search.forget": "Remove {name} from the list",
  "search.notForgotten": "{name} is still in the list.",
  "search.begin": "Whom are you looking for?",
  "search.beginHint": "A few letters of a name or a username are enough. Whom you open is kept here for the next time.",
} satisfies Catalogue;
