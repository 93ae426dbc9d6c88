// Kept for what comes.

import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { t } from "../../kit/words";

export default function Requests(_: ScreenProps) {
  usePageTitle(t("direct.requests"));
  return <h1 tabIndex={-1}>{t("direct.requests")}</h1>;
}
