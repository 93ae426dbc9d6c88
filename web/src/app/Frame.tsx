// What stays while screens change: the way around. Bar and tabs on a phone, a rail beside the wall on everything wider.

import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useSyncExternalStore } from "react";
import { api } from "../kit/api";
import { usePlace } from "../kit/place";
import { names, queries } from "../kit/query";
import { useSession } from "../kit/session";
import { useHear } from "../kit/socket";
import { useStore } from "../kit/store";
import { count, type Key, t } from "../kit/words";
import { Avatar } from "../parts/Avatar";
import { ButtonLink } from "../parts/Button";
import { Icon, type IconName, Wordmark } from "../parts/Icon";
import { Link } from "../parts/Link";
import { progress } from "../screens/publish/progress";
import css from "./Frame.module.css";

const PublishProgress = lazy(() =>
  import("../screens/publish/PublishProgress").then((it) => ({ default: it.PublishProgress })),
);

const MOST = 99;
const SETTLED = 1500; // milliseconds for the first load

/** How many notifications are new. */
export function useUnread(): number {
  const { state } = useSession();
  const { data } = useQuery({ queryKey: names.unread, queryFn: () => api.countUnread(), enabled: state === "member" });
  return data?.count ?? 0;
}

let counting = 0;
/** Many things that come at once are counted once. */
function countTalks(): void {
  clearTimeout(counting);
  counting = window.setTimeout(() => void queries.invalidateQueries({ queryKey: names.unreadMessages }), 800);
}

/** In how many conversations something waits to be read. */
function useUnreadTalks(): number {
  const { state, person } = useSession();
  useHear("message", countTalks);
  useHear("conversation", countTalks);
  useHear("resumed", countTalks);
  useHear("read", (frame) => frame.person === person?.id && countTalks());
  const { data } = useQuery({
    queryKey: names.unreadMessages,
    queryFn: () => api.countUnreadMessages(),
    enabled: state === "member",
  });
  return data?.conversations ?? 0;
}

/** Conversations are listened to as soon as the page has settled; until then nothing of them is needed but a number. */
function useChat(): void {
  const { state, person } = useSession();
  const id = state === "member" ? person?.id : undefined;
  useEffect(() => {
    if (!id) {
      return undefined;
    }
    let over = false;
    const begin = () => void import("../chat/live").then((it) => over || it.begin()).catch(() => {});
    const timer = setTimeout(begin, SETTLED);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [id]);
}

function watchNetwork(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

export function Frame({ inside, children }: { inside: boolean; children: ReactNode }) {
  const { state } = useSession();
  const publishing = useStore(progress) !== null;
  const online = useSyncExternalStore(watchNetwork, () => navigator.onLine);
  const again = () => void queries.invalidateQueries({ queryKey: names.unread });
  useHear("notification", again);
  useHear("resumed", again);
  useChat();
  return (
    <>
      <a
        className={css.skip}
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        {t("nav.skip")}
      </a>
      {inside ? <Inside /> : <Outside />}
      <main id="main" tabIndex={-1} className={css.main}>
        {publishing ? (
          <Suspense fallback={null}>
            <PublishProgress />
          </Suspense>
        ) : null}
        {state === "away" || !online ? (
          <p className={css.offline} role="status">
            <Icon name="offline" small /> {t("offline.bar")}
          </p>
        ) : null}
        {children}
      </main>
    </>
  );
}

function Outside() {
  const { path } = usePlace();
  const { state } = useSession();
  if (path === "/" || path === "/sign-up" || state === "unknown") {
    return null;
  }
  return (
    <header className={css.top}>
      <Link href="/" aria-label="Lambdagram">
        <Wordmark />
      </Link>
      <ButtonLink href="/" small>
        {t("door.signIn")}
      </ButtonLink>
    </header>
  );
}

function Inside() {
  const { person } = useSession();
  const unread = useUnread();
  const talks = useUnreadTalks();
  useTitle(unread + talks);
  const own = person ? `/u/${person.username}` : "/";
  return (
    <>
      <header className={css.top}>
        <Link href="/" aria-label="Lambdagram">
          <Wordmark />
        </Link>
        <div className={css.topEnd}>
          <Go href="/notifications" icon="bell" label="nav.notifications" badge={unread} />
        </div>
      </header>
      <nav className={css.nav} aria-label={t("nav.label")}>
        <Link href="/" className={css.brand} aria-label="Lambdagram">
          <span className={css.narrow}>
            <Wordmark mute />
          </span>
          <span className={css.broad}>
            <Wordmark />
          </span>
        </Link>
        <Go href="/" icon="home" label="nav.home" />
        <Go href="/search" icon="find" label="nav.search" />
        <Go href="/explore" icon="explore" label="nav.explore" rail />
        <Go href="/publish" icon="plus" label="nav.publish" />
        <Go href="/direct" icon="send" label="nav.direct" badge={talks} />
        <Go href="/notifications" icon="bell" label="nav.notifications" badge={unread} rail />
        <Go href="/saved" icon="save" label="nav.saved" rail />
        <Go
          href={own}
          label="nav.you"
          picture={person ? <Avatar person={person} size={32} /> : <Icon name="person" />}
        />
        <span className={css.gap} />
        <Go href="/settings" icon="gear" label="nav.settings" rail />
      </nav>
    </>
  );
}

function Go({
  href,
  icon,
  picture,
  label,
  badge = 0,
  rail = false,
}: {
  href: string;
  icon?: IconName;
  picture?: ReactNode;
  label: Key;
  badge?: number;
  rail?: boolean;
}) {
  const { path } = usePlace();
  const at = href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
  const words = t(label);
  return (
    <Link
      href={href}
      className={`${css.go} ${rail ? css.rail : ""}`}
      aria-current={at ? "page" : undefined}
      onClick={(event) => {
        if (at && path === href) {
          // Pressed where one is: to the top of it.
          event.preventDefault();
          const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
          scrollTo({ top: 0, behavior: calm ? "instant" : "smooth" });
        }
      }}
    >
      <span className={css.glyph}>
        {icon ? <Icon name={icon} /> : picture}
        {badge ? (
          <span className={css.badge} aria-hidden="true">
            {badge > MOST ? `${count(MOST)}+` : count(badge)}
          </span>
        ) : null}
      </span>
      <span className={css.word}>{words}</span>
      {badge ? <span className="unseen">{t("nav.new", { count: badge })}</span> : null}
    </Link>
  );
}

let titled = "";

/** The title of the page, with the number of what is new before it. */
function useTitle(unread: number): void {
  useEffect(() => {
    const write = () => {
      const bare = document.title.replace(/^\(\d+\+?\) /, "");
      titled = unread ? `(${unread > MOST ? `${MOST}+` : unread}) ${bare}` : bare;
      if (document.title !== titled) {
        document.title = titled;
      }
    };
    write();
    const title = document.querySelector("title");
    const watcher = new MutationObserver(write);
    if (title) {
      watcher.observe(title, { childList: true });
    }
    return () => watcher.disconnect();
  }, [unread]);
}

/** Name the page while a screen is shown. */
export function usePageTitle(name: string): void {
  useEffect(() => {
    document.title = name ? `${name} · Lambdagram` : "Lambdagram";
  }, [name]);
}
