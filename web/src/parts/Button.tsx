// Buttons. One strong one per screen; `quiet` has no edge; `round` holds one icon and therefore needs a label.

import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import css from "./Button.module.css";
import { Icon, type IconName } from "./Icon";
import { Link, type LinkProps } from "./Link";

type Look = "plain" | "strong" | "quiet" | "danger";

interface Common {
  look?: Look;
  icon?: IconName;
  /** Over the whole width. */
  wide?: boolean;
  small?: boolean;
  children?: ReactNode;
}

const kind = ({ look = "plain", wide, small }: Common, more?: string): string =>
  [css.button, css[look], wide ? css.wide : "", small ? css.small : "", more ?? ""].filter(Boolean).join(" ");

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, Common {
  /** Work is under way: it cannot be pressed again, and says so. It keeps the focus, which a disabled one would lose. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  look,
  icon,
  wide,
  small,
  busy = false,
  className,
  children,
  onClick,
  ...others
}: ButtonProps) {
  return (
    <button
      type="button"
      {...others}
      className={kind({ look, wide, small }, className)}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {icon ? <Icon name={icon} small /> : null}
      <span className={busy ? css.working : undefined}>{children}</span>
    </button>
  );
}

export function ButtonLink({ look, icon, wide, small, className, children, ...others }: LinkProps & Common) {
  return (
    <Link {...others} className={kind({ look, wide, small }, className)}>
      {icon ? <Icon name={icon} small /> : null}
      <span>{children}</span>
    </Link>
  );
}

/** A button that is one icon; at least 44 pixels to touch. */
export function IconButton({
  icon,
  label,
  filled,
  turns,
  className,
  ...others
}: ButtonHTMLAttributes<HTMLButtonElement> & {
  icon: IconName;
  label: string;
  filled?: boolean;
  turns?: boolean;
  ref?: Ref<HTMLButtonElement>;
}) {
  return (
    <button type="button" aria-label={label} title={label} {...others} className={`${css.round} ${className ?? ""}`}>
      <Icon name={icon} filled={filled} turns={turns} />
    </button>
  );
}
