// A long list that is read from its end: only what is near the window is drawn, and what one looks at never moves, whatever
// comes before it or after it, or changes its height. At the end it follows what comes.

import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useReducer,
  useRef,
} from "react";
import css from "./Log.module.css";
import { drawn, offsetsOf, rowAt } from "./log";

const GUESS = 56; // pixels of a row that was not drawn yet
const AROUND = 900; // pixels drawn before and after the window
const AHEAD = 1400; // pixels from an end at which more is asked for
const CLOSE = 6; // pixels from the end that count as the end

/** What holds still: the end, or a row at so many pixels below the top of the window. */
export type Anchor = "end" | { key: string; top: number };

export interface LogHandle {
  toEnd: () => void;
  /** Put a row at about a third of the window. */
  toRow: (key: string) => void;
}

interface Props<T extends { key: string }> {
  label: string;
  rows: T[];
  draw: (row: T) => ReactNode;
  start: Anchor;
  handle: Ref<LogHandle>;
  /** The end of what is shown is the end of all. */
  ends: boolean;
  onOlder: () => void;
  onNewer: () => void;
  /** After each look: the last row in view, and whether one is at the end. */
  onView: (last: T | undefined, atEnd: boolean) => void;
  /** Where one was when the list goes. */
  onLeave: (anchor: Anchor) => void;
}

export function Log<T extends { key: string }>(props: Props<T>) {
  const { label, rows, draw, handle } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const heights = useRef(new Map<string, number>());
  const anchor = useRef<Anchor>(props.start);
  const set = useRef(-1); // where the window was put last
  const [, again] = useReducer((turn: number) => turn + 1, 0);
  const latest = useRef(props);
  latest.current = props;

  const keys = rows.map(({ key }) => key);
  const offsets = offsetsOf(keys, heights.current, GUESS);
  const seen = scroller.current?.clientHeight || innerHeight;
  const top = topOf(anchor.current, keys, offsets, seen);
  const part = drawn(offsets, top, seen, AROUND);

  const elements = () => [...(list.current?.children ?? [])] as HTMLElement[];
  const elementOf = (key: string) => elements().find((each) => each.dataset.key === key);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) {
      return;
    }
    let changed = false;
    for (const each of elements()) {
      const height = each.offsetHeight;
      const key = each.dataset.key ?? "";
      if (heights.current.get(key) !== height) {
        heights.current.set(key, height);
        changed = true;
      }
    }
    const now = anchor.current;
    const row = now === "end" ? undefined : elementOf(now.key);
    if (now !== "end" && !row && !keys.includes(now.key)) {
      anchor.current = "end"; // what one looked at is gone
    }
    const wish = now === "end" ? box.scrollHeight : row ? row.offsetTop - now.top : top;
    const most = box.scrollHeight - box.clientHeight;
    const put = Math.max(0, Math.min(wish, most));
    if (Math.abs(box.scrollTop - put) > 1) {
      box.scrollTop = put;
    }
    set.current = box.scrollTop;
    if (changed) {
      again();
      return;
    }
    look(box);
  });

  /** Tell what is in view, and ask for more near an end. */
  function look(box: HTMLElement): void {
    const { onView, onOlder, onNewer, rows: all, ends: whole } = latest.current;
    const left = box.scrollHeight - box.clientHeight - box.scrollTop;
    const atEnd = whole && left <= CLOSE;
    if (atEnd && anchor.current !== "end") {
      anchor.current = "end";
    }
    const low = box.scrollTop + box.clientHeight - 24;
    const shown = elements().findLast((each) => each.offsetTop < low);
    onView(
      all.find(({ key }) => key === shown?.dataset.key),
      atEnd,
    );
    if (box.scrollTop < AHEAD) {
      onOlder();
    }
    if (left < AHEAD && !whole) {
      onNewer();
    }
  }

  const scrolled = () => {
    const box = scroller.current;
    if (!box || Math.abs(box.scrollTop - set.current) <= 1) {
      return; // put there by us
    }
    set.current = box.scrollTop;
    const left = box.scrollHeight - box.clientHeight - box.scrollTop;
    if (latest.current.ends && left <= CLOSE) {
      anchor.current = "end";
    } else {
      const first = elements().find((each) => each.offsetTop + each.offsetHeight > box.scrollTop);
      const far = !first || first.offsetTop > box.scrollTop + box.clientHeight;
      const at = rowAt(offsets, box.scrollTop);
      const key = far ? keys[at] : first.dataset.key;
      if (key) {
        anchor.current = { key, top: (far ? (offsets[at] ?? 0) : first.offsetTop) - box.scrollTop };
      }
    }
    again();
  };

  useEffect(() => {
    const watcher = new ResizeObserver(() => again());
    const box = scroller.current;
    if (box) {
      watcher.observe(box);
    }
    return () => watcher.disconnect();
  }, []);
  const watcher = useRef<ResizeObserver | null>(null);
  useLayoutEffect(() => {
    // A photograph that has arrived, a reaction: rows change their heights by themselves.
    watcher.current ??= new ResizeObserver((entries) => {
      if (entries.some(({ target }) => differs(target as HTMLElement, heights.current))) {
        again();
      }
    });
    const one = watcher.current;
    for (const each of elements()) {
      one.observe(each);
    }
    return () => one.disconnect();
  });
  useEffect(() => () => latest.current.onLeave(anchor.current), []);

  useImperativeHandle(
    handle,
    () => ({
      toEnd: () => {
        anchor.current = "end";
        again();
      },
      toRow: (key) => {
        anchor.current = { key, top: Math.round((scroller.current?.clientHeight ?? 600) / 3) };
        again();
      },
    }),
    [],
  );

  /** Up and down from message to message. */
  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    const down = event.key === "ArrowDown";
    const from = (event.target as HTMLElement).closest("article");
    if ((!down && event.key !== "ArrowUp") || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const all = [...(list.current?.querySelectorAll<HTMLElement>("article") ?? [])];
    const next = from ? all[all.indexOf(from) + (down ? 1 : -1)] : all.at(-1);
    if (next && (from || event.target === scroller.current)) {
      event.preventDefault();
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    }
  };

  return (
    <div
      ref={scroller}
      className={css.scroller}
      onScroll={scrolled}
      onKeyDown={pressed}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
      tabIndex={0}
      role="log"
      aria-label={label}
      aria-live="off"
    >
      <div className={css.all}>
        <div style={{ height: part.before, flex: "none" }} />
        <div ref={list} className={css.rows}>
          {rows.slice(part.from, part.to).map((row) => (
            <div key={row.key} data-key={row.key} className={css.row}>
              {draw(row)}
            </div>
          ))}
        </div>
        <div style={{ height: part.after, flex: "none" }} />
      </div>
    </div>
  );
}

const differs = (element: HTMLElement, heights: Map<string, number>): boolean =>
  heights.get(element.dataset.key ?? "") !== element.offsetHeight;

function topOf(anchor: Anchor, keys: string[], offsets: Float64Array, height: number): number {
  const all = offsets[keys.length] ?? 0;
  const at = anchor === "end" ? -1 : keys.indexOf(anchor.key);
  return Math.max(0, anchor === "end" || at < 0 ? all - height : (offsets[at] ?? 0) - anchor.top);
}
