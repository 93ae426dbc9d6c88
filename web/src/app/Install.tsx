// A newer version is ready: said quietly, and it waits for as long as one likes.

import { useState } from "react";
import { useStore } from "../kit/store";
import { t } from "../kit/words";
import { Button, IconButton } from "../parts/Button";
import css from "./Install.module.css";
import { newer, takeOver } from "./worker";

export function NewVersion() {
  const waiting = useStore(newer);
  const [later, setLater] = useState<ServiceWorker | null>(null);
  return (
    <div role="status">
      {waiting && waiting !== later ? (
        <div className={css.slip}>
          <p>{t("version.ready")}</p>
          <Button small onClick={takeOver}>
            {t("version.use")}
          </Button>
          <IconButton icon="close" label={t("do.closeNotice")} onClick={() => setLater(waiting)} />
        </div>
      ) : null}
    </div>
  );
}
