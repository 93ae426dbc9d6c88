// A field for words of one's own. After @ it offers people, after # hashtags; with the keys (arrows, Enter or Tab,
// Escape) or by a press. It grows with its text and counts down where the text nears its end.

import type { PersonAnswer } from "@client";
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { t } from "../kit/words";
import css from "./Composer.module.css";
import { type Offer, useOffers } from "./ComposerOffers";
import { completed, inserted, lengthOf, type Word, wordAt } from "./ComposerWord";

export const LONGEST_TEXT = 2200;
const NEAR_END = 200;

/** What others may do with the field. */
export interface Writing {
  focus: () => void;
  /** Put something where the caret is. */
  insert: (what: string) => void;
}

export interface ComposerProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** The field's own id, where something else looks for it. */
  id?: string;
  /** Shows the label above the field; else only screen readers hear it. */
  labelled?: boolean;
  hint?: ReactNode;
  name?: string;
  placeholder?: string;
  rows?: number;
  most?: number;
  /** What is offered opens above the field: where the field stands at the foot of the screen. */
  above?: boolean;
  /** Without an edge of its own. */
  bare?: boolean;
  disabled?: boolean;
  /** People who are offered first, such as those who wrote here. */
  near?: PersonAnswer[];
  /** Enter sends, and Shift with Enter begins a new line. Left out, Enter begins a new line. */
  onSend?: () => void;
  writing?: Ref<Writing>;
  /** What stands beside the field on its line. */
  children?: ReactNode;
}

export function Composer({
  label,
  value,
  onChange,
  id: given,
  labelled = false,
  hint,
  name,
  placeholder,
  rows = 1,
  most = LONGEST_TEXT,
  above = false,
  bare = false,
  disabled = false,
  near = [],
  onSend,
  writing,
  children,
}: ComposerProps) {
  const made = useId();
  const id = given ?? made;
  const field = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number | null>(null);
  const [word, setWord] = useState<Word | null>(null);
  const [chosen, setChosen] = useState(0);
  const [left, setLeft] = useState(false);
  const offers = useOffers(left ? null : word, near);
  const open = offers.length > 0;
  const at = Math.min(chosen, offers.length - 1);
  const rest = most - lengthOf(value);

  useLayoutEffect(() => {
    const element = field.current;
    if (element && element.value === value) {
      grow(element);
      if (caret.current !== null) {
        element.setSelectionRange(caret.current, caret.current);
        caret.current = null;
      }
    }
  }, [value]);
  useEffect(() => {
    // Another width has other lines; in a sheet that is not open yet there is no width at all.
    let width = 0;
    const watcher = new ResizeObserver(([entry]) => {
      if (field.current && entry && entry.contentRect.width !== width) {
        width = entry.contentRect.width;
        grow(field.current);
      }
    });
    if (field.current) {
      watcher.observe(field.current);
    }
    return () => watcher.disconnect();
  }, []);

  const put = (made: { text: string; caret: number }) => {
    caret.current = made.caret;
    onChange(made.text);
    setWord(null);
    field.current?.focus();
  };
  useEffect(() => {
    const handle: Writing = {
      focus: () => field.current?.focus(),
      insert: (what) => {
        const element = field.current;
        if (element) {
          put(inserted(element.value, element.selectionStart, element.selectionEnd, what));
        }
      },
    };
    if (typeof writing === "function") {
      writing(handle);
    } else if (writing) {
      writing.current = handle;
    }
  });

  const look = () => {
    const element = field.current;
    const now = element && element.selectionStart === element.selectionEnd ? element.selectionStart : null;
    const next = now === null || !element ? null : wordAt(element.value, now);
    if (next?.start !== word?.start) {
      setChosen(0);
      setLeft(false);
    } else if (next?.query !== word?.query) {
      setChosen(0);
    }
    setWord((old) => (JSON.stringify(old) === JSON.stringify(next) ? old : next));
  };
  const choose = (offer: Offer | undefined) => {
    if (offer && word) {
      put(completed(value, word, offer.whole));
    }
  };

  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) {
      return;
    }
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (open && step) {
      event.preventDefault();
      setChosen((at + step + offers.length) % offers.length);
    } else if (open && (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey))) {
      event.preventDefault();
      choose(offers[at]);
    } else if (open && event.key === "Escape") {
      event.preventDefault(); // and what the field stands in stays open
      event.stopPropagation();
      setLeft(true);
    } else if (onSend && event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      onSend();
    }
  };

  return (
    <div className={`${css.composer} ${bare ? css.bare : ""}`}>
      <label htmlFor={id} className={labelled ? css.label : "unseen"}>
        {label}
      </label>
      <div className={css.line}>
        <textarea
          ref={field}
          id={id}
          name={name}
          dir={value ? "auto" : undefined}
          rows={rows}
          value={value}
          disabled={disabled}
          placeholder={placeholder}
          enterKeyHint={onSend ? "send" : "enter"}
          autoCapitalize="sentences"
          aria-autocomplete="list"
          aria-controls={open ? `${id}-offers` : undefined}
          aria-activedescendant={open ? `${id}-${at}` : undefined}
          aria-describedby={`${id}-rest ${hint ? `${id}-hint` : ""}`.trim()}
          aria-invalid={rest < 0 || undefined}
          onChange={(event) => onChange(event.target.value)}
          onSelect={look}
          onInput={look}
          onFocus={() => setLeft(false)}
          onBlur={() => setLeft(true)}
          onKeyDown={pressed}
        />
        {children}
      </div>
      {open ? (
        <div id={`${id}-offers`} role="listbox" aria-label={t("post.offers")} className={above ? css.above : css.below}>
          {offers.map((offer, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which points here
            <div
              key={offer.key}
              id={`${id}-${place}`}
              role="option"
              aria-selected={place === at}
              className={css.offer}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(offer)}
            >
              {offer.shown}
            </div>
          ))}
        </div>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className={css.hint}>
          {hint}
        </p>
      ) : null}
      <p id={`${id}-rest`} className={rest < 0 ? css.over : css.rest}>
        {rest >= NEAR_END ? null : rest < 0 ? t("post.tooLong", { count: -rest }) : t("post.left", { count: rest })}
      </p>
      <p className="unseen" role="status">
        {open ? t("post.offered", { count: offers.length }) : ""}
      </p>
    </div>
  );
}

/** As high as its text, without a scroll of its own until the style sheet says so. */
function grow(element: HTMLTextAreaElement): void {
  element.style.height = "auto";
  element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
}
