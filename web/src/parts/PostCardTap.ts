// Two taps on the same place, quickly one after the other: by finger, pen or mouse.

const TWICE = 320; // milliseconds between the two
const NEAR = 40; // pixels between the two
const STILL = 12; // pixels that a tap may move: more is a swipe

interface Point {
  x: number;
  y: number;
  /** milliseconds */
  at: number;
}

/** Tell it where each press began and ended; true when it was the second tap of a double tap. */
export function doubleTap(): (down: Point, up: Point) => boolean {
  let last: Point | null = null;
  return (down, up) => {
    if (Math.hypot(up.x - down.x, up.y - down.y) > STILL || up.at - down.at > TWICE) {
      last = null;
      return false;
    }
    const twice = last !== null && up.at - last.at < TWICE && Math.hypot(up.x - last.x, up.y - last.y) < NEAR;
    last = twice ? null : up; // a third tap begins anew
    return twice;
  };
}
