// What is looked for, and which of the people who were found is chosen with the keys.

/** What is looked for: without the @ that names are written with, and one blank where several stand. */
export const wanted = (written: string): string => written.trim().replace(/^@/, "").trim().replace(/\s+/g, " ");

/** What the query of an address looks for. */
export const askedIn = (query: string): string => new URLSearchParams(query).get("q") ?? "";

/** The query of an address that looks for it. */
export const queryFor = (search: string): string => (search ? `?${new URLSearchParams({ q: search })}` : "");

export type Step = "down" | "up";

/**
 * Who is chosen after a step, by id; null is the field itself. Above the first stands the field; below the last one
 * nothing, since more may be on its way. Who was chosen and is found no longer counts as nobody.
 */
export function stepped(ids: readonly string[], chosen: string | null, step: Step): string | null {
  const place = chosen === null ? -1 : ids.indexOf(chosen);
  const next = step === "down" ? Math.min(place + 1, ids.length - 1) : place - 1;
  return ids[next] ?? null;
}

/** The person of exactly the username that is looked for. */
export const exactly = <T extends { username: string }>(people: readonly T[], search: string): T | undefined =>
  people.find(({ username }) => username === search.toLowerCase());
