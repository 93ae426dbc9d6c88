// Takes a follower of one's own away, after asking; the row leaves at once and comes back when the platform refuses.

import type { InfiniteData } from "@tanstack/react-query";
import { useState } from "react";
import { api, type PersonAnswer } from "../../kit/api";
import { amendRelation } from "../../kit/known";
import { type PageOf, queries } from "../../kit/query";
import { t } from "../../kit/words";
import { IconButton } from "../../parts/Button";
import { complain } from "../../parts/Notices";
import { Ask } from "../../parts/PersonMenu";

type Pages = InfiniteData<PageOf<PersonAnswer>>;
const LISTS = ["people", "followers"];

export function Remove({ person }: { person: PersonAnswer }) {
  const [asking, setAsking] = useState(false);
  const name = person.username;
  return (
    <>
      <IconButton
        icon="close"
        label={t("people.removeLabel", { name })}
        aria-haspopup="dialog"
        onClick={() => setAsking(true)}
      />
      {asking ? (
        <Ask
          title={t("profile.removeTitle", { name })}
          words={t("profile.removeHint")}
          act={t("do.remove")}
          onAct={() => remove(person)}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

async function remove(person: PersonAnswer): Promise<void> {
  const before = queries.getQueriesData<Pages>({ queryKey: LISTS });
  const follows = amendedOut(person);
  amendRelation(person.id, { followedBy: false, closeFriend: false });
  try {
    await api.removeFollower(person.username);
    queries.invalidateQueries({ queryKey: ["person"] });
  } catch (error) {
    for (const [key, pages] of before) {
      queries.setQueryData(key, pages);
    }
    amendRelation(person.id, { followedBy: true });
    complain(t("profile.removeFailed", { name: person.username }), error, follows);
  }
}

/** The person is in no list of one's followers any more; gives the way to try once more. */
function amendedOut(person: PersonAnswer): () => void {
  queries.setQueriesData<Pages>({ queryKey: LISTS }, (data) =>
    data?.pages
      ? {
          ...data,
          pages: data.pages.map((page) => ({ ...page, items: page.items.filter((each) => each.id !== person.id) })),
        }
      : data,
  );
  return () => void remove(person);
}
