// Recovery codes, shown this once: to copy, to keep as a file, to print.

import { useState } from "react";
import { useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Sheet } from "../../parts/Sheet";
import { recoveryText } from "./recovery";
import css from "./Security.module.css";
import shared from "./Settings.module.css";

export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const me = useMe();
  const [said, setSaid] = useState("");
  const [kept, setKept] = useState(false);
  const [sure, setSure] = useState(false);
  const text = recoveryText(codes, me?.username ?? "", new Date());
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => {
        setKept(true);
        setSaid(t("settings.codes.copied"));
      },
      () => setSaid(t("settings.codes.notCopied")),
    );
  const download = () => {
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    const link = Object.assign(document.createElement("a"), { href: address, download: "lambdagram-recovery.txt" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    setKept(true);
    setSaid(t("settings.codes.downloaded"));
  };
  const done = () => {
    if (kept || sure) {
      onClose();
    } else {
      setSure(true);
      setSaid(t("settings.codes.sure"));
    }
  };
  return (
    <Sheet
      title={t("settings.codes.title")}
      onClose={onClose}
      mayClose={() => {
        if (!kept && !sure) {
          setSure(true);
          setSaid(t("settings.codes.sure"));
          return false;
        }
        return true;
      }}
    >
      <div className={shared.stack}>
        <p className="soft">{t("settings.codes.keep")}</p>
        <ol className={css.codes} dir="ltr">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <div className={shared.buttons}>
          <Button icon="download" onClick={download}>
            {t("settings.codes.download")}
          </Button>
          <Button onClick={copy}>{t("settings.codes.copy")}</Button>
        </div>
        <p role="status" className="small">
          {said}
        </p>
        <Button look="strong" wide onClick={done}>
          {t("settings.codes.kept")}
        </Button>
      </div>
    </Sheet>
  );
}
