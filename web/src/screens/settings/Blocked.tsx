// Whom one has blocked.

import { api } from "../../kit/api";
import { amendRelation } from "../../kit/known";
import { t } from "../../kit/words";
import { Part } from "./bits";
import { PeopleList } from "./PeopleList";

export default function Blocked() {
  return (
    <Part title={t("settings.blocked")} lead={t("settings.blocked.lead")}>
      <PeopleList
        name="blocked"
        load={(given) => api.listBlocked(given)}
        personOf={(person) => person}
        label={t("do.unblock")}
        labelOf={(name) => t("settings.blocked.of", { name })}
        act={(person) => api.unblockPerson(person.username).then(() => amendRelation(person.id, { blocking: false }))}
        undo={(person) => api.blockPerson(person.username).then(() => amendRelation(person.id, { blocking: true }))}
        done={(name) => t("settings.blocked.done", { name })}
        failed={(name) => t("unblock.failed", { name })}
        empty={{ icon: "block", title: t("settings.blocked.none"), words: t("settings.blocked.how") }}
      />
    </Part>
  );
}
