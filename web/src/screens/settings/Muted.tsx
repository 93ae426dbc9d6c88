// Whom one has muted, and what of theirs.

import { api } from "../../kit/api";
import { amendRelation } from "../../kit/known";
import { t } from "../../kit/words";
import { Part } from "./bits";
import { PeopleList } from "./PeopleList";

export default function Muted() {
  return (
    <Part title={t("settings.muted")} lead={t("settings.muted.lead")}>
      <PeopleList
        name="muted"
        load={(given) => api.listMuted(given)}
        personOf={({ person }) => person}
        below={({ posts, stories }) =>
          t(posts && stories ? "settings.muted.both" : posts ? "settings.muted.posts" : "settings.muted.stories")
        }
        label={t("settings.muted.end")}
        labelOf={(name) => t("settings.muted.of", { name })}
        act={({ person }) =>
          api
            .unmutePerson(person.username)
            .then(() => amendRelation(person.id, { mutingPosts: false, mutingStories: false }))
        }
        undo={({ person, posts, stories }) =>
          api
            .mutePerson(person.username, { posts, stories })
            .then(() => amendRelation(person.id, { mutingPosts: posts, mutingStories: stories }))
        }
        done={(name) => t("settings.muted.done", { name })}
        failed={(name) => t("settings.muted.failed", { name })}
        empty={{ icon: "eye", title: t("settings.muted.none"), words: t("settings.muted.how") }}
      />
    </Part>
  );
}
