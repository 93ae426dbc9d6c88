// "Confirm that it is you": the password, with a code where the account has a factor; or a passkey.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../kit/api";
import { names } from "../../kit/query";
import { useStore } from "../../kit/store";
import { sentence } from "../../kit/trouble";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { Field, Form, PasswordField } from "../../parts/Form";
import { Sheet } from "../../parts/Sheet";
import { Shades } from "./bits";
import { type Asked, asked, changedMind, confirmation, passkeysHere, proveByPasskey, wants } from "./proof";
import css from "./Settings.module.css";

export function Prompt() {
  const waiting = useStore(asked);
  return waiting ? <Door waiting={waiting} /> : null;
}

function Door({ waiting }: { waiting: Asked }) {
  const factors = useQuery({ queryKey: names.settings("factors"), queryFn: () => api.myFactors() });
  const [wrong, setWrong] = useState("");
  const asks = factors.data ? wants(factors.data) : null;
  const byPasskey = () => {
    setWrong("");
    proveByPasskey().then(waiting.done, (error: unknown) => {
      if (!changedMind(error)) {
        setWrong(sentence(error));
      }
    });
  };
  return (
    <Sheet title={t("settings.proof.title")} onClose={waiting.stop}>
      <div className={css.stack}>
        <p className="soft">{t("settings.proof.why")}</p>
        {factors.isError ? <Trouble error={factors.error} again={() => void factors.refetch()} /> : null}
        {factors.isPending ? <Shades lines={3} /> : null}
        {asks?.passkey && passkeysHere() ? (
          <Button icon="key" wide look="strong" onClick={byPasskey}>
            {t("settings.proof.passkey")}
          </Button>
        ) : null}
        {wrong ? (
          <p role="alert" className={css.danger}>
            {wrong}
          </p>
        ) : null}
        {asks ? (
          <Form
            send={async (values) => {
              await api.confirmItIsMe(confirmation(values));
              waiting.done();
            }}
            codes={{ "wrong-password": "password", "wrong-code": "code" }}
          >
            {(busy) => (
              <>
                <PasswordField
                  label={t("settings.password.current")}
                  name="password"
                  autoComplete="current-password"
                  required
                  autoFocus
                />
                {asks.code ? (
                  <Field
                    label={t("settings.proof.code")}
                    name="code"
                    hint={t(asks.recoveryOnly ? "settings.proof.recovery" : "settings.proof.codeHint")}
                    autoComplete="one-time-code"
                    dir="ltr"
                    required
                  />
                ) : null}
                <Button type="submit" look={asks.passkey ? "plain" : "strong"} wide busy={busy}>
                  {t("settings.proof.go")}
                </Button>
              </>
            )}
          </Form>
        ) : null}
      </div>
    </Sheet>
  );
}
