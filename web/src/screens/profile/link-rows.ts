// The links of a profile while one writes them: rows that can be empty, moved and wrong.

import type { NewLink, Problem } from "@client";

export const MOST_LINKS = 5;

export interface Row {
  /** Stays with the row while it moves. */
  key: number;
  url: string;
  title: string;
}

/** The rows that hold something: an address without a scheme is one of the web. */
export const written = (rows: Row[]): Row[] => rows.filter((row) => row.url.trim() || row.title.trim());

export const linksOf = (rows: Row[]): NewLink[] =>
  written(rows).map(({ url, title }) => ({ url: addressed(url.trim()), title: title.trim() }));

const addressed = (url: string): string => (url && !/^[a-z][a-z0-9+.-]*:/i.test(url) ? `https://${url}` : url);

/** The rows with one of them a place higher (-1) or lower (1); at the ends nothing moves. */
export function shifted(rows: Row[], key: number, by: -1 | 1): Row[] {
  const from = rows.findIndex((row) => row.key === key);
  const row = rows[from];
  const other = rows[from + by];
  if (!row || !other) {
    return rows;
  }
  return rows.map((each) => (each === row ? other : each === other ? row : each));
}

export type LinkWrongs = Record<number, { url?: string; title?: string }>;

/** What the platform says about links, by the key of the row that was sent in that place. */
export function wrongLinks(errors: Problem["errors"], rows: Row[]): LinkWrongs {
  const sent = written(rows);
  const wrongs: LinkWrongs = {};
  for (const { pointer, detail } of errors) {
    const [, place, field] = /^\/links\/(\d+)\/(url|title)$/.exec(pointer) ?? [];
    const row = sent[Number(place)];
    if (row && (field === "url" || field === "title")) {
      wrongs[row.key] = { ...wrongs[row.key], [field]: detail };
    }
  }
  return wrongs;
}
