// A quiet bar above the screens: an address that is not verified yet, a second factor that work for the platform needs.

import { useQuery } from "@tanstack/react-query";
import { api } from "../../kit/api";
import { names } from "../../kit/query";
import { t } from "../../kit/words";
import { ButtonLink, IconButton } from "../../parts/Button";
import css from "./ChallengeBar.module.css";

export default function ChallengeBar({
  what,
  onClose,
}: {
  what: "verify_contact" | "enrol_second_factor";
  onClose: () => void;
}) {
  const asked = what === "verify_contact";
  const contact = useQuery({ queryKey: ["contact"], queryFn: () => api.readContact(), enabled: asked });
  const instance = useQuery({ queryKey: names.instance, queryFn: () => api.readInstance(), enabled: asked });
  if (asked && !(contact.data?.contact.includes("@") && instance.data?.mail)) {
    return null; // letters go to e-mail addresses only
  }
  return (
    <aside className={css.bar}>
      <p>{t(asked ? "letters.bar.verify" : "letters.bar.factor")}</p>
      <ButtonLink href={asked ? "/verify" : "/settings/security"} small>
        {t(asked ? "letters.bar.doVerify" : "letters.bar.doFactor")}
      </ButtonLink>
      <IconButton icon="close" label={t("do.closeNotice")} onClick={onClose} />
    </aside>
  );
}
