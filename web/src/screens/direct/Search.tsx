// Searching in a conversation, while one types. A hit leads to its message: `/direct/<id>?at=<seq>` is the conversation
// at the message `seq`. The platform looks through 1,000 messages at a time; the next are asked for until there is a hit.

import type { ConversationAnswer, FoundMessage } from "@client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { begin, isGone, nameOf, useConversation } from "../../chat";
import { api } from "../../kit/api";
import { back, note, noteOf } from "../../kit/place";
import { useRested } from "../../kit/rested";
import { useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { IconButton } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { PersonShades } from "../../parts/People";
import { Ago } from "../../parts/Text";
import { talkPath } from "../../parts/talks";
import around from "./Around.module.css";
import { Gone } from "./Gone";
import { excerpt, marked } from "./marked";
import css from "./Search.module.css";

const LOOKED_AT = 1000; // messages that a page looks through
const WRITTEN = "search";

export default function Search({ params, place }: ScreenProps) {
  const id = params.id ?? "";
  const { data: talk, error } = useConversation(id);
  const [written, setWritten] = useState(() => noteOf<string>(place.key, WRITTEN) ?? "");
  const q = useRested(written.trim());
  usePageTitle(talk ? t("talks.searchIn", { name: nameOf(talk) }) : t("direct.search"));
  useEffect(begin, []);
  useEffect(() => note(place.key, WRITTEN, written), [place.key, written]);
  if (isGone(error)) {
    return <Gone />;
  }
  return (
    <div className={around.page}>
      <header className={around.head}>
        <IconButton icon="left" turns label={t("do.back")} onClick={() => back(talkPath(id))} />
        <h1 tabIndex={-1}>
          <small>
            <bdi>{talk ? nameOf(talk) : "…"}</bdi>
          </small>
          {t("direct.search")}
        </h1>
      </header>
      <search className={css.field}>
        <Icon name="find" small />
        <input
          type="search"
          dir="auto"
          aria-label={t("talks.searchFor")}
          placeholder={t("talks.searchFor")}
          maxLength={100}
          autoComplete="off"
          enterKeyHint="search"
          value={written}
          onChange={(event) => setWritten(event.target.value)}
        />
      </search>
      {q ? (
        <Hits id={id} q={q} talk={talk} />
      ) : (
        <Empty icon="find" title={t("talks.searchTitle")}>
          <p>{t("talks.searchHint")}</p>
        </Empty>
      )}
    </div>
  );
}

function Hits({ id, q, talk }: { id: string; q: string; talk: ConversationAnswer | undefined }) {
  const query = useInfiniteQuery({
    queryKey: ["conversation-search", id, q],
    queryFn: ({ pageParam, signal }) =>
      api.searchMessages(id, pageParam ? { q, cursor: pageParam } : { q }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const hits = (query.data?.pages ?? []).flatMap(({ items }) => items);
  if (query.isPending) {
    return <PersonShades count={5} />;
  }
  if (!query.data) {
    return <Trouble error={query.error} again={() => void query.refetch()} />;
  }
  const looked = Math.min(query.data.pages.length * LOOKED_AT, talk?.seq ?? LOOKED_AT);
  return (
    <>
      <p className="unseen" role="status">
        {query.hasNextPage && !hits.length ? "" : t("talks.hits", { count: hits.length })}
      </p>
      <ul className={css.hits}>
        {hits.map((hit) => (
          <Hit key={hit.message.seq} id={id} q={q} hit={hit} />
        ))}
      </ul>
      <Endless
        query={query}
        shades={
          hits.length ? (
            <PersonShades count={2} />
          ) : (
            <p className={css.looking} role="status">
              {t("talks.looked", { count: looked })}
            </p>
          )
        }
        end={
          hits.length ? null : (
            <Empty icon="find" title={t("talks.noHit", { search: q })}>
              <p>{t("talks.noHitHint")}</p>
            </Empty>
          )
        }
      />
    </>
  );
}

function Hit({ id, q, hit: { message, sender } }: { id: string; q: string; hit: FoundMessage }) {
  const mine = useMe();
  return (
    <li>
      <Link href={`${talkPath(id)}?at=${message.seq}`} className={css.hit}>
        <Avatar person={sender} size={40} />
        <span className={css.words}>
          <span className={css.line}>
            <bdi className="who">{sender.id === mine?.id ? t("talks.you") : sender.username}</bdi>
            <span className="soft small">
              <Ago at={message.sentAt} />
            </span>
          </span>
          <span className={css.said} dir="auto">
            {excerpt(marked(message.text, q)).map(({ text, hit }, place) =>
              // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never change places
              hit ? <mark key={place}>{text}</mark> : <span key={place}>{text}</span>,
            )}
          </span>
        </span>
      </Link>
    </li>
  );
}
