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

export const rowOfTalk = (talk: ConversationAnswer): Row => ({
  id: talk.id,
  name: nameOf(talk),
  hint: talk.kind === "group" ? t("talks.members", { count: talk.members }) : (talk.people[0]?.name ?? ""),
  picture: (size) => <TalkPicture talk={talk} size={size} />,
});
