// An account that is to be deleted: nothing else opens until it is kept, or left again.

import { useState } from "react";
import { api } from "../../kit/api";
import { recall, remember } from "../../kit/keep";
import { go } from "../../kit/place";
import { ERASED_AT, load, renewSession, signOut, useSession } from "../../kit/session";
import { dated, rich, t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { complain, say } from "../../parts/Notices";
import css from "./Door.module.css";
import { Letter } from "./Letters";

/** The day, when this browser was the one that asked for it. */
function day(): string | null {
  const kept = Date.parse(recall(ERASED_AT) ?? "");
  return Number.isNaN(kept) ? null : dated(new Date(kept), { day: "numeric", month: "long", year: "numeric" });
}

export default function Leaving() {
  const { challenges } = useSession();
  const [busy, setBusy] = useState(false);
  const when = day();
  const keep = async () => {
    setBusy(true);
    try {
      await api.stay();
      remember(ERASED_AT, null);
      await renewSession();
      await load();
      say(t("letters.leaving.kept"));
      go("/", { replace: true });
    } catch (error) {
      complain(t("letters.leaving.failed"), error, keep);
    } finally {
      setBusy(false);
    }
  };
  if (!challenges.includes("leaving")) {
    return <Letter icon="check" title={t("letters.leaving.none")} />;
  }
  return (
    <Letter icon="out" title={t("letters.leaving.title")}>
      <p>{when ? rich("letters.leaving.on", { day: <strong>{when}</strong> }) : t("letters.leaving.soon")}</p>
      <p className="soft">{t("letters.leaving.text")}</p>
      <div className={css.ways}>
        <Button look="strong" wide busy={busy} onClick={keep}>
          {t("letters.leaving.keep")}
        </Button>
        <Button wide onClick={() => void signOut().then(() => go("/", { replace: true }))}>
          {t("letters.signOut")}
        </Button>
      </div>
    </Letter>
  );
}
