// What can be done with a post. Everything shows at once; what the platform refuses is put right again, with words.

import {
  type ComponentType,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";
import type { Act } from "../app/Keys";
import { type KnownPost, recallPost, setLiked, setSaved } from "../kit/known";
import { go, here } from "../kit/place";
import { names, queries } from "../kit/query";
import { me } from "../kit/session";
import { count, loadLater, t } from "../kit/words";
import { IconButton } from "./Button";
import { Icon } from "./Icon";
import { Link } from "./Link";
import { letGo } from "./letGo";
import { complain, say } from "./Notices";
import css from "./PostCard.module.css";

const HOLD = 450; // milliseconds until a press is a long one

export const postPath = (id: string): string => `/p/${id}`;

/** The name that the platform gives to the collection that everybody has; here it is `""`. */
const FIRST = "Saved";
export const ownName = (collection: string): string => (collection === FIRST ? "" : collection);

/** False, with an invitation to sign in, where nobody is signed in. */
function member(): boolean {
  if (!me()) {
    say(t("card.signIn"), { label: t("door.signIn"), action: () => go("/") });
  }
  return me() !== null;
}

export function like(id: string, want: boolean): void {
  if (member()) {
    setLiked(id, want).catch((error) =>
      complain(t(want ? "card.likeFailed" : "card.unlikeFailed"), error, () => like(id, want)),
    );
  }
}

/** Save into a collection (`""` is the one that everybody has), or take out with null. True when it is done. */
export async function save(id: string, want: string | null): Promise<boolean> {
  if (!member()) {
    return false;
  }
  try {
    await setSaved(id, want);
    queries.invalidateQueries({ queryKey: names.collections });
    queries.invalidateQueries({ queryKey: ["saved"] });
    return true;
  } catch (error) {
    complain(t(want === null ? "card.unsaveFailed" : "card.saveFailed"), error, () => save(id, want));
    return false;
  }
}

/** For who is not signed in: give it to another app, or put its address into the clipboard. */
async function share(post: KnownPost): Promise<void> {
  const url = new URL(postPath(post.id), location.href).href;
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    try {
      await navigator.share({ url, title: t("card.title", { name: post.author.username }) });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) {
        await copy(url);
      }
    }
  } else {
    await copy(url);
  }
}

export async function copy(url: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(url);
    say(t("card.copied"));
  } catch {
    say(t("card.copyThis", { url }), { bad: true });
  }
}

/** To where comments are written: the post's own page. */
export function comment(id: string): void {
  const write = document.querySelector<HTMLElement>("#comment");
  if (here().path === postPath(id) && write) {
    write.focus();
  } else {
    go(`${postPath(id)}#comment`);
  }
}

/** A part that is read when it is opened for the first time; nothing else suffers when it cannot be read. */
export function useOpened<P extends { onClose: () => void }>(
  load: () => Promise<ComponentType<P>>,
): [open: (given: Omit<P, "onClose">) => void, shown: ReactNode] {
  const [opened, setOpened] = useState<{ Part: ComponentType<P>; given: Omit<P, "onClose"> } | null>(null);
  const open = (given: Omit<P, "onClose">) =>
    load().then(
      (Part) => setOpened({ Part, given }),
      (error) => complain(t("card.openFailed"), error, () => open(given)),
    );
  const shown = opened ? <opened.Part {...({ ...opened.given, onClose: () => setOpened(null) } as P)} /> : null;
  return [open, shown];
}

export interface Acts {
  like: () => void;
  save: () => void;
  choose: () => void;
  comment: () => void;
  share: () => void;
  /** What is open; the card shows it. */
  sheet: ReactNode;
}

export function useActs(post: KnownPost): Acts {
  const { id } = post;
  const [openSheet, sheet] = useOpened(() => import("./SaveSheet").then((it) => it.SaveSheet));
  const [openShare, shareSheet] = useOpened(() =>
    Promise.all([import("./ShareSheet"), loadLater()]).then(([it]) => it.ShareSheet),
  );
  const choose = () => {
    if (member()) {
      openSheet({ post });
    }
  };
  return {
    like: () => like(id, !(recallPost(id)?.liked ?? post.liked)),
    choose,
    comment: () => comment(id),
    share: () => (me() ? openShare({ post }) : share(post)),
    sheet: (
      <>
        {sheet}
        {shareSheet}
      </>
    ),
    save: async () => {
      const saved = recallPost(id)?.saved ?? null;
      if ((await save(id, saved === null ? "" : null)) && recallPost(id)?.saved === (saved === null ? "" : null)) {
        if (saved === null) {
          say(t("card.saved"), { label: t("card.choose"), action: choose });
        } else {
          say(t("card.unsaved"), { label: t("card.undo"), action: () => save(id, saved) });
        }
      }
    },
  };
}

/** Hear what the keys ask of the post that is looked at (app/Keys.tsx). */
export function useAsked(article: RefObject<HTMLElement | null>, acts: Acts): void {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    const element = article.current;
    const asked = (event: Event) => latest.current[(event as CustomEvent<Act>).detail]();
    element?.addEventListener("act", asked);
    return () => element?.removeEventListener("act", asked);
  }, [article]);
}

/** The row below a photograph: heart, comments, share; at the end of the line, save. */
export function ActRow({ post, acts, counted = false }: { post: KnownPost; acts: Acts; counted?: boolean }) {
  const { liked, likes, comments, saved } = post;
  const said = likes ? t("card.likes", { count: likes }) : "";
  return (
    <div className={css.acts}>
      <div className={css.act}>
        <IconButton
          icon="heart"
          filled={liked}
          className={`${css.heart} ${liked ? css.alive : ""}`}
          aria-pressed={liked}
          label={t("card.like")}
          onClick={acts.like}
        />
        {likes ? (
          <Link href={`${postPath(post.id)}/likes`} className={css.number} aria-label={said} title={said}>
            {count(likes)}
          </Link>
        ) : null}
      </div>
      <div className={css.act}>
        <IconButton icon="comment" label={t("card.comment")} onClick={acts.comment} />
        {counted && comments ? (
          <span className={css.number}>
            <span aria-hidden="true">{count(comments)}</span>
            <span className="unseen">{t("card.comments", { count: comments })}</span>
          </span>
        ) : null}
      </div>
      <IconButton icon="share" label={t("card.share")} onClick={acts.share} />
      <SaveButton saved={(saved ?? null) !== null} acts={acts} />
    </div>
  );
}

/** A press saves; a long press asks where. The sheet is in the menu, too, for those who cannot press long. */
function SaveButton({ saved, acts }: { saved: boolean; acts: Acts }) {
  const timer = useRef(0);
  const down = (event: PointerEvent) => {
    clearTimeout(timer.current);
    if (event.button === 0) {
      timer.current = window.setTimeout(() => {
        letGo();
        acts.choose();
      }, HOLD);
    }
  };
  const up = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <button
      type="button"
      className={css.save}
      aria-pressed={saved}
      aria-label={t("card.save")}
      title={t("card.saveHint")}
      onPointerDown={down}
      onPointerUp={up}
      onPointerLeave={up}
      onPointerCancel={up}
      onContextMenu={(event) => event.preventDefault()}
      onClick={acts.save}
    >
      <Icon name="save" filled={saved} />
    </button>
  );
}
