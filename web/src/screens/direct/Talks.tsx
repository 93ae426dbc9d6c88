// The list of conversations: the pinned ones first, then the one in which something was said last.

import type { ConversationAnswer, PersonAnswer } from "@client";
import { useQuery } from "@tanstack/react-query";
import { memo, useEffect, useLayoutEffect, useReducer, useRef } from "react";
import {
  askPresence,
  draftOf,
  type ListedFolder,
  nameOf,
  ordered,
  otherOf,
  preview,
  shortTime,
  useConversations,
  usePeople,
  usePresence,
  useWriters,
} from "../../chat";
import { api } from "../../kit/api";
import { names } from "../../kit/query";
import { useMe } from "../../kit/session";
import { count, t } from "../../kit/words";
import { ButtonLink } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { TalkPicture } from "../../parts/TalkPicture";
import css from "./Talks.module.css";
import { typingWords } from "./typing";

const tops = new Map<ListedFolder, number>(); // where each list was scrolled to

interface Props {
  folder: ListedFolder;
  /** The conversation beside the list. */
  at: string | null;
  /** Whether the list's heading is the screen's. */
  main: boolean;
}

export function Talks({ folder, at, main }: Props) {
  const query = useConversations(folder);
  const items = ordered(query.data);
  const people = usePeople();
  const writers = useWriters();
  const me = useMe();
  const box = useRef<HTMLDivElement>(null);
  const there = items.length > 0;
  const [, minute] = useReducer((turn: number) => turn + 1, 0);
  useEffect(() => {
    const timer = setInterval(minute, 60_000);
    return () => clearInterval(timer);
  }, []);
  const others = items.map((each) => otherOf(each)?.id).filter((each) => each !== undefined);
  const asked = others.slice(0, 40).join(",");
  useEffect(() => {
    if (asked) {
      void askPresence(asked.split(","));
    }
  }, [asked]);
  useLayoutEffect(() => {
    if (there && box.current) {
      box.current.scrollTop = tops.get(folder) ?? 0;
    }
  }, [there, folder]);

  const Head = main ? "h1" : "h2";
  return (
    <div className={css.pane}>
      <header className={css.head}>
        {folder === "archived" ? (
          <Link href="/direct" className={css.go} aria-label={t("do.back")} title={t("do.back")}>
            <Icon name="left" turns />
          </Link>
        ) : null}
        <Head className={css.title} tabIndex={main ? -1 : undefined}>
          {t(folder === "archived" ? "direct.archived" : "direct.title")}
        </Head>
        {folder === "inbox" ? (
          <Link href="/direct/new" className={css.go} aria-label={t("direct.new")} title={t("direct.new")}>
            <Icon name="pen" />
          </Link>
        ) : null}
      </header>
      <div ref={box} className={css.list} onScroll={(event) => void tops.set(folder, event.currentTarget.scrollTop)}>
        {folder === "inbox" ? <Folders /> : null}
        {query.isPending ? <Shades /> : null}
        {query.isError && !query.data ? <Trouble error={query.error} again={() => void query.refetch()} /> : null}
        {there ? (
          <ul aria-label={t("direct.list")}>
            {items.map((each) => (
              <Item
                key={each.id}
                talk={each}
                here={each.id === at}
                people={people}
                typing={(writers[each.id] ?? []).filter((id) => id !== me?.id).join(",")}
                time={shortTime(each.movedAt)}
              />
            ))}
          </ul>
        ) : null}
        {query.data && !there && !query.hasNextPage ? (
          <Empty
            icon={folder === "archived" ? "archive" : "send"}
            title={t(folder === "archived" ? "direct.archivedEmpty" : "direct.empty")}
          >
            <p>{t(folder === "archived" ? "direct.archivedText" : "direct.emptyText")}</p>
            {folder === "inbox" ? (
              <ButtonLink href="/direct/new" look="strong">
                {t("direct.new")}
              </ButtonLink>
            ) : null}
          </Empty>
        ) : null}
        {query.data ? <Endless query={query} shades={<Shades rows={3} />} /> : null}
      </div>
    </div>
  );
}

/** The ways to requests, with how many there are, and to what was archived. */
function Folders() {
  const { data } = useQuery({ queryKey: names.unreadMessages, queryFn: () => api.countUnreadMessages() });
  const requests = data?.requests ?? 0;
  return (
    <nav className={css.folders} aria-label={t("direct.title")}>
      <Link href="/direct/requests" data-some={requests > 0 || undefined}>
        {requests ? t("direct.requestsCount", { count: requests }) : t("direct.requests")}
      </Link>
      <Link href="/direct/archived">{t("direct.archived")}</Link>
    </nav>
  );
}

interface ItemProps {
  talk: ConversationAnswer;
  here: boolean;
  people: ReadonlyMap<string, PersonAnswer>;
  typing: string;
  time: string;
}

const Item = memo(function Item({ talk, here, people, typing, time }: ItemProps) {
  const name = nameOf(talk);
  const presence = usePresence(otherOf(talk)?.id);
  const draft = here ? "" : draftOf(talk.id).text.trim();
  const unread = talk.unread > 0;
  const writers = typing ? typing.split(",") : [];
  return (
    <li>
      <Link
        href={`/direct/${talk.id}`}
        className={`${css.item} ${unread ? css.unread : ""}`}
        aria-current={here ? "page" : undefined}
      >
        <span className={css.picture} data-active={presence?.active || undefined}>
          <TalkPicture talk={talk} size={56} />
        </span>
        <span className={css.words}>
          <bdi className={css.name}>{name}</bdi>
          <span className={css.said} dir="auto">
            {writers.length ? (
              <em>
                {typingWords(
                  writers.map((id) => people.get(id)),
                  talk.kind === "direct",
                )}
              </em>
            ) : draft ? (
              <span className={css.draft}>{t("direct.draft", { words: draft.replace(/\s+/g, " ") })}</span>
            ) : (
              preview(talk, (id) => people.get(id))
            )}
          </span>
        </span>
        <span className={css.side}>
          <time dateTime={talk.movedAt}>{time}</time>
          <span className={css.marks}>
            {talk.mutedUntil ? (
              <span title={t("direct.muted")}>
                <Icon name="quiet" small />
                <span className="unseen">{t("direct.muted")}</span>
              </span>
            ) : null}
            {talk.folder === "pinned" ? (
              <span title={t("direct.pinned")}>
                <Icon name="pin" small />
                <span className="unseen">{t("direct.pinned")}</span>
              </span>
            ) : null}
            {unread ? (
              <span className={talk.mutedUntil ? css.mutedCount : css.count}>
                <span aria-hidden="true">{count(Math.min(talk.unread, 999))}</span>
                <span className="unseen">{t("direct.unread", { count: talk.unread })}</span>
              </span>
            ) : null}
          </span>
        </span>
      </Link>
    </li>
  );
});

const KEYS = ["a", "b", "c", "d", "e", "f", "g"];

function Shades({ rows = 7 }: { rows?: number }) {
  return (
    <div aria-hidden="true">
      {KEYS.slice(0, rows).map((key) => (
        <div key={key} className={css.item}>
          <span className={`shade ${css.shadeFace}`} />
          <span className={css.words}>
            <span className="shade" style={{ width: "45%", height: "0.875rem" }} />
            <span className="shade" style={{ width: "75%", height: "0.75rem", marginBlockStart: "0.5rem" }} />
          </span>
        </div>
      ))}
    </div>
  );
}
