// Settings. On a phone the list, then one part with a way back; on everything wider both beside each other.

import { type ComponentType, lazy, Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { go } from "../../kit/place";
import { signOut, useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { Sheet } from "../../parts/Sheet";
import { Shades } from "./bits";
import { Prompt } from "./Prompt";
import { GROUPS, PARTS, type PartName, partOf } from "./parts";
import css from "./Settings.module.css";

const SCREENS: Record<PartName, ComponentType> = {
  profile: lazy(() => import("./Profile")),
  account: lazy(() => import("./Account")),
  security: lazy(() => import("./Security")),
  sessions: lazy(() => import("./Sessions")),
  privacy: lazy(() => import("./Privacy")),
  messages: lazy(() => import("./Messages")),
  close: lazy(() => import("./CloseFriends")),
  tags: lazy(() => import("./Tags")),
  blocked: lazy(() => import("./Blocked")),
  muted: lazy(() => import("./Muted")),
  words: lazy(() => import("./HiddenWords")),
  told: lazy(() => import("./Told")),
  look: lazy(() => import("./Look")),
  data: lazy(() => import("./Data")),
  leave: lazy(() => import("./Leave")),
  about: lazy(() => import("./About")),
};

const WIDE = "(min-width: 48rem)";
let listScroll = 0; // each part is a place of its own; the list beside them stays where it was

function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches);
  useEffect(() => {
    const media = matchMedia(WIDE);
    const changed = () => setWide(media.matches);
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, []);
  return wide;
}

export default function Settings({ params }: ScreenProps) {
  const part = partOf(params.part);
  const wide = useWide();
  const nowhere = part === null && (params.part !== undefined || wide);
  useEffect(() => {
    if (nowhere) {
      go(wide ? "/settings/account" : "/settings", { replace: true });
    }
  }, [nowhere, wide]);
  if (nowhere) {
    return null;
  }
  return (
    <div className={css.settings}>
      {part === null || wide ? <List at={part} /> : null}
      {part ? <Shown key={part} part={part} /> : null}
      <Prompt />
    </div>
  );
}

function Shown({ part }: { part: PartName }) {
  const Screen = SCREENS[part];
  return (
    <div className={css.part}>
      <Suspense fallback={<Shades />}>
        <Screen />
      </Suspense>
    </div>
  );
}

function List({ at }: { at: PartName | null }) {
  const person = useMe();
  const [leaving, setLeaving] = useState(false);
  const list = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const element = list.current;
    if (element) {
      element.scrollTop = listScroll;
    }
    return () => {
      listScroll = element?.scrollTop ?? 0;
    };
  }, []);
  return (
    <nav ref={list} className={css.list} aria-label={t("settings.title")}>
      {at ? <p className={css.title}>{t("settings.title")}</p> : <Head />}
      {person ? (
        <div className={css.me}>
          <Avatar person={person} size={56} />
          <div>
            <bdi className="who">{person.username}</bdi>
            <p className="soft small" dir="auto">
              {person.name}
            </p>
          </div>
        </div>
      ) : null}
      {GROUPS.map(({ title, parts }) => (
        <div key={title} className={css.bunch}>
          <h2>{t(title)}</h2>
          <ul>
            {parts.map((part) => (
              <li key={part}>
                <Link
                  href={`/settings/${part}`}
                  className={`${css.go} ${part === "leave" ? css.danger : ""}`}
                  aria-current={part === at ? "page" : undefined}
                >
                  <Icon name={PARTS[part]} />
                  <span>{t(`settings.${part}`)}</span>
                  <Icon name="right" turns small />
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <Button icon="out" wide onClick={() => setLeaving(true)}>
        {t("settings.signOut")}
      </Button>
      {leaving ? <SignOut onClose={() => setLeaving(false)} /> : null}
    </nav>
  );
}

function Head() {
  usePageTitle(t("settings.title"));
  return (
    <h1 tabIndex={-1} className={css.title}>
      {t("settings.title")}
    </h1>
  );
}

function SignOut({ onClose }: { onClose: () => void }) {
  const [busy, setBusy] = useState(false);
  return (
    <Sheet title={t("settings.signOut.ask")} onClose={onClose}>
      <div className={css.stack}>
        <p className="soft">{t("settings.signOut.means")}</p>
        <Button
          look="strong"
          wide
          busy={busy}
          onClick={() => {
            setBusy(true);
            signOut().then(() => go("/", { replace: true }));
          }}
        >
          {t("settings.signOut")}
        </Button>
        <Button wide onClick={onClose}>
          {t("do.cancel")}
        </Button>
      </div>
    </Sheet>
  );
}
