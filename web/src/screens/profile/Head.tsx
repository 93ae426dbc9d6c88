// The head of a person's page: picture, names, counts, a few words, and what can be done.

import type { PersonAnswer, Profile, Relation } from "@client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api } from "../../kit/api";
import { here, want } from "../../kit/place";
import { names } from "../../kit/query";
import { count, type Key, rich, t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { Button, ButtonLink } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { FollowButton, personPath } from "../../parts/People";
import { PersonMenu } from "../../parts/PersonMenu";
import { RichText } from "../../parts/Text";
import { writeTo } from "../../parts/talks";
import css from "./Profile.module.css";
import { followersNow, type Standing } from "./standing";

interface Props {
  username: string;
  /** Undefined while it is on its way: the head keeps its places. */
  profile: Profile | undefined;
  relation: Relation | null;
  /** Null while it is not known what may be offered. */
  stand: Standing | null;
}

export function Head({ username, profile, relation, stand }: Props) {
  const person = profile?.person;
  return (
    <header className={css.head} aria-busy={!profile || undefined}>
      <div className={css.face}>
        {person ? <Avatar person={person} size={144} /> : <span className={`shade ${css.faceShade}`} />}
      </div>
      <div className={css.names}>
        <div className={css.title}>
          <h1 tabIndex={-1} dir="ltr">
            {person?.username ?? username}
          </h1>
          {profile?.private ? (
            <span className={css.lock}>
              <Icon name="lock" small />
              <span className="unseen">{t("profile.private")}</span>
            </span>
          ) : null}
          <span className={css.menu}>
            {person && stand ? <PersonMenu person={person} relation={stand.act === "edit" ? null : relation} /> : null}
          </span>
        </div>
        {profile ? <Names profile={profile} /> : <span className={`shade ${css.line}`} />}
      </div>
      {profile ? (
        <Counts profile={profile} relation={relation} open={stand?.lists ?? profile.visible} />
      ) : (
        <CountShades />
      )}
      <div className={css.words}>
        {profile?.bio ? (
          <p className={css.bio}>
            <RichText text={profile.bio} entities={profile.bioEntities} />
          </p>
        ) : null}
        {profile?.links.length ? <Links profile={profile} /> : null}
        {profile ? null : <span className={`shade ${css.long}`} />}
        {profile && relation && !relation.me && stand?.lists && othersFollow(profile) ? (
          <Mutuals username={profile.person.username} />
        ) : null}
      </div>
      <div className={css.acts}>
        {profile && stand ? <Acts profile={profile} relation={relation} stand={stand} /> : null}
      </div>
    </header>
  );
}

/** Whether anybody but the reader follows: nobody else can be named among them. */
const othersFollow = ({ counts, relation }: Profile) => counts.followers > (relation.following ? 1 : 0);

function Names({ profile: { person, pronouns } }: { profile: Profile }) {
  return (
    <p className={css.name}>
      <bdi>{person.name || person.username}</bdi>
      {pronouns ? <bdi className="soft">{pronouns}</bdi> : null}
    </p>
  );
}

function Counts({ profile, relation, open }: { profile: Profile; relation: Relation | null; open: boolean }) {
  const path = personPath(profile.person);
  const followers = followersNow(profile, relation);
  return (
    <ul className={css.counts} aria-label={t("profile.counts")}>
      <Count words="profile.postsWord" number={profile.counts.posts} />
      <Count words="profile.followersWord" number={followers} {...(open ? { href: `${path}/followers` } : {})} />
      <Count
        words="profile.followingWord"
        number={profile.counts.following}
        {...(open ? { href: `${path}/following` } : {})}
      />
    </ul>
  );
}

function Count({ words, number, href }: { words: Key; number: number; href?: string }) {
  const shown: ReactNode = rich(words, {
    count: number,
    number: <strong className="tabular">{count(number)}</strong>,
  });
  return <li>{href ? <Link href={href}>{shown}</Link> : <span>{shown}</span>}</li>;
}

const CountShades = () => (
  <div className={css.counts} aria-hidden="true">
    {[1, 2, 3].map((each) => (
      <span key={each} className={`shade ${css.number}`} />
    ))}
  </div>
);

function Links({ profile }: { profile: Profile }) {
  return (
    <ul className={css.links} aria-label={t("profile.links")}>
      {profile.links
        .filter((each) => /^https?:\/\//i.test(each.url))
        .map(({ url, title }) => (
          <li key={url}>
            <Icon name="link" small />
            <a href={url} target="_blank" rel="noopener noreferrer nofollow me ugc" title={url}>
              <bdi>{title}</bdi>
            </a>
          </li>
        ))}
    </ul>
  );
}

/** "Followed by ana, ben and 3 others": those among the followers whom the reader follows. One line, kept free for it. */
function Mutuals({ username }: { username: string }) {
  const { data } = useQuery({
    queryKey: names.people("mutuals", username, "few"),
    queryFn: ({ signal }) => api.listMutuals(username, { limit: 3 }, { signal }),
    retry: false,
    staleTime: 5 * 60_000,
  });
  const [one, two] = data?.people ?? [];
  const name = (person: { username: string }) => <bdi className="who">{person.username}</bdi>;
  let words: ReactNode = null;
  if (data && one) {
    const more = data.count - 2;
    if (!two) {
      words = rich("profile.by1", { one: name(one) });
    } else if (more <= 0) {
      words = rich("profile.by2", { one: name(one), two: name(two) });
    } else {
      words = rich("profile.byMore", {
        one: name(one),
        two: name(two),
        more: data.exact ? t("profile.byOthers", { count: more }) : t("profile.byMany"),
      });
    }
  }
  return (
    <p className={css.mutuals}>
      {words ? (
        <Link href={`${personPath({ username })}/mutuals`}>
          <span className={css.faces}>
            {data?.people.map((person) => (
              <Avatar key={person.id} person={person} size={20} />
            ))}
          </span>
          <span className={css.by}>{words}</span>
        </Link>
      ) : null}
    </p>
  );
}

function Acts({ profile, relation, stand }: { profile: Profile; relation: Relation | null; stand: Standing }) {
  const { person } = profile;
  switch (stand.act) {
    case "edit":
      return (
        <>
          <ButtonLink href="/settings/profile" className={css.act}>
            {t("profile.editProfile")}
          </ButtonLink>
          <ButtonLink href="/settings" className={css.gear} aria-label={t("nav.settings")} icon="gear" />
        </>
      );
    case "sign-in":
      return (
        <ButtonLink href="/" look="strong" className={css.act} onClick={() => want(here().path)}>
          {t("profile.signIn")}
        </ButtonLink>
      );
    default:
      return (
        <>
          <FollowButton person={person} given={relation ?? profile.relation} asks={profile.private} small={false} />
          {stand.act === "follow" ? <Write person={person} /> : null}
          {stand.followsYou ? <span className={css.mark}>{t("profile.followsYou")}</span> : null}
        </>
      );
  }
}

/** To the conversation with them. */
function Write({ person }: { person: PersonAnswer }) {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      busy={busy}
      onClick={() => {
        setBusy(true);
        void writeTo(person).then(() => setBusy(false));
      }}
    >
      {t("talks.message")}
    </Button>
  );
}
