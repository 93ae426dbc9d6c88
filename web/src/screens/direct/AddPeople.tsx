// Adding people to a group. Read when it is asked for.

import type { ConversationAnswer, MemberAnswer, PersonAnswer } from "@client";
import { useState } from "react";
import { put } from "../../chat";
import { api } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Chooser } from "../../parts/Chooser";
import { Empty, Trouble } from "../../parts/Empty";
import { useFound } from "../../parts/found";
import { complain, say } from "../../parts/Notices";
import { PersonShades } from "../../parts/People";
import { rowOf } from "../../parts/rows";
import { Sheet } from "../../parts/Sheet";
import css from "./Details.module.css";

export default function AddPeople({
  talk,
  members,
  room,
  onClose,
}: {
  talk: ConversationAnswer;
  members: MemberAnswer[];
  room: number;
  onClose: () => void;
}) {
  const [written, setWritten] = useState("");
  const [chosen, setChosen] = useState<PersonAnswer[]>([]);
  const [busy, setBusy] = useState(false);
  const found = useFound(written);
  const there = new Set(members.map(({ person }) => person.id));
  const people = found.people.filter(({ id }) => !there.has(id));

  const toggle = (id: string) => {
    const person = people.find((each) => each.id === id);
    if (chosen.some((each) => each.id === id)) {
      setChosen(chosen.filter((each) => each.id !== id));
    } else if (person && chosen.length < room) {
      setChosen([...chosen, person]);
    }
  };
  const add = async () => {
    setBusy(true);
    try {
      put(await api.addMembers(talk.id, { people: chosen.map(({ id }) => id) }));
      void queries.invalidateQueries({ queryKey: names.members(talk.id) });
      say(t("talks.added", { count: chosen.length }));
      onClose();
    } catch (error) {
      setBusy(false);
      complain(t("talks.notAdded"), error);
    }
  };
  return (
    <Sheet title={t("talks.add")} onClose={onClose}>
      <div className={css.add}>
        <Chooser
          label={t("talks.find")}
          listLabel={t("talks.people")}
          written={written}
          onWrite={setWritten}
          rows={people.map(rowOf)}
          chosen={chosen.map(rowOf)}
          onToggle={({ id }) => toggle(id)}
          autoFocus
        >
          {found.pending ? <PersonShades count={4} /> : null}
          {found.error ? <Trouble error={found.error} again={found.again} /> : null}
          <div role="status">
            {!found.pending && !found.error && !found.looking && !people.length ? (
              <Empty icon="person" title={t(found.people.length ? "talks.allHere" : "talks.nobodyHere")} />
            ) : null}
          </div>
        </Chooser>
        <div className={css.addFoot}>
          <p className="soft small">{t("talks.addHint")}</p>
          <Button look="strong" wide disabled={!chosen.length} busy={busy} onClick={add}>
            {chosen.length ? t("talks.addCount", { count: chosen.length }) : t("talks.add")}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
