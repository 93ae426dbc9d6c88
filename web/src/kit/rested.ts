// A value that waits for the hand to rest, so that the platform is not asked at every key.

import { useEffect, useState } from "react";

const PAUSE = 200;

/** The same value, as soon as it has not changed for `pause` milliseconds. What becomes empty is so at once. */
export function useRested<T extends string | null>(value: T, pause = PAUSE): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return value ? rested : value;
}
