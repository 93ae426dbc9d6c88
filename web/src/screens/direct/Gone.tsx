// A conversation that does not exist, or not for this reader.

import { t } from "../../kit/words";
import { ButtonLink } from "../../parts/Button";
import { Empty } from "../../parts/Empty";

export const Gone = () => (
  <Empty icon="send" title={t("talks.goneTitle")} level={1}>
    <p>{t("talks.goneHint")}</p>
    <ButtonLink href="/direct">{t("talks.toAll")}</ButtonLink>
  </Empty>
);
