// A person, a hashtag or a place as a row of the search.

import type { PersonFound, PlaceFound, TagFound } from "@client";
import type { ReactNode } from "react";
import { useFollowsTag, useRelation } from "../../kit/known";
import { t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { Icon, type IconName } from "../../parts/Icon";
import { Sign } from "../../parts/Sign";
import type { Hit } from "./choice";
import css from "./Search.module.css";

/** What stands in the row of one that was found. */
export function HitRow({ hit }: { hit: Hit }) {
  switch (hit.kind) {
    case "people":
      return <PersonHit person={hit.person} />;
    case "tags":
      return <TagHit tag={hit.tag} />;
    default:
      return <PlaceHit place={hit.place} />;
  }
}

/** `what` it is, and below it something small about it. */
export function SignRow({ icon, what, below }: { icon: IconName; what: string; below: string }) {
  return (
    <>
      <Sign icon={icon} small />
      <Names below={<span className="soft small">{below}</span>}>{what}</Names>
    </>
  );
}

const Names = ({ children, below }: { children: string; below: ReactNode }) => (
  <span className={css.names}>
    <bdi className="who">{children}</bdi>
    {below}
  </span>
);

/** Whether one follows them, or has asked to; what was done on this page counts before what the answer said. */
function PersonHit({ person }: { person: PersonFound }) {
  const known = useRelation(person.id);
  const following = known?.following ?? person.following;
  return (
    <>
      <Avatar person={person} size={40} />
      <Names
        below={
          <span className="soft small" dir="auto">
            {person.name}
          </span>
        }
      >
        {person.username}
      </Names>
      {following || known?.requested ? <Mark words={t(following ? "follow.following" : "follow.requested")} /> : null}
    </>
  );
}

function TagHit({ tag: { tag, posts, following } }: { tag: TagFound }) {
  return (
    <>
      <SignRow icon="hash" what={`#${tag}`} below={t("card.posts", { count: posts })} />
      {useFollowsTag(tag, following) ? <Mark words={t("follow.following")} /> : null}
    </>
  );
}

const PlaceHit = ({ place: { name, posts } }: { place: PlaceFound }) => (
  <SignRow icon="place" what={name} below={t("card.posts", { count: posts })} />
);

const Mark = ({ words }: { words: string }) => (
  <span className={css.followed}>
    <Icon name="check" small />
    {words}
  </span>
);
