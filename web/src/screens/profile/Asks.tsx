// Somebody waits for the reader's answer: it can be given on their page.

import type { PersonAnswer } from "@client";
import { api } from "../../kit/api";
import { amendRelation } from "../../kit/known";
import { names, queries } from "../../kit/query";
import { rich, t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { complain } from "../../parts/Notices";
import css from "./Profile.module.css";

export function Asks({ person }: { person: PersonAnswer }) {
  return (
    <section className={css.asks}>
      <p>{rich("profile.asks", { name: <bdi className="who">{person.username}</bdi> })}</p>
      <div>
        <Button look="strong" onClick={() => answer(person, true)}>
          {t("profile.approve")}
        </Button>
        <Button onClick={() => answer(person, false)}>{t("profile.decline")}</Button>
      </div>
    </section>
  );
}

async function answer(person: PersonAnswer, yes: boolean): Promise<void> {
  amendRelation(person.id, yes ? { asked: false, followedBy: true } : { asked: false });
  try {
    await (yes ? api.approveRequest(person.username) : api.declineRequest(person.username));
    queries.invalidateQueries({ queryKey: names.requests });
    queries.invalidateQueries({ queryKey: ["person"] });
  } catch (error) {
    amendRelation(person.id, yes ? { asked: true, followedBy: false } : { asked: true });
    complain(t("profile.approveFailed", { name: person.username }), error, () => answer(person, yes));
  }
}
