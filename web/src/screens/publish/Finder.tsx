// Somebody to name: among those whom one follows, or anybody by the whole username.

import type { PersonAnswer } from "@client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, missing } from "../../kit/api";
import { names } from "../../kit/query";
import { useRested } from "../../kit/rested";
import { useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { Trouble } from "../../parts/Empty";
import { Field } from "../../parts/Form";
import { PersonShades } from "../../parts/People";
import { Sheet } from "../../parts/Sheet";
import css from "./Tagging.module.css";

export function Finder({
  title,
  without,
  onFound,
  onClose,
}: {
  title: string;
  /** People who are named already. */
  without: PersonAnswer[];
  onFound: (person: PersonAnswer) => void;
  onClose: () => void;
}) {
  const mine = useMe();
  const [written, setWritten] = useState("");
  const search = useRested(written.trim().replace(/^@/, "").toLowerCase());
  const own = mine?.username ?? "";
  const found = useQuery({
    queryKey: [...names.people("following", own, search), "finder"],
    queryFn: async () => (await api.listFollowing(own, { limit: 24, ...(search ? { q: search } : {}) })).items,
    placeholderData: (before) => before,
  });
  const exact = useQuery({
    queryKey: ["finder", search],
    enabled: /^[a-z0-9_.]{2,30}$/.test(search),
    retry: false,
    queryFn: async () => {
      try {
        return (await api.showPerson(search)).person;
      } catch (error) {
        if (missing(error)) {
          return null;
        }
        throw error;
      }
    },
  });
  const out = new Set(without.map(({ id }) => id));
  const people = [...(exact.data && search ? [exact.data] : []), ...(found.data ?? [])].filter(
    (person, place, all) => !out.has(person.id) && all.findIndex(({ id }) => id === person.id) === place,
  );
  return (
    <Sheet title={title} onClose={onClose}>
      <div className={css.finder}>
        <Field
          label={t("publish.people.find")}
          hint={t("publish.people.hint")}
          name="who"
          value={written}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          onChange={(event) => setWritten(event.target.value)}
        />
        {found.isError ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
        {found.isPending ? <PersonShades count={4} /> : null}
        <ul>
          {people.map((person) => (
            <li key={person.id}>
              <button type="button" className={css.person} onClick={() => onFound(person)}>
                <Avatar person={person} size={40} />
                <span>
                  <bdi className="who">{person.username}</bdi>
                  <span className="soft small" dir="auto">
                    {person.name}
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        <p className="soft small" role="status">
          {search && found.data && !people.length && !exact.isFetching ? t("publish.people.none") : ""}
        </p>
      </div>
    </Sheet>
  );
}
