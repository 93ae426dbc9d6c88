// Messages of people whom one does not follow: looked at, then accepted or declined. Until then they learn nothing.

import type { ConversationAnswer } from "@client";
import { useEffect, useRef, useState } from "react";
import { usePageTitle } from "../../app/Frame";
import { begin, drop, nameOf, ordered, patch, preview, put, recount, useConversations, usePeople } from "../../chat";
import { api } from "../../kit/api";
import { back, go } from "../../kit/place";
import { t } from "../../kit/words";
import { Button, ButtonLink, IconButton } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import { useHandOver } from "../../parts/handOver";
import { Link } from "../../parts/Link";
import { complain, say } from "../../parts/Notices";
import { PersonShades } from "../../parts/People";
import { Ask } from "../../parts/PersonMenu";
import { TalkPicture } from "../../parts/TalkPicture";
import { Ago } from "../../parts/Text";
import { talkPath } from "../../parts/talks";
import around from "./Around.module.css";
import css from "./Requests.module.css";

export default function Requests() {
  usePageTitle(t("direct.requests"));
  useEffect(begin, []);
  const query = useConversations("requests");
  const items = ordered(query.data);
  return (
    <div className={around.page}>
      <header className={around.head}>
        <IconButton icon="left" turns label={t("do.back")} onClick={() => back("/direct")} />
        <h1 tabIndex={-1}>{t("direct.requests")}</h1>
      </header>
      {items.length ? <p className="soft small">{t("talks.requestsMeans")}</p> : null}
      {query.isPending ? <PersonShades /> : null}
      {query.isError && !query.data ? <Trouble error={query.error} again={() => void query.refetch()} /> : null}
      <ul className={css.requests}>
        {items.map((talk) => (
          <Request key={talk.id} talk={talk} />
        ))}
      </ul>
      {query.data ? (
        <Endless query={query} shades={<PersonShades count={3} />} end={items.length ? null : <Nothing />} />
      ) : null}
    </div>
  );
}

const Nothing = () => (
  <Empty icon="letter" title={t("talks.noRequests")}>
    <p>{t("talks.requestsMeans")}</p>
    <ButtonLink href="/direct">{t("talks.toAll")}</ButtonLink>
  </Empty>
);

function Request({ talk }: { talk: ConversationAnswer }) {
  const row = useRef<HTMLLIElement>(null);
  const [asking, setAsking] = useState(false);
  useHandOver(row);
  const name = nameOf(talk);
  const group = talk.kind === "group";
  const people = usePeople();
  return (
    <li ref={row} className={css.request}>
      <Link href={talkPath(talk.id)} className={css.who}>
        <TalkPicture talk={talk} size={56} />
        <span className={css.words}>
          <span className={css.line}>
            <bdi className="who">{name}</bdi>
            <span className="soft small">
              <Ago at={talk.movedAt} />
            </span>
          </span>
          <bdi className="soft small">
            {group ? t("talks.members", { count: talk.members }) : talk.people[0]?.username}
          </bdi>
          <span className={css.said} dir="auto">
            {preview(talk, (id) => people.get(id))}
          </span>
        </span>
      </Link>
      <div className={css.acts}>
        <Button look="strong" aria-label={t("talks.acceptLabel", { name })} onClick={() => void accept(talk)}>
          {t("talks.accept")}
        </Button>
        <Button aria-label={t("talks.declineLabel", { name })} onClick={() => setAsking(true)}>
          {t("talks.decline")}
        </Button>
      </div>
      {asking ? (
        <Ask
          title={t("talks.declineTitle", { name })}
          words={t(group ? "talks.declineGroupHint" : "talks.declineHint")}
          act={t("talks.decline")}
          onAct={() => void decline(talk)}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </li>
  );
}

async function accept(talk: ConversationAnswer): Promise<void> {
  const name = nameOf(talk);
  const now: ConversationAnswer = { ...talk, standing: "in", folder: "inbox" };
  put(now);
  try {
    await api.acceptConversation(talk.id);
    recount();
    say(t("talks.accepted", { name }), { label: t("talks.write"), action: () => go(talkPath(talk.id)) });
  } catch (error) {
    patch(talk.id, (old) => ({ ...old, standing: talk.standing, folder: talk.folder }));
    complain(t("talks.acceptFailed", { name }), error, () => void accept(talk));
  }
}

async function decline(talk: ConversationAnswer): Promise<void> {
  const name = nameOf(talk);
  try {
    await api.declineConversation(talk.id);
    drop(talk.id);
    say(t("talks.declined", { name }));
  } catch (error) {
    complain(t("talks.declineFailed", { name }), error, () => void decline(talk));
  }
}
