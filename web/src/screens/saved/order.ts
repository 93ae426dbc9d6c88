/** The list with the thing at `from` moved to `to`; out of bounds changes nothing. */
export function moved<T>(items: T[], from: number, to: number): T[] {
  const taken = items[from];
  if (taken === undefined || to < 0 || to >= items.length || from === to) {
    return items;
  }
  const others = items.filter((_, place) => place !== from);
  return [...others.slice(0, to), taken, ...others.slice(to)];
}
