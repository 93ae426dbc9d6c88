// Which screen is shown, what lies over it, and what stays while screens change.

import { QueryClientProvider } from "@tanstack/react-query";
import { Component, type ReactNode, Suspense, useEffect, useLayoutEffect, useRef } from "react";
import { forgetAll } from "../kit/known";
import { back, forgetPlaces, go, ground, here, type Place, scrollOf, usePlace, want, wanted } from "../kit/place";
import { queries } from "../kit/query";
import { type Session, useSession } from "../kit/session";
import { connect, disconnect } from "../kit/socket";
import { t } from "../kit/words";
import { Trouble } from "../parts/Empty";
import { Notices } from "../parts/Notices";
import { Sheet } from "../parts/Sheet";
import css from "./App.module.css";
import { Challenges, heldBack } from "./Challenges";
import { Frame } from "./Frame";
import { Keys } from "./Keys";
import { match, type Route, routes, Screen } from "./routes";

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <Live />
      <Shown />
      <Keys />
      <Notices />
    </QueryClientProvider>
  );
}

/** The line to the platform, and a clean table when somebody else is looking. */
function Live() {
  const { state, person } = useSession();
  const before = useRef<string | null>(null);
  const id = person?.id ?? null;
  useLayoutEffect(() => {
    if (before.current !== null && before.current !== id) {
      queries.clear();
      forgetAll();
      forgetPlaces();
    }
    before.current = id;
  }, [id]);
  useEffect(() => {
    if (state === "member" && id) {
      connect();
      return disconnect;
    }
    return undefined;
  }, [state, id]);
  return null;
}

/** Another path that must be shown instead, or null. */
function instead(route: Route, session: Session, place: Place): string | null {
  const { state, challenges } = session;
  if (state === "nobody") {
    return route.members ? "/" : null;
  }
  if (state !== "member") {
    return null;
  }
  if (challenges.includes("leaving")) {
    return place.path === "/leaving" ? null : "/leaving";
  }
  if (heldBack(session)) {
    return route.anybody ? null : "/verify";
  }
  return route.strangers || (place.path === "/" && wanted() !== null) ? (wanted() ?? "/") : null;
}

function Shown() {
  const place = usePlace();
  const session = useSession();
  const below = ground(place);
  const found = match(routes, below.path);
  const over = place.behind ? match(routes, place.path) : null;
  const other = session.state === "unknown" ? null : instead(found.route, session, below);

  useEffect(() => {
    if (other === null) {
      return;
    }
    if (session.state === "nobody") {
      want(below.path + below.search); // where they were going who have to sign in first
    } else if (other === wanted()) {
      want(null);
    }
    go(other, { replace: true });
  }, [other, session.state, below]);

  const before = useRef(session.state);
  useEffect(() => {
    const entered = before.current === "nobody" && session.state === "member";
    before.current = session.state;
    return entered ? focusHead() : undefined; // the door is gone, and with it what had the focus
  }, [session.state]);

  const inside =
    session.state === "member" ||
    session.state === "away" ||
    (session.state === "unknown" && "inside" in document.documentElement.dataset);
  useLayoutEffect(() => {
    document.documentElement.toggleAttribute("data-inside", inside);
  }, [inside]);

  if (session.state === "unknown" && !found.route.anybody) {
    return <Frame inside={inside}>{null}</Frame>;
  }
  return (
    <Frame inside={inside}>
      <Challenges place={below} />
      {other ? null : (
        <Guarded key={below.key}>
          <Suspense fallback={<div className={css.waiting} />}>
            <Arrived place={below} overlaid={over !== null} />
            <Screen found={found} place={below} />
          </Suspense>
        </Guarded>
      )}
      {over ? (
        <Guarded key={place.key} over>
          <Suspense fallback={null}>
            <Screen found={over} place={place} />
          </Suspense>
        </Guarded>
      ) : null}
    </Frame>
  );
}

/** Puts the window where it was (Back) or to the top, and the focus at the beginning of a new screen. */
function Arrived({ place, overlaid }: { place: Place; overlaid: boolean }) {
  const first = useRef(true);
  useLayoutEffect(() => {
    if (first.current && !overlaid) {
      first.current = false;
      const { by } = here();
      const top = by === "back" ? scrollOf(place.key) : 0;
      scrollTo(0, top);
      if (top > 0) {
        // Lists that measure themselves reach their height within a few frames.
        let frames = 12;
        const settle = () => {
          if (Math.abs(scrollY - top) > 1) {
            scrollTo(0, top);
          }
          frames -= 1;
          if (frames > 0) {
            requestAnimationFrame(settle);
          }
        };
        requestAnimationFrame(settle);
      }
      if (by === "go") {
        return focusHead();
      }
    }
    return undefined;
  }, [place, overlaid]);
  return null;
}

const HEAD_LATEST = 5000; // milliseconds for which a heading may still come

/** Gives the focus to the heading; when that is taken away or comes late, to the next one, until one does something. */
function focusHead(): () => void {
  const focus = () => {
    if (document.activeElement === document.body || document.activeElement === null) {
      document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
    }
  };
  document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  const watcher = new MutationObserver(focus);
  const stop = () => {
    watcher.disconnect();
    clearTimeout(timer);
    removeEventListener("keydown", stop, true);
    removeEventListener("pointerdown", stop, true);
  };
  const timer = setTimeout(stop, HEAD_LATEST);
  addEventListener("keydown", stop, true);
  addEventListener("pointerdown", stop, true);
  const main = document.getElementById("main");
  if (main) {
    watcher.observe(main, { childList: true, subtree: true });
  }
  return stop;
}

/** A screen that fails takes nothing else with it. */
class Guarded extends Component<{ children: ReactNode; over?: boolean }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) {
      return this.props.children;
    }
    const trouble = <Trouble error={this.state.error} again={() => location.reload()} />;
    if (this.props.over) {
      // below the screen that it should lie over nobody would see it
      return (
        <Sheet title={t("trouble.title")} onClose={() => back()}>
          {trouble}
        </Sheet>
      );
    }
    return (
      <div>
        <h1 className="unseen">{t("trouble.title")}</h1>
        {trouble}
      </div>
    );
  }
}
