// The name of a device in the member's language. The platform says it in English: "Firefox on Windows".

import { t } from "../../kit/words";

export function deviceName(said: string): string {
  if (said === "Unknown device") {
    return t("settings.device.unknown");
  }
  const [program, system] = said.split(" on ");
  return program && system ? t("settings.device", { program, system }) : said;
}
