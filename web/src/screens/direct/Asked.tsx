// Somebody whom one does not know wants to write: look, and then accept or decline. Until then they learn nothing.

import type { ConversationAnswer } from "@client";
import { useState } from "react";
import { accept, decline, nameOf } from "../../chat";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { complain } from "../../parts/Notices";
import { Sheet } from "../../parts/Sheet";
import css from "./Talk.module.css";

export default function Asked({ conversation }: { conversation: ConversationAnswer }) {
  const { id, kind } = conversation;
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const name = nameOf(conversation);
  const work = async (how: (id: string) => Promise<void>, failed: string) => {
    setBusy(true);
    try {
      await how(id);
    } catch (error) {
      complain(failed, error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={css.asked} aria-label={t("direct.requests")}>
      <p>
        <strong>{kind === "group" ? name : t("direct.askedTitle", { name })}</strong>
        <span>{t("direct.askedText")}</span>
      </p>
      <div>
        <Button look="danger" onClick={() => setAsking(true)}>
          {t("direct.decline")}
        </Button>
        <Button look="strong" busy={busy} onClick={() => void work(accept, t("direct.acceptFailed"))}>
          {t("direct.accept")}
        </Button>
      </div>
      {asking ? (
        <Sheet title={t("direct.declineTitle", { name })} onClose={() => setAsking(false)}>
          <p>{t("direct.declineText")}</p>
          <div className={css.choice}>
            <Button onClick={() => setAsking(false)}>{t("do.cancel")}</Button>
            <Button
              look="danger"
              onClick={() => {
                setAsking(false);
                void work(decline, t("direct.declineFailed"));
              }}
            >
              {t("direct.decline")}
            </Button>
          </div>
        </Sheet>
      ) : null}
    </section>
  );
}
