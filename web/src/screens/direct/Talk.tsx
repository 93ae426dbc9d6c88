// One conversation: who it is with, what was said, and where one writes.

import type { ConversationAnswer, MessageAnswer, PersonAnswer } from "@client";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { usePageTitle } from "../../app/Frame";
import {
  again,
  askPresence,
  begin,
  bringEnd,
  dayWords,
  discard,
  enter,
  isGone,
  markRead,
  nameOf,
  noteWords,
  otherOf,
  readNewer,
  readOlder,
  setDraft,
  useConversation,
  useDraft,
  useMembers,
  useOutbox,
  usePeople,
  useTalk,
  useWriters,
} from "../../chat";
import { go, note, noteOf, type Place } from "../../kit/place";
import { useMe } from "../../kit/session";
import { sentence } from "../../kit/trouble";
import { count, t } from "../../kit/words";
import { Empty, Trouble } from "../../parts/Empty";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { say } from "../../parts/Notices";
import { Line as Between, Bubble, type Doing, OutBubble } from "./Bubble";
import { type Anchor, Log, type LogHandle } from "./Log";
import css from "./Talk.module.css";
import { useAnswered, useDropping, useInSight, useLit, useSeen } from "./TalkHooks";
import { Arrivals, BubbleShades, Dots, Head, Shades } from "./TalkParts";
import { type Row, rowsOf, stateOf } from "./talk-rows";
import { Write, type WriteHandle } from "./Write";

const Viewer = lazy(() => import("./Viewer"));
const MessageMenu = lazy(() => import("./MessageMenu"));
const Asked = lazy(() => import("./Asked"));

export default function Talk({ id, place, wide }: { id: string; place: Place; wide: boolean }) {
  const { data, error, refetch } = useConversation(id);
  const me = useMe();
  const had = useRef(false);
  useEffect(begin, []);
  useEffect(() => {
    if (data) {
      had.current = true;
    }
    if (had.current && isGone(error)) {
      say(t("direct.gone"));
      go("/direct", { replace: true });
    }
  }, [data, error]);
  usePageTitle(data ? nameOf(data) : t("direct.title"));
  if (data && me) {
    return <Open key={id} conversation={data} self={me.id} place={place} wide={wide} />;
  }
  return (
    <section className={css.talk}>
      {error ? (
        <>
          <h1 className="unseen" tabIndex={-1}>
            {t("direct.title")}
          </h1>
          {isGone(error) ? (
            <Empty icon="send" title={t("direct.gone")}>
              <Link href="/direct" className={css.link}>
                {t("direct.list")}
              </Link>
            </Empty>
          ) : (
            <Trouble error={error} again={() => void refetch()} />
          )}
        </>
      ) : (
        <Shades />
      )}
    </section>
  );
}

interface OpenProps {
  conversation: ConversationAnswer;
  self: string;
  place: Place;
  wide: boolean;
}

function Open({ conversation, self, place, wide }: OpenProps) {
  const { id } = conversation;
  const name = nameOf(conversation);
  const group = conversation.kind === "group";
  const talk = useTalk(id);
  const { line } = talk;
  const outs = useOutbox(id);
  const people = usePeople();
  const members = useMembers(id);
  const draft = useDraft(id);
  const log = useRef<LogHandle>(null);
  const writing = useRef<WriteHandle>(null);
  const [menu, setMenu] = useState<MessageAnswer | null>(null);
  const [viewed, setViewed] = useState<{ message: MessageAnswer; place: number } | null>(null);
  const [editing, setEditing] = useState<MessageAnswer | null>(null);
  const [atEnd, setAtEnd] = useState(true);
  const other = otherOf(conversation);
  const open = conversation.standing === "in" && !conversation.closed;

  // what was new when one came here stays marked until one leaves
  const [newAfter] = useState(() => (conversation.unread > 0 ? conversation.read : null));
  const asked = Number(new URLSearchParams(place.search).get("at")) || null;
  const kept = place.by === "back" ? noteOf<Anchor>(place.key, "log") : undefined;
  const [from] = useState<Anchor | null>(() => kept ?? null);

  const { lit, jump } = useLit(id, asked, line, log);
  const { dropping, drops } = useDropping(open, (files) => writing.current?.add(files));
  useInSight();
  useEffect(() => {
    if (other) {
      void askPresence([other.id]);
    }
  }, [other]);
  useEffect(() => {
    if (wide && matchMedia("(pointer: fine)").matches) {
      writing.current?.focus();
    }
  }, [wide]);

  const rows = useMemo(() => (line ? rowsOf(line, outs, self, newAfter) : []), [line, outs, self, newAfter]);
  const marks = members.data?.items;
  const seen = useSeen(group, line, marks, self);
  const lastOwn = line?.items.findLast((each) => each.sender === self && !each.note)?.seq;
  const theirs = marks?.find(({ person }) => person.id !== self);
  const writers = (useWriters()[id] ?? []).filter((each) => each !== self);

  const reply = useCallback(
    (message: MessageAnswer) => {
      setEditing(null);
      setDraft(id, { text: draftText.current, replyTo: message.seq });
      requestAnimationFrame(() => writing.current?.focus());
    },
    [id],
  );
  const draftText = useRef(draft.text);
  draftText.current = draft.text;
  const doing = useMemo<Doing>(
    () => ({
      reply,
      menu: setMenu,
      jump: (seq) => void jump(seq),
      open: (message, at) => setViewed({ message, place: at }),
    }),
    [reply, jump],
  );
  const toEnd = () => void bringEnd(id).then(() => log.current?.toEnd());
  const answered = useAnswered(id, draft.replyTo);
  const who = (person: string) => people.get(person);

  const draw = (row: Row) => {
    switch (row.kind) {
      case "begin":
        return <Between>{conversation.last || line?.items.length ? t("direct.begin") : null}</Between>;
      case "day":
        return (
          <h2 className={css.day}>
            <span>{dayWords(row.at)}</span>
          </h2>
        );
      case "new":
        return (
          <p className={css.new}>
            <span>{t("direct.newMessages")}</span>
          </p>
        );
      case "note":
        return <Between>{noteWords(row.message, who)}</Between>;
      case "out":
        return (
          <OutBubble
            id={id}
            row={row}
            why={row.out.error ? sentence(row.out.error) : null}
            again={() => again(row.out.clientId)}
            discard={() => discard(row.out.clientId)}
          />
        );
      default: {
        const { message } = row;
        const readers = seen?.get(message.seq);
        return (
          <Bubble
            id={id}
            row={row}
            group={group}
            person={message.sender ? people.get(message.sender) : undefined}
            open={open}
            state={!group && message.seq === lastOwn && !message.removed ? stateOf(message.seq, theirs) : null}
            seenBy={readers?.map(who).filter((each): each is PersonAnswer => each !== undefined)}
            lit={lit === message.seq}
            doing={doing}
          />
        );
      }
    }
  };

  const foot = open ? (
    <>
      {conversation.waits && conversation.kind === "direct" && conversation.seq > 0 ? (
        <p className={css.waits}>{t("direct.waits", { name })}</p>
      ) : null}
      <Write
        id={id}
        name={name}
        editing={editing}
        answered={answered}
        onEdited={() => setEditing(null)}
        onSent={toEnd}
        handle={writing}
      />
    </>
  ) : conversation.standing === "asked" ? (
    <Suspense fallback={<div className={css.asked} />}>
      <Asked conversation={conversation} />
    </Suspense>
  ) : (
    <p className={css.closed}>
      <Icon name="lock" small /> {t("direct.closed")}
    </p>
  );

  return (
    <section className={css.talk} aria-label={t("direct.log", { name })} {...drops}>
      <Head conversation={conversation} name={name} wide={wide} writers={writers.map(who)} person={other} />
      <div className={css.middle}>
        {line ? (
          <Log
            label={t("direct.log", { name })}
            rows={rows}
            draw={draw}
            start={from ?? (rows.some(({ kind }) => kind === "new") ? { key: "new", top: 96 } : "end")}
            handle={log}
            ends={!line.newer}
            onOlder={() => line.older && !talk.error && void readOlder(id)}
            onNewer={() => line.newer && !talk.error && void readNewer(id)}
            onView={(last, end) => {
              setAtEnd(end);
              if (last?.kind === "message" || last?.kind === "note") {
                markRead(id, end ? Math.max(last.message.seq, line.items.at(-1)?.seq ?? 0) : last.message.seq);
              } else if (end) {
                markRead(id, line.items.at(-1)?.seq ?? 0);
              }
            }}
            onLeave={(anchor) => note(place.key, "log", anchor)}
          />
        ) : talk.error ? (
          <Trouble error={talk.error} again={() => void enter(id)} />
        ) : (
          <BubbleShades />
        )}
        {talk.reading === "older" ? (
          <p className={css.reading}>
            <span className="shade" /> <span className="unseen">{t("direct.older")}</span>
          </p>
        ) : null}
        {line && talk.error ? (
          <div className={css.trouble} role="alert">
            {t("direct.readFailed")}{" "}
            <button type="button" onClick={() => void (line.newer && atEnd ? readNewer(id) : readOlder(id))}>
              {t("do.again")}
            </button>
          </div>
        ) : null}
        {writers.length ? <Dots people={writers.map(who)} /> : null}
        {line && !atEnd ? (
          <button
            type="button"
            className={css.toEnd}
            onClick={toEnd}
            aria-label={conversation.unread ? t("direct.toEndNew", { count: conversation.unread }) : t("direct.toEnd")}
          >
            <Icon name="down" />
            {conversation.unread ? <span aria-hidden="true">{count(conversation.unread)}</span> : null}
          </button>
        ) : null}
        {dropping ? (
          <p className={css.drop}>
            <Icon name="image" /> {t("direct.dropHere")}
          </p>
        ) : null}
      </div>
      {foot}
      <Arrivals items={line && !line.newer ? line.items : []} self={self} who={who} />
      {menu ? (
        <Suspense fallback={null}>
          <MessageMenu
            id={id}
            message={line?.items.find(({ seq }) => seq === menu.seq) ?? menu}
            onReply={() => reply(menu)}
            onEdit={() => setEditing(menu)}
            onClose={() => setMenu(null)}
          />
        </Suspense>
      ) : null}
      {viewed ? (
        <Suspense fallback={null}>
          <Viewer
            id={id}
            message={line?.items.find(({ seq }) => seq === viewed.message.seq) ?? viewed.message}
            place={viewed.place}
            name={viewed.message.sender ? (people.get(viewed.message.sender)?.username ?? name) : name}
            onClose={() => setViewed(null)}
          />
        </Suspense>
      ) : null}
    </section>
  );
}
