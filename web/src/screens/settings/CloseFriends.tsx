// Close friends: a list that nobody else sees, for posts that are only for them.

import type { PersonAnswer } from "@client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../kit/api";
import { amendRelation, learnRelation, useRelation } from "../../kit/known";
import { itemsOf, names, queries } from "../../kit/query";
import { useRested } from "../../kit/rested";
import { useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Empty, Trouble } from "../../parts/Empty";
import { Endless } from "../../parts/Endless";
import { Field } from "../../parts/Form";
import { complain } from "../../parts/Notices";
import { PersonRow, PersonShades } from "../../parts/People";
import { Sheet } from "../../parts/Sheet";
import { Part } from "./bits";
import { PeopleList } from "./PeopleList";

export default function CloseFriends() {
  const [adding, setAdding] = useState(false);
  const add = (
    <Button icon="plus" onClick={() => setAdding(true)}>
      {t("settings.close.add")}
    </Button>
  );
  return (
    <Part title={t("settings.close")} lead={t("settings.close.lead")}>
      <div>{add}</div>
      <PeopleList
        name="close"
        load={(given) => api.listCloseFriends(given)}
        personOf={(person) => person}
        label={t("do.remove")}
        labelOf={(name) => t("settings.close.of", { name })}
        act={(person) =>
          api.removeCloseFriend(person.username).then(() => amendRelation(person.id, { closeFriend: false }))
        }
        undo={(person) =>
          api.addCloseFriend(person.username).then(() => amendRelation(person.id, { closeFriend: true }))
        }
        done={(name) => t("settings.close.removed", { name })}
        failed={(name) => t("settings.close.notRemoved", { name })}
        empty={{ icon: "star", title: t("settings.close.none"), words: t("settings.close.how") }}
      />
      {adding ? (
        <Followers
          onClose={() => {
            setAdding(false);
            void queries.invalidateQueries({ queryKey: names.settings("close") });
          }}
        />
      ) : null}
    </Part>
  );
}

/** One's followers, to choose from. */
function Followers({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const [written, setWritten] = useState("");
  const q = useRested(written.trim());
  const query = useInfiniteQuery({
    queryKey: names.settings(`close followers ${q}`),
    queryFn: async ({ pageParam }) => {
      const page = await api.listFollowers(me?.username ?? "", {
        limit: 30,
        ...(q ? { q } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
      });
      if (page.items.length) {
        const known = await api.listRelations({ people: page.items.map((each) => each.id).join() });
        known.items.forEach(({ personId, relation }) => void learnRelation(personId, relation));
      }
      return page;
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    enabled: me !== null,
    placeholderData: (before) => before, // the sheet keeps its size while one writes
  });
  const people = itemsOf(query.data);
  return (
    <Sheet title={t("settings.close.add")} onClose={onClose}>
      <Field
        label={t("settings.close.find")}
        name="q"
        type="search"
        autoComplete="off"
        autoFocus
        value={written}
        onChange={(event) => setWritten(event.target.value)}
      />
      {query.isPending ? <PersonShades count={4} /> : null}
      {query.isError && !query.data ? <Trouble error={query.error} again={() => void query.refetch()} /> : null}
      {query.data && !people.length && !query.hasNextPage ? (
        <Empty icon="person" title={t(q ? "settings.close.nobody" : "settings.close.noFollowers")} />
      ) : null}
      <ul>
        {people.map((person) => (
          <Follower key={person.id} person={person} onGo={onClose} />
        ))}
      </ul>
      {query.data ? <Endless query={query} shades={<PersonShades count={2} />} /> : null}
    </Sheet>
  );
}

function Follower({ person, onGo }: { person: PersonAnswer; onGo: () => void }) {
  const on = useRelation(person.id)?.closeFriend ?? false;
  const state = t(on ? "settings.close.added" : "settings.close.put");
  const set = async (want: boolean) => {
    amendRelation(person.id, { closeFriend: want });
    try {
      await (want ? api.addCloseFriend(person.username) : api.removeCloseFriend(person.username));
    } catch (error) {
      amendRelation(person.id, { closeFriend: !want });
      complain(t("settings.notSaved"), error, () => set(want));
    }
  };
  return (
    <PersonRow person={person} onGo={onGo}>
      <Button
        small
        look={on ? "plain" : "strong"}
        icon={on ? "check" : "plus"}
        aria-label={t("follow.label", { state, name: person.username })}
        onClick={() => set(!on)}
      >
        {state}
      </Button>
    </PersonRow>
  );
}
