import type { PersonAnswer } from "@client";
import { listed, t } from "../../kit/words";

/** "typing…" between two; who it is in a group. */
export function typingWords(people: (PersonAnswer | undefined)[], two: boolean): string {
  if (two) {
    return t("direct.typing");
  }
  const names = people.map((each) => each?.name || each?.username || t("direct.somebody"));
  return names.length === 1
    ? t("direct.typingOne", { name: names[0] ?? "" })
    : t("direct.typingMany", { names: listed(names) });
}
