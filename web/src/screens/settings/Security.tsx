// Second factors: an authenticator app, passkeys, and the recovery codes that come with the first of them.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../kit/api";
import { names } from "../../kit/query";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { complain } from "../../parts/Notices";
import { App } from "./App";
import { Group, Part, Shades } from "./bits";
import { Passkeys } from "./Passkeys";
import { changedMind, proved } from "./proof";
import { RecoveryCodes } from "./RecoveryCodes";

export default function Security() {
  const factors = useQuery({ queryKey: names.settings("factors"), queryFn: () => api.myFactors() });
  const [codes, setCodes] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const shown = (made: string[]) => {
    setCodes(made);
    void factors.refetch();
  };
  const renew = async () => {
    setBusy(true);
    try {
      shown((await proved(() => api.renewRecoveryCodes())).recoveryCodes);
    } catch (error) {
      if (!changedMind(error)) {
        complain(t("settings.codes.failed"), error);
      }
    } finally {
      setBusy(false);
    }
  };
  const { data } = factors;
  return (
    <Part title={t("settings.security")} lead={t("settings.security.lead")}>
      {factors.isError ? <Trouble error={factors.error} again={() => void factors.refetch()} /> : null}
      {factors.isPending ? <Shades /> : null}
      {data ? (
        <>
          <App on={data.authenticatorApp} onCodes={shown} />
          <Passkeys onCodes={shown} />
          {data.authenticatorApp || data.passkeys > 0 ? (
            <Group title={t("settings.codes")} lead={t("settings.codes.lead")}>
              <p>{t("settings.codes.left", { count: data.recoveryCodesLeft })}</p>
              <Button busy={busy} onClick={renew}>
                {t("settings.codes.renew")}
              </Button>
            </Group>
          ) : null}
        </>
      ) : null}
      {codes.length ? <RecoveryCodes codes={codes} onClose={() => setCodes([])} /> : null}
    </Part>
  );
}
