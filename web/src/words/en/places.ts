import type { Catalogue } from "../../kit/words";

/** Places that are kept for what comes, and the place that does not exist. */
export const places = {
  "places.nowhereTitle": "An empty frame",
  "places.nowhereText": "Nothing hangs at this address. It may be mistyped, or what was here was taken down.",
  "places.home": "Go home",
  "places.exploreTitle": "Explore",
  "places.exploreText": "Photographs from people whom you do not follow yet will hang here.",
  "places.soon": "This place is kept for what comes next.",
} satisfies Catalogue;
