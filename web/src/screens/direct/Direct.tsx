// Conversations: their list, and the one that was chosen beside it. On a phone each is a screen of its own.

import { lazy, Suspense, useEffect } from "react";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { begin, known } from "../../chat";
import { t } from "../../kit/words";
import { Empty } from "../../parts/Empty";
import { Panes } from "./Panes";
import { Talks } from "./Talks";
import { useWide } from "./wide";

const Talk = lazy(() => import("./Talk"));

export default function Direct({ params, place }: ScreenProps) {
  const { id = null } = params;
  const wide = useWide();
  useEffect(begin, []);
  const folder = id && known(id)?.folder === "archived" ? "archived" : "inbox";
  return (
    <Panes
      list={
        <>
          {id ? null : <Named />}
          <Talks folder={folder} at={id} main={id === null} />
        </>
      }
      empty={
        <Empty icon="send" title={t("direct.choose")}>
          <p>{t("direct.chooseText")}</p>
        </Empty>
      }
    >
      {id ? (
        <Suspense fallback={null}>
          <Talk key={id} id={id} place={place} wide={wide} />
        </Suspense>
      ) : null}
    </Panes>
  );
}

/** The list names the page where it is the screen; beside a conversation that one does. */
function Named() {
  usePageTitle(t("direct.title"));
  return null;
}
