// A picture under a window: dragged, pinched, turned with the wheel, or moved with the arrow keys.

import { type PointerEvent, useEffect, useRef, useState } from "react";
import {
  draw,
  drawnSize,
  type Edit,
  MOST_ZOOM,
  moved,
  type Size,
  settled,
  turned,
  windowOf,
  zoomedTo,
} from "../kit/crop";
import { t } from "../kit/words";
import css from "./Cropper.module.css";

interface Props {
  /** The picture as it was read, perhaps smaller; `size` is its own. */
  picture: CanvasImageSource;
  size: Size;
  edit: Edit;
  /** Width by height; null is the picture's own. */
  ratio: number | null;
  onEdit: (edit: Edit) => void;
  /** Shows the circle that a profile's picture is cut to. */
  round?: boolean;
  /** Changes what is drawn, such as a filter. */
  paint?: (context: CanvasRenderingContext2D) => void;
  label: string;
}

const STEP = 0.05;
const SHOWN = 1280; // pixels: sharp enough while one arranges

export function Cropper({ picture, size, edit, ratio, onEdit, round = false, paint, label }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const [held, setHeld] = useState(false);
  const all = turned(size, edit.turns);
  const part = windowOf(size, edit, ratio);
  // What a movement starts from: several can come before the next drawing.
  const latest = useRef(edit);
  latest.current = edit;
  const change = (next: Edit) => {
    latest.current = next;
    onEdit(next);
  };
  const zoom = (to: number, at?: { x: number; y: number }) => change(zoomedTo(size, latest.current, ratio, to, at));

  const { turns } = edit;
  useEffect(() => {
    const here = canvas.current;
    if (here) {
      Object.assign(here, drawnSize(turned(size, turns), SHOWN));
      const context = draw(here, picture, size, { turns, zoom: 1, x: 0.5, y: 0.5 }, null);
      paint?.(context);
    }
  }, [picture, size, turns, paint]);

  const wheel = useRef<(event: WheelEvent) => void>(() => {});
  wheel.current = (event) => {
    // A plain wheel scrolls the page, until one works here.
    if (event.ctrlKey || frame.current?.contains(document.activeElement)) {
      event.preventDefault();
      zoom(latest.current.zoom * Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), at(event));
    }
  };
  useEffect(() => {
    const element = frame.current;
    const listen = (event: WheelEvent) => wheel.current(event);
    element?.addEventListener("wheel", listen, { passive: false });
    return () => element?.removeEventListener("wheel", listen);
  }, []);

  function at({ clientX, clientY }: { clientX: number; clientY: number }) {
    const box = frame.current?.getBoundingClientRect();
    return box ? { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height } : { x: 0.5, y: 0.5 };
  }

  function drag(event: PointerEvent) {
    const before = pointers.current.get(event.pointerId);
    if (!before) {
      return;
    }
    const now = at(event);
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (other && pointers.current.size === 2) {
      const reach = (one: { x: number; y: number }) => Math.hypot(one.x - other.x, one.y - other.y) || 0.01;
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      zoom((latest.current.zoom * reach(now)) / reach(before), middle);
      change(moved(size, latest.current, ratio, (before.x - now.x) / 2, (before.y - now.y) / 2));
    } else {
      change(moved(size, latest.current, ratio, before.x - now.x, before.y - now.y));
    }
  }

  function release(event: PointerEvent) {
    pointers.current.delete(event.pointerId);
    setHeld(pointers.current.size > 0);
  }

  const keys: Record<string, () => void> = {
    ArrowLeft: () => change(moved(size, edit, ratio, -STEP, 0)),
    ArrowRight: () => change(moved(size, edit, ratio, STEP, 0)),
    ArrowUp: () => change(moved(size, edit, ratio, 0, -STEP)),
    ArrowDown: () => change(moved(size, edit, ratio, 0, STEP)),
    "+": () => zoom(edit.zoom * 1.1),
    "=": () => zoom(edit.zoom * 1.1),
    "-": () => zoom(edit.zoom / 1.1),
    "0": () => change(settled(size, { ...edit, zoom: 1, x: 0.5, y: 0.5 }, ratio)),
  };

  return (
    <div className={css.cropper}>
      <div className={css.room}>
        <div
          ref={frame}
          role="application"
          aria-label={label}
          aria-description={t("publish.crop.how")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved with the keys
          tabIndex={0}
          dir="ltr"
          className={`${css.frame} ${round ? css.round : ""}`}
          data-held={held || undefined}
          style={
            {
              aspectRatio: `${part.width} / ${part.height}`,
              "--ratio": part.width / part.height,
            } as React.CSSProperties
          }
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            event.currentTarget.focus({ preventScroll: true });
            pointers.current.set(event.pointerId, at(event));
            setHeld(true);
          }}
          onPointerMove={drag}
          onPointerUp={release}
          onPointerCancel={release}
          onKeyDown={(event) => {
            const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
            if (act) {
              event.preventDefault();
              event.stopPropagation();
              act();
            }
          }}
        >
          <canvas
            ref={canvas}
            style={{
              width: `${(all.width / part.width) * 100}%`,
              height: `${(all.height / part.height) * 100}%`,
              left: `${(-part.x / part.width) * 100}%`,
              top: `${(-part.y / part.height) * 100}%`,
            }}
          />
        </div>
      </div>
      <label className={css.zoom}>
        <span className="unseen">{t("publish.crop.zoom")}</span>
        <input
          type="range"
          min={1}
          max={MOST_ZOOM}
          step={0.01}
          value={edit.zoom}
          aria-valuetext={`${Math.round(edit.zoom * 100)} %`}
          onChange={(event) => zoom(Number(event.target.value))}
        />
      </label>
    </div>
  );
}
