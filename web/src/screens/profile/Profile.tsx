// A person: who they are, what the reader and they are to each other, and the wall of their photographs.

import type { Relation } from "@client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { api, Refused } from "../../kit/api";
import { learnRelation, onChange, useRelation } from "../../kit/known";
import { pageData } from "../../kit/page-data";
import { names, queries } from "../../kit/query";
import { me, useMe } from "../../kit/session";
import { Trouble } from "../../parts/Empty";
import { GridShades } from "../../parts/Grid";
import { Suggestions } from "../../parts/Suggestions/Soon";
import { Asks } from "./Asks";
import { Head } from "./Head";
import { Nobody } from "./Nobody";
import css from "./Profile.module.css";
import { standing } from "./standing";
import { Tabs, type View } from "./Tabs";
import { Wall } from "./Wall";

// What one does elsewhere changes pages that are kept.
onChange("published", () => {
  const name = me()?.username;
  if (name) {
    queries.invalidateQueries({ queryKey: names.grid(name) });
    queries.invalidateQueries({ queryKey: names.person(name) });
  }
});
onChange("followed", () => void queries.invalidateQueries({ queryKey: ["person"] }));

/** Whether nobody is there, or nobody for this reader: also where the name cannot be one. */
const isNobody = (error: unknown) => error instanceof Refused && (error.status === 404 || error.status === 422);

export default function Profile({ params, place }: ScreenProps) {
  const username = (params.username ?? "").toLowerCase();
  const mine = useMe();
  const known = pageData(`/u/${username}`)?.person;
  const query = useQuery({
    queryKey: names.person(username),
    queryFn: ({ signal }) => api.showPerson(username, { signal }),
    // What came with the page was made for a reader who is not signed in: to a member it only stands in.
    ...(known ? (mine ? { placeholderData: known } : { initialData: known }) : {}),
  });
  const { data: profile, isPlaceholderData: standsIn, dataUpdatedAt } = query;
  usePageTitle(profile?.person.name || profile?.person.username || username);

  useEffect(() => {
    if (profile && !standsIn && dataUpdatedAt) {
      learnRelation(profile.person.id, profile.relation);
    }
  }, [profile, standsIn, dataUpdatedAt]);
  const newest = useRelation(profile?.person.id ?? "");
  const relation = !mine || !profile || standsIn ? null : (newest ?? profile.relation);
  const followed = useJustFollowed(relation);

  if (!profile && query.isError) {
    return isNobody(query.error) ? <Nobody username={username} /> : <Failed query={query} username={username} />;
  }
  const own = mine?.username === username;
  const asked = (params.view ?? "grid") as View;
  const view = asked === "archive" && !own ? "grid" : asked;
  // Before a member's own answer is there, nothing is offered that may be wrong.
  const stand = profile && !(mine && relation === null) ? standing(profile, relation) : null;
  return (
    <div className={css.page}>
      {stand?.asks && profile ? <Asks person={profile.person} /> : null}
      <Head username={username} profile={profile} relation={relation} stand={stand} />
      {profile ? (
        <>
          {followed ? <Suggestions except={profile.person.id} folds /> : null}
          {!stand || stand.wall === "photographs" ? (
            <Tabs username={username} view={view} own={own} />
          ) : (
            <hr className={css.rule} />
          )}
          <Wall
            key={view}
            profile={profile}
            view={view}
            own={own}
            wall={stand?.wall ?? (profile.visible ? "photographs" : "private")}
            place={place}
          />
        </>
      ) : (
        <div className={css.waiting}>
          <GridShades cells={9} />
        </div>
      )}
    </div>
  );
}

/** Whether the reader began to follow (or asked to) while they were here: then others like this one are suggested. */
function useJustFollowed(relation: Relation | null): boolean {
  const on = relation && (relation.following || relation.requested);
  const before = useRef(on);
  const [begun, setBegun] = useState(false);
  useEffect(() => {
    if (on && before.current === false) {
      setBegun(true);
    }
    before.current = on;
  }, [on]);
  return begun && on === true;
}

function Failed({ query, username }: { query: { error: unknown; refetch: () => unknown }; username: string }) {
  return (
    <div className={css.page}>
      <h1 className="unseen" tabIndex={-1}>
        {username}
      </h1>
      <Trouble error={query.error} again={() => void query.refetch()} />
    </div>
  );
}
