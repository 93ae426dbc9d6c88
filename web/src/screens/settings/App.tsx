// The authenticator app: taken into use with a code that it shows, and given up with the password and a code.

import type { AppSecret } from "@client";
import { lazy, Suspense, useState } from "react";
import { api } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { CodeField, Field, Form, PasswordField } from "../../parts/Form";
import { Icon } from "../../parts/Icon";
import { complain, say } from "../../parts/Notices";
import { Sheet } from "../../parts/Sheet";
import { Group } from "./bits";
import { changedMind, proved } from "./proof";
import css from "./Security.module.css";
import shared from "./Settings.module.css";

const QrCode = lazy(() => import("./QrCode"));
const again = () => queries.invalidateQueries({ queryKey: names.settings("factors") });

export function App({ on, onCodes }: { on: boolean; onCodes: (codes: string[]) => void }) {
  const [secret, setSecret] = useState<AppSecret | null>(null);
  const [ending, setEnding] = useState(false);
  const [busy, setBusy] = useState(false);
  const begin = async () => {
    setBusy(true);
    try {
      setSecret(await proved(() => api.beginApp()));
    } catch (error) {
      if (!changedMind(error)) {
        complain(t("settings.app.failed"), error);
      }
    } finally {
      setBusy(false);
    }
  };
  return (
    <Group title={t("settings.app")} lead={t("settings.app.lead")}>
      {on ? (
        <div className={shared.row}>
          <span className={shared.mark}>
            <Icon name="check" small /> {t("settings.app.on")}
          </span>
          <Button look="danger" onClick={() => setEnding(true)}>
            {t("settings.app.end")}
          </Button>
        </div>
      ) : (
        <Button busy={busy} onClick={begin}>
          {t("settings.app.begin")}
        </Button>
      )}
      {secret ? (
        <Sheet title={t("settings.app")} onClose={() => setSecret(null)}>
          <div className={css.steps}>
            <p>{t("settings.app.scan")}</p>
            <Suspense fallback={<span className={`shade ${css.qr}`} style={{ aspectRatio: 1 }} />}>
              <QrCode text={secret.uri} label={t("settings.app.qr")} />
            </Suspense>
            <p className="soft small">{t("settings.app.type")}</p>
            <p className={css.secret} dir="ltr">
              {secret.secret.match(/.{1,4}/g)?.join(" ")}
            </p>
            <Form
              send={async ({ code = "" }) => {
                const made = await proved(() => api.confirmApp({ code: code.replace(/\s/g, "") }));
                setSecret(null);
                await again();
                say(t("settings.app.done"));
                onCodes(made.recoveryCodes);
              }}
              codes={{ "wrong-code": "code" }}
            >
              {(sending) => (
                <>
                  <CodeField label={t("settings.app.code")} maxLength={7} required />
                  <Button type="submit" look="strong" wide busy={sending}>
                    {t("settings.app.use")}
                  </Button>
                </>
              )}
            </Form>
          </div>
        </Sheet>
      ) : null}
      {ending ? <End onClose={() => setEnding(false)} /> : null}
    </Group>
  );
}

function End({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={t("settings.app.endAsk")} onClose={onClose}>
      <Form
        send={async ({ password = "", code = "" }) => {
          await api.disableApp({ password, code: code.trim() });
          await again();
          say(t("settings.app.ended"));
          onClose();
        }}
        codes={{ "wrong-password": "password", "wrong-code": "code" }}
      >
        {(busy) => (
          <>
            <p className="soft">{t("settings.app.endMeans")}</p>
            <PasswordField
              label={t("settings.password.current")}
              name="password"
              autoComplete="current-password"
              required
            />
            <Field
              label={t("settings.proof.code")}
              hint={t("settings.proof.codeHint")}
              name="code"
              autoComplete="one-time-code"
              dir="ltr"
              required
            />
            <Button type="submit" look="danger" wide busy={busy}>
              {t("settings.app.end")}
            </Button>
          </>
        )}
      </Form>
    </Sheet>
  );
}
