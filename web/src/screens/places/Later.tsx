// A place that is kept for what comes: explore.

import { usePageTitle } from "../../app/Frame";
import { t } from "../../kit/words";
import { Empty } from "../../parts/Empty";

export default function Later() {
  const title = t("places.exploreTitle");
  usePageTitle(title);
  return (
    <Empty icon="explore" title={title} level={1}>
      <p>{t("places.exploreText")}</p>
      <p className="small">{t("places.soon")}</p>
    </Empty>
  );
}
