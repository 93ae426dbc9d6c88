// Keys for those who like them: through the wall, like, save, comment, and where to go. They rest while one writes.

import { useEffect, useState } from "react";
import { go } from "../kit/place";
import { me } from "../kit/session";
import { type Key, t } from "../kit/words";
import { Sheet } from "../parts/Sheet";
import css from "./Keys.module.css";

/** What a post on the page can be asked to do; posts listen for the event `act` on their article. */
export type Act = "like" | "save" | "comment";

const HELP: [string, Key][] = [
  ["j", "keys.next"],
  ["k", "keys.previous"],
  ["l", "keys.like"],
  ["s", "keys.save"],
  ["c", "keys.comment"],
  ["/", "keys.search"],
  ["g h", "keys.home"],
  ["g n", "keys.notifications"],
  ["g p", "keys.publish"],
  ["g m", "keys.direct"],
  ["Esc", "keys.close"],
  ["?", "keys.help"],
];
const PLACES: Record<string, string> = { h: "/", n: "/notifications", p: "/publish", m: "/direct" };
const ACTS: Record<string, Act> = { l: "like", s: "save", c: "comment" };
const LEAD = 1200; // milliseconds between g and what follows

const all = () => [...document.querySelectorAll<HTMLElement>("main article[data-post]")];
const held = () => document.activeElement?.closest<HTMLElement>("article[data-post]") ?? null;
/** The post that one looks at: the one with the focus, else the first whose lower edge is well on the screen. */
const current = () => held() ?? all().find((each) => each.getBoundingClientRect().bottom > innerHeight / 3);

function step(by: number): void {
  const posts = all();
  const at = held();
  const look = current();
  const place = at ? posts.indexOf(at) + by : look ? posts.indexOf(look) : 0;
  const next = posts[Math.max(0, Math.min(posts.length - 1, place))];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "start", behavior: calm ? "instant" : "smooth" });
}

export function Keys() {
  const [help, setHelp] = useState(false);
  useEffect(() => {
    let leading = 0;
    const pressed = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement | null;
      if (
        target?.closest("input, textarea, select, [contenteditable]") ||
        document.querySelector("dialog:modal") || // a sheet lies over the post
        event.metaKey ||
        event.ctrlKey ||
        event.altKey
      ) {
        return;
      }
      const over = document.querySelector("dialog[open]"); // a post over its grid
      const led = PLACES[event.key];
      if (event.timeStamp - leading < LEAD && led && me() && !over) {
        leading = 0;
        event.preventDefault();
        go(led);
        return;
      }
      leading = event.key === "g" ? event.timeStamp : 0;
      const act = ACTS[event.key];
      if (act) {
        const post = over ? over.querySelector<HTMLElement>("article[data-post]") : current();
        if (post) {
          event.preventDefault();
          post.dispatchEvent(new CustomEvent<Act>("act", { detail: act }));
        }
      } else if (!over && (event.key === "j" || event.key === "k")) {
        event.preventDefault();
        step(event.key === "j" ? 1 : -1);
      } else if (!over && event.key === "/" && me()) {
        event.preventDefault();
        go("/search");
      } else if (!over && event.key === "?") {
        event.preventDefault();
        setHelp(true);
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  if (!help) {
    return null;
  }
  return (
    <Sheet title={t("keys.title")} onClose={() => setHelp(false)}>
      <dl className={css.keys}>
        {HELP.map(([key, what]) => (
          <div key={key}>
            <dt dir="ltr">
              {key.split(" ").map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
