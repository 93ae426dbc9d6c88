// What an empty list of people says.

import { t } from "../../kit/words";

export type Kind = "followers" | "following" | "mutuals" | "likes";

export function nothing(
  kind: Kind,
  { name, own, search }: { name: string; own: boolean; search: string },
): { title: string; hint?: string } {
  if (search) {
    return { title: t("people.noHit", { search }), hint: t("people.noHitHint") };
  }
  if (own && kind === "followers") {
    return { title: t("people.mine.followers") };
  }
  if (own && kind === "following") {
    return { title: t("people.mine.following"), hint: t("people.mine.followingHint") };
  }
  return { title: t(`people.none.${kind}`, { name }) };
}
