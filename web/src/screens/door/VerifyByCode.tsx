// The code of the letter that verifies an address, and the letter once more.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../kit/api";
import { load, renewSession } from "../../kit/session";
import { rich, t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { CodeField, Form } from "../../parts/Form";
import { complain, say } from "../../parts/Notices";
import css from "./Door.module.css";
import { digitsOf } from "./rules";

export function VerifyByCode({ onDone, onSkip }: { onDone: () => void; onSkip?: () => void }) {
  const contact = useQuery({ queryKey: ["contact"], queryFn: () => api.readContact() });
  const [asking, setAsking] = useState(false);
  const again = async () => {
    setAsking(true);
    try {
      await api.askForLetter();
      say(t("letters.verify.sentAgain"));
    } catch (error) {
      complain(t("letters.verify.notSent"), error, again);
    } finally {
      setAsking(false);
    }
  };
  const address = contact.data?.pending ?? contact.data?.contact;
  return (
    <>
      <p className="soft">
        {address ? rich("letters.verify.text", { address: <bdi className="who">{address}</bdi> }) : " "}
      </p>
      <Form
        codes={{ "wrong-code": "code", "letter-refused": "code" }}
        send={async ({ code = "" }) => {
          await api.verifyByCode({ code: digitsOf(code) });
          await renewSession(); // the present token may be one that is held back
          await load();
          onDone();
        }}
      >
        {(busy) => (
          <>
            <CodeField label={t("letters.code")} maxLength={12} className={css.code} />
            <Button type="submit" look="strong" wide busy={busy}>
              {t("letters.verify.do")}
            </Button>
          </>
        )}
      </Form>
      <div className={css.pair}>
        <Button look="quiet" busy={asking} onClick={again}>
          {t("letters.verify.again")}
        </Button>
        {onSkip ? (
          <Button look="quiet" onClick={onSkip}>
            {t("letters.later")}
          </Button>
        ) : null}
      </div>
    </>
  );
}
