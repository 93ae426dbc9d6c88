// Short words at the edge of the page: what went wrong with something that was done, and a way to do it again.

import { useEffect, useLayoutEffect, useRef } from "react";
import { store, useStore } from "../kit/store";
import { sentence } from "../kit/trouble";
import { t } from "../kit/words";
import { Button, IconButton } from "./Button";
import css from "./Notices.module.css";

interface Notice {
  id: number;
  words: string;
  bad: boolean;
  stays: boolean;
  label?: string | undefined;
  action?: (() => void) | undefined;
}

const STAYS = 6000;
const MOST = 3;
const notices = store<Notice[]>([]);
let last = 0;

interface More {
  bad?: boolean;
  action?: () => void;
  label?: string;
  /** Until it is closed. */
  stays?: boolean;
}

/** Say something; it goes after 6 seconds, or stays while the pointer or the focus is on it. */
export function say(words: string, more: More = {}): void {
  last += 1;
  const notice: Notice = {
    id: last,
    words,
    bad: more.bad ?? false,
    stays: more.stays ?? false,
    action: more.action,
    label: more.label,
  };
  notices.set([...notices.get().filter((each) => each.words !== words), notice].slice(-MOST));
}

/** Say what an error means. `what` names what did not happen: "Your like was not kept." */
export const complain = (what: string, error: unknown, again?: () => void): void =>
  say(`${what} ${sentence(error)}`, { bad: true, ...(again ? { action: again } : {}) });

const close = (id: number) => notices.set(notices.get().filter((each) => each.id !== id));

export function Notices() {
  const all = useStore(notices);
  const shelf = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // Shown anew with every notice, so that it lies above a sheet that has opened since.
    if (shelf.current?.showPopover) {
      if (shelf.current.matches(":popover-open")) {
        shelf.current.hidePopover();
      }
      if (all.length) {
        shelf.current.showPopover();
      }
    }
  }, [all]);
  return (
    <div ref={shelf} popover="manual" className={css.shelf} role="status" aria-live="polite">
      {all.map((notice) => (
        <Slip key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function Slip({ notice: { id, words, bad, stays, action, label } }: { notice: Notice }) {
  const slip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (stays) {
      return;
    }
    const leave = () => {
      if (slip.current?.matches(":hover, :focus-within")) {
        timer = window.setTimeout(leave, 2000);
      } else {
        close(id);
      }
    };
    let timer = window.setTimeout(leave, STAYS);
    return () => clearTimeout(timer);
  }, [id, stays]);
  return (
    <div ref={slip} className={`${css.slip} ${bad ? css.bad : ""}`}>
      <p>{words}</p>
      {action ? (
        <Button
          look="quiet"
          small
          onClick={() => {
            close(id);
            action();
          }}
        >
          {label ?? t("do.again")}
        </Button>
      ) : null}
      <IconButton icon="close" label={t("do.closeNotice")} onClick={() => close(id)} />
    </div>
  );
}
