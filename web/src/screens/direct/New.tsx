// Kept for what comes.

import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { t } from "../../kit/words";

export default function New(_: ScreenProps) {
  usePageTitle(t("direct.new"));
  return <h1 tabIndex={-1}>{t("direct.new")}</h1>;
}
