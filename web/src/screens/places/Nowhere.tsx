// No screen has this path.

import { usePageTitle } from "../../app/Frame";
import { t } from "../../kit/words";
import { ButtonLink } from "../../parts/Button";
import css from "./Places.module.css";

export default function Nowhere() {
  usePageTitle(t("places.nowhereTitle"));
  return (
    <div className={css.nowhere}>
      <div className={css.frame} aria-hidden="true">
        <span />
      </div>
      <div className={css.label}>
        <h1 tabIndex={-1}>{t("places.nowhereTitle")}</h1>
        <p className="soft">{t("places.nowhereText")}</p>
        <ButtonLink href="/" look="strong">
          {t("places.home")}
        </ButtonLink>
      </div>
    </div>
  );
}
