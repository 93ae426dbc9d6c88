import type { Catalogue } from "../../kit/words";

/** The place that does not exist. */
export const places = {
  "places.nowhereTitle": "An empty frame",
  "places.nowhereText": "Nothing hangs at this address. It may be mistyped, or what was here was taken down.",
  "places.home": "Go home",
} satisfies Catalogue;
