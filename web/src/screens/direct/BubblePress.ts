// What a finger or a mouse does on a message.

import { type PointerEvent, useRef } from "react";
import { letGo } from "../../parts/letGo";

const LONG = 450; // milliseconds of a press that opens the menu
const SWIPED = 56; // pixels of a swipe that begins a reply

/** Long press, double tap and swipe, by touch; double click by mouse. Everything is in the menu too. */
export function usePress(
  on: boolean,
  own: boolean,
  { long, double, swiped }: Record<"long" | "double" | "swiped", () => void>,
) {
  const timer = useRef(0);
  const start = useRef<{ x: number; y: number; swipes: boolean } | null>(null);
  if (!on) {
    return {};
  }
  const settle = (element: HTMLElement) => {
    clearTimeout(timer.current);
    start.current = null;
    element.style.transform = "";
  };
  return {
    onDoubleClick: (event: React.MouseEvent) => {
      if (!(event.target as HTMLElement).closest("a, button")) {
        getSelection()?.removeAllRanges();
        double();
      }
    },
    onContextMenu: (event: React.MouseEvent) => {
      if ((event.nativeEvent as unknown as { pointerType?: string }).pointerType === "touch") {
        event.preventDefault();
      }
    },
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType !== "touch") {
        return;
      }
      start.current = { x: event.clientX, y: event.clientY, swipes: false };
      clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        start.current = null;
        letGo();
        navigator.vibrate?.(8);
        long();
      }, LONG);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const from = start.current;
      if (!from) {
        return;
      }
      const x = event.clientX - from.x;
      const y = event.clientY - from.y;
      if (Math.abs(x) > 8 || Math.abs(y) > 8) {
        clearTimeout(timer.current);
      }
      if (from.swipes || (Math.abs(x) > 12 && Math.abs(x) > Math.abs(y) * 1.5)) {
        from.swipes = true;
        event.currentTarget.style.transform = `translateX(${Math.max(-80, Math.min(80, inward(x, own)))}px)`;
      }
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const from = start.current;
      const far = from?.swipes && Math.abs(inward(event.clientX - from.x, own)) > SWIPED;
      settle(event.currentTarget);
      if (far) {
        letGo();
        swiped();
      }
    },
    onPointerCancel: (event: PointerEvent<HTMLElement>) => settle(event.currentTarget),
  };
}

/** A swipe towards the middle of the conversation; in the other direction nothing moves. */
function inward(x: number, own: boolean): number {
  const toEnd = document.documentElement.dir === "rtl" ? own : !own;
  return toEnd ? Math.max(0, x) : Math.min(0, x);
}
