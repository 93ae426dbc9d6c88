// A value that waits for the hand to rest, so that the platform is not asked at every key.

import { useEffect, useState } from "react";

const PAUSE = 200; // milliseconds without a change

/** The same value, as soon as it has not changed for a while. What becomes empty is so at once. */
export function useRested<T extends string | null>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return value ? rested : value;
}
