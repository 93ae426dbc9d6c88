// A conversation's details: who is in it, what it is called, and what one has chosen for it.

import type { ConversationAnswer } from "@client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { begin, isGone, nameOf, show, useConversation } from "../../chat";
import { api } from "../../kit/api";
import { learnRelation, useRelation } from "../../kit/known";
import { back } from "../../kit/place";
import { t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { ButtonLink, IconButton } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { Link } from "../../parts/Link";
import { PersonShades, personPath } from "../../parts/People";
import { PersonMenu } from "../../parts/PersonMenu";
import { talkPath } from "../../parts/talks";
import around from "./Around.module.css";
import { Choices } from "./Choices";
import css from "./Details.module.css";
import { Gone } from "./Gone";
import { GroupHead, Leave, Members } from "./Group";

export default function Details({ params }: ScreenProps) {
  const id = params.id ?? "";
  const { data: talk, error, refetch } = useConversation(id);
  useEffect(begin, []);
  useEffect(() => show(id), [id]);
  usePageTitle(talk ? t("talks.detailsOf", { name: nameOf(talk) }) : t("direct.details"));
  if (isGone(error)) {
    return <Gone />;
  }
  return (
    <div className={around.page}>
      <header className={around.head}>
        <IconButton icon="left" turns label={t("do.back")} onClick={() => back(talkPath(id))} />
        <h1 tabIndex={-1}>{t("direct.details")}</h1>
        {talk?.kind === "direct" ? <OtherMenu talk={talk} /> : null}
      </header>
      {talk ? (
        <Whole talk={talk} />
      ) : error ? (
        <Trouble error={error} again={() => void refetch()} />
      ) : (
        <PersonShades count={5} />
      )}
    </div>
  );
}

function Whole({ talk }: { talk: ConversationAnswer }) {
  const group = talk.kind === "group";
  return (
    <>
      {group ? <GroupHead talk={talk} /> : <Other talk={talk} />}
      {talk.standing === "in" ? (
        <Choices talk={talk} />
      ) : (
        <p className={css.asked}>
          {t("talks.acceptFirst")}
          <ButtonLink href={talkPath(talk.id)}>{t("talks.toConversation")}</ButtonLink>
        </p>
      )}
      {group ? (
        <>
          <Members talk={talk} />
          <Leave talk={talk} />
        </>
      ) : null}
    </>
  );
}

/** The other one of a conversation of two. */
function Other({ talk }: { talk: ConversationAnswer }) {
  const [person] = talk.people;
  if (!person) {
    return null;
  }
  return (
    <div className={css.face}>
      <Avatar person={person} size={96} />
      {person.username ? (
        <>
          <Link href={personPath(person)} className={css.name}>
            <bdi>{person.username}</bdi>
          </Link>
          <p className="soft" dir="auto">
            {person.name}
          </p>
          <ButtonLink href={personPath(person)} icon="person">
            {t("talks.profile")}
          </ButtonLink>
        </>
      ) : (
        <p className="soft">{t("direct.nobody")}</p>
      )}
    </div>
  );
}

/** Blocking, reporting and the like, as on their page. */
function OtherMenu({ talk }: { talk: ConversationAnswer }) {
  const [person] = talk.people;
  const id = person?.id ?? "";
  const [asked] = useState(id);
  const read = useQuery({
    queryKey: ["relation", asked],
    queryFn: async () => {
      const relation = (await api.listRelations({ people: asked })).items[0]?.relation ?? null;
      if (relation) {
        learnRelation(asked, relation);
      }
      return relation;
    },
    enabled: asked !== "",
    retry: false,
  });
  const relation = useRelation(id) ?? read.data ?? null;
  return person?.username ? <PersonMenu person={person} relation={relation} /> : null;
}
