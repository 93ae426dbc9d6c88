// An icon in a ring: the picture of what has none of its own.

import { Icon, type IconName } from "./Icon";
import css from "./Sign.module.css";

/** `small`: as large as the picture of a person in a row. */
export const Sign = ({ icon, small = false }: { icon: IconName; small?: boolean }) => (
  <span className={small ? `${css.sign} ${css.small}` : css.sign}>
    <Icon name={icon} />
  </span>
);
