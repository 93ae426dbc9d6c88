// Links within the app: a plain press goes there without loading the page anew; every other press is the browser's own.

import type { AnchorHTMLAttributes, MouseEvent, Ref } from "react";
import { go } from "../kit/place";

export interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
  /** Lay it over the present screen (a photograph from a grid). */
  over?: boolean;
  replace?: boolean;
  ref?: Ref<HTMLAnchorElement>;
}

/** Whether a press should be left to the browser: another button, or a key for a new tab. */
export const foreign = (event: MouseEvent): boolean =>
  event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

export function Link({ href, over = false, replace = false, onClick, ...others }: LinkProps) {
  return (
    <a
      href={href}
      {...others}
      onClick={(event) => {
        onClick?.(event);
        if (!event.defaultPrevented && !foreign(event)) {
          event.preventDefault();
          go(href, { over, replace });
        }
      }}
    />
  );
}
