// Reporting something to the people who look after this place: why, and if wanted in own words.

import type { NewReport } from "@client";
import { useState } from "react";
import { api } from "../kit/api";
import { type Key, t } from "../kit/words";
import { Button } from "./Button";
import { Form, TextField } from "./Form";
import { Icon } from "./Icon";
import { say } from "./Notices";
import css from "./PostMenu.module.css";
import { Sheet } from "./Sheet";

const REASONS = [
  "spam",
  "harassment",
  "hate",
  "violence",
  "nudity",
  "self_harm",
  "fraud",
  "illegal",
  "other",
] as const satisfies NewReport["reason"][];
const LONGEST = 1000;

/** `what` names what is reported: a post, a comment of a post, or an account. */
export function ReportSheet({ what, onClose }: { what: Omit<NewReport, "reason" | "text">; onClose: () => void }) {
  const [reason, setReason] = useState<(typeof REASONS)[number] | null>(null);
  if (reason === null) {
    return (
      <Sheet title={t("card.reportTitle")} look="list" onClose={onClose}>
        <p className={css.explains}>{t("card.reportSecret")}</p>
        <ul className={css.menu}>
          {REASONS.map((each) => (
            <li key={each}>
              <button type="button" className={css.further} onClick={() => setReason(each)}>
                {t(`card.reason.${each}` as Key)}
                <Icon name="right" turns small />
              </button>
            </li>
          ))}
        </ul>
      </Sheet>
    );
  }
  return (
    <Sheet title={t(`card.reason.${reason}` as Key)} onClose={onClose}>
      <Form
        send={async ({ text = "" }) => {
          await api.report({ ...what, reason, text });
          say(t("card.reported"));
          onClose();
        }}
      >
        {(busy) => (
          <>
            <TextField label={t("card.reportWords")} hint={t("card.reportHint")} name="text" maxLength={LONGEST} />
            <Button type="submit" look="strong" wide busy={busy}>
              {t("card.reportSend")}
            </Button>
          </>
        )}
      </Form>
    </Sheet>
  );
}
