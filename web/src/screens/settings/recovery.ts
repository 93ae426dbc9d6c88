// What stands in the file of recovery codes.

import { t } from "../../kit/words";

/** A heading that says whose codes these are, a line about what they do, one code on each line. */
export const recoveryText = (codes: string[], username: string, made: Date): string =>
  [
    t("settings.codes.heading", { name: `@${username}`, date: made.toISOString().slice(0, 10) }),
    t("settings.codes.once"),
    "",
    ...codes,
    "",
  ].join("\n");
