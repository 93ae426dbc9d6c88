// Which rows of a tall grid are on the page: those on the screen and some around it. All rows are equally high, so
// nothing has to be measured but the width of the grid.

/** Grids with fewer rows are on the page as a whole. */
export const WHOLE = 60;
export const COLUMNS = 3;
/** Pixels between photographs; the style sheet has the same. */
export const GAP = 3;
/** How many screens of rows stay on the page above and below. */
const AROUND = 1.5;

export interface Span {
  /** The first row on the page, and the one after the last. */
  from: number;
  to: number;
}

export const rowsOf = (items: number): number => Math.ceil(items / COLUMNS);

/** From the top of a row to the top of the next, in pixels. */
export const pitch = (width: number): number => (width - GAP * (COLUMNS - 1)) / COLUMNS + GAP;

/** `above`: pixels of the grid that are scrolled out at the top (negative while it starts below). */
export function span(rows: number, width: number, above: number, screen: number): Span {
  if (rows <= WHOLE) {
    return { from: 0, to: rows };
  }
  if (width <= 0) {
    return { from: 0, to: WHOLE };
  }
  const high = pitch(width);
  const extra = screen * AROUND;
  const from = Math.floor((above - extra) / high);
  const to = Math.ceil((above + screen + extra) / high);
  return { from: Math.min(Math.max(0, from), rows - 1), to: Math.max(1, Math.min(rows, to)) };
}
