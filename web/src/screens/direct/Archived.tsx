// The conversations.

import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { t } from "../../kit/words";

export default function Archived(_: ScreenProps) {
  usePageTitle(t("direct.title"));
  return <h1 tabIndex={-1}>{t("direct.title")}</h1>;
}
