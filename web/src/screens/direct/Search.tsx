// Kept for what comes.

import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { t } from "../../kit/words";

export default function Search(_: ScreenProps) {
  usePageTitle(t("direct.search"));
  return <h1 tabIndex={-1}>{t("direct.search")}</h1>;
}
