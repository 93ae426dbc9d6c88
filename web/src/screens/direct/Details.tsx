// Kept for what comes.

import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { t } from "../../kit/words";

export default function Details(_: ScreenProps) {
  usePageTitle(t("direct.details"));
  return <h1 tabIndex={-1}>{t("direct.details")}</h1>;
}
