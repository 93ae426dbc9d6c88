import type { Like } from "../../kit/words";
import type { places as english } from "../en/places";

/** Places that are kept for what comes, and the place that does not exist. */
export const places: Like<typeof english> = {
  "places.nowhereTitle": "إطار فارغ",
  "places.nowhereText": "لا شيء معلّق في هذا العنوان. ربما كُتب خطأً، أو أُزيل ما كان هنا.",
  "places.home": "إلى الرئيسية",
  "places.exploreTitle": "الاستكشاف",
  "places.exploreText": "ستُعلَّق هنا صور أشخاص لا تتابعهم بعد.",
  "places.soon": "هذا المكان محفوظ لما هو قادم.",
};
