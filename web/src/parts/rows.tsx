// People and conversations as rows to choose from.

import type { ConversationAnswer, PersonAnswer } from "@client";
import { nameOf } from "../chat";
import { t } from "../kit/words";
import { Avatar } from "./Avatar";
import type { Row } from "./Chooser";
import { TalkPicture } from "./TalkPicture";

export const rowOf = (person: PersonAnswer): Row => ({
  id: person.id,
  name: person.username,
  hint: person.name,
  picture: (size) => <Avatar person={person} size={size} />,
});

/** A conversation of two looks like the other one. */
export function rowOfTalk(talk: ConversationAnswer): Row {
  const [other] = talk.people;
  return talk.kind === "direct" && other
    ? { ...rowOf(other), id: talk.id }
    : {
        id: talk.id,
        name: nameOf(talk),
        hint: t("talks.members", { count: talk.members }),
        picture: (size) => <TalkPicture talk={talk} size={size} />,
      };
}
