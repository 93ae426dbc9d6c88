// Conversations that were put away.

import { useEffect } from "react";
import { usePageTitle } from "../../app/Frame";
import { begin } from "../../chat";
import { t } from "../../kit/words";
import { Empty } from "../../parts/Empty";
import { Panes } from "./Panes";
import { Talks } from "./Talks";

export default function Archived() {
  usePageTitle(t("direct.archived"));
  useEffect(begin, []);
  return (
    <Panes
      list={<Talks folder="archived" at={null} main />}
      empty={
        <Empty icon="archive" title={t("direct.archived")}>
          <p>{t("direct.archivedText")}</p>
        </Empty>
      }
    >
      {null}
    </Panes>
  );
}
