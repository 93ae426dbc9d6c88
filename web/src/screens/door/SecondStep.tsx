// The second step of signing in: a code of the app, a recovery code, or a passkey of the account.

import { useState } from "react";
import { Refused } from "../../kit/api";
import { secondStep } from "../../kit/session";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { CodeField, Field, Form } from "../../parts/Form";
import { complain } from "../../parts/Notices";
import css from "./Door.module.css";
import { closed, knowsPasskeys, signInWithPasskey } from "./passkey";
import { digitsOf } from "./rules";

export default function SecondStep({ challengeToken, onBack }: { challengeToken: string; onBack: () => void }) {
  const [recovery, setRecovery] = useState(false);
  const [asking, setAsking] = useState(false);

  /** What a challenge that is over leaves to do: begin again. */
  const tried = async (step: () => Promise<void>) => {
    try {
      await step();
    } catch (error) {
      if (error instanceof Refused && error.code === "challenge-ended") {
        complain(t("door.failed"), error);
        onBack();
        return;
      }
      throw error;
    }
  };
  const usePasskey = async () => {
    setAsking(true);
    try {
      await tried(() => signInWithPasskey({ challengeToken }));
    } catch (error) {
      if (!closed(error)) {
        complain(t("door.failed"), error);
      }
    } finally {
      setAsking(false);
    }
  };
  return (
    <>
      <h1 tabIndex={-1} ref={(title) => title?.focus()}>
        {t("letters.second.title")}
      </h1>
      <div className={css.ways}>
        <Form
          key={recovery ? "recovery" : "app"}
          codes={{ "wrong-code": "code" }}
          send={({ code = "" }) =>
            tried(() => secondStep(challengeToken, recovery ? code.trim() : digitsOf(code) || code.trim()))
          }
        >
          {(busy) => (
            <>
              {recovery ? (
                <Field
                  label={t("letters.second.recovery")}
                  hint={t("letters.second.recoveryHint")}
                  name="code"
                  dir="ltr"
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  maxLength={64}
                />
              ) : (
                <CodeField label={t("letters.code")} hint={t("letters.second.hint")} maxLength={12} />
              )}
              <Button type="submit" look="strong" wide busy={busy}>
                {t("door.signIn")}
              </Button>
            </>
          )}
        </Form>
        {knowsPasskeys() ? (
          <>
            <p className={css.or}>{t("door.or")}</p>
            <Button icon="key" wide busy={asking} onClick={usePasskey}>
              {t("letters.second.passkey")}
            </Button>
          </>
        ) : null}
        <div className={css.pair}>
          <Button look="quiet" onClick={() => setRecovery(!recovery)}>
            {t(recovery ? "letters.second.useApp" : "letters.second.useRecovery")}
          </Button>
          <Button look="quiet" onClick={onBack}>
            {t("do.back")}
          </Button>
        </div>
      </div>
    </>
  );
}
