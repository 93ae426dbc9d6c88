// A password to be chosen, with a hint of how well it keeps.

import { useState } from "react";
import { t } from "../../kit/words";
import { PasswordField } from "../../parts/Form";
import css from "./Door.module.css";
import { PASSWORD_MOST, strengthOf } from "./rules";

export function NewPassword({ known = [], least, label }: { known?: string[]; least: number; label?: string }) {
  const [password, setPassword] = useState("");
  const [left, setLeft] = useState(false);
  const { steps, key } = strengthOf(password, ...known);
  const short = left && password !== "" && steps === 0;
  return (
    <div>
      <PasswordField
        label={label ?? t("door.password")}
        hint={password === "" || steps === 0 ? t("letters.passwordHint", { count: least }) : t(key, { count: least })}
        wrong={short ? t("letters.password.short", { count: least }) : undefined}
        name="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        onBlur={() => setLeft(true)}
        autoComplete="new-password"
        maxLength={PASSWORD_MOST}
        required
      />
      <div className={css.strength} data-steps={steps} aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
    </div>
  );
}
