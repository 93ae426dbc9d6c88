// A thin line that the frame may show while photographs travel and one looks at something else.

import { usePlace } from "../../kit/place";
import { useStore } from "../../kit/store";
import { t } from "../../kit/words";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import css from "./PublishProgress.module.css";
import { progress } from "./progress";

export function PublishProgress() {
  const now = useStore(progress);
  const { path } = usePlace();
  if (!now || path.startsWith("/publish")) {
    return null;
  }
  const { state, part, photographs } = now;
  const words =
    state === "cut"
      ? t("publish.progress.cut")
      : state === "failed"
        ? t("publish.progress.failed")
        : state === "publishing"
          ? t("publish.busy")
          : t("publish.progress", { count: photographs });
  return (
    <Link href="/publish" className={css.bar} data-state={state}>
      {state === "sending" || state === "publishing" ? null : (
        <Icon name={state === "cut" ? "offline" : "flag"} small />
      )}
      <span role="status">{words}</span>
      <span
        className={css.line}
        role="progressbar"
        aria-label={words}
        aria-valuenow={Math.round(part * 100)}
        style={{ "--part": part } as React.CSSProperties}
      />
    </Link>
  );
}
