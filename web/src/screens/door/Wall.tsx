// A wall of photographs beside a form: what this place is about, before anybody has signed in.

import css from "./Wall.module.css";

/** File, width, height, and the colour that stands there until it has come. All are CC0; see public/wall/CREDITS.md. */
const PRINTS = [
  ["dune-walkers", 720, 900, "#b8795a"],
  ["crescent-moon", 720, 720, "#0c0a08"],
  ["striped-plaza", 720, 480, "#6d6d6d"],
  ["mandarins", 720, 900, "#35261a"],
  ["snow-caravan", 720, 377, "#c9c9c9"],
] as const;

/** Silent for screen readers: it is there to be looked at. */
export function Wall() {
  return (
    <div className={css.wall} aria-hidden="true">
      {PRINTS.map(([name, width, height, tone]) => (
        <img
          key={name}
          className={css[name]}
          src={`/wall/${name}.webp`}
          alt=""
          width={width}
          height={height}
          style={{ background: tone }}
          decoding="async"
          draggable={false}
        />
      ))}
    </div>
  );
}
