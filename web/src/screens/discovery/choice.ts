// Which way to look at it an address asks for.

export const ORDERS = ["top", "recent"] as const;
export const SPANS = ["day", "week"] as const;
export type Order = (typeof ORDERS)[number];
export type Span = (typeof SPANS)[number];

/** What the query of an address chooses; the first where it chooses nothing that there is. */
export function chosenIn<T extends string>(query: string, name: string, options: readonly [T, ...T[]]): T {
  const asked = new URLSearchParams(query).get(name);
  return options.find((each) => each === asked) ?? options[0];
}

/** The query of an address that chooses it: none for the first. */
export const queryOf = <T extends string>(name: string, options: readonly [T, ...T[]], chosen: T): string =>
  chosen === options[0] ? "" : `?${new URLSearchParams({ [name]: chosen })}`;
