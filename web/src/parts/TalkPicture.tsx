// A conversation's picture: a group's own, or the faces of two of its people; the other one's.

import type { ConversationAnswer } from "@client";
import { nameOf } from "../chat";
import { Avatar } from "./Avatar";
import css from "./TalkPicture.module.css";

type Size = 20 | 32 | 40 | 56 | 96 | 144;

const NOBODY = { username: "?", name: "", avatar: null };
const SIDE: Record<Size, string> = {
  20: "1.25rem",
  32: "2rem",
  40: "2.5rem",
  56: "3.5rem",
  96: "5.5rem",
  144: "9rem",
};

export function TalkPicture({ talk, size }: { talk: ConversationAnswer; size: Size }) {
  const [one, other] = talk.people;
  if (talk.kind === "direct") {
    return <Avatar person={one ?? NOBODY} size={size} />;
  }
  if (talk.picture || !one || !other) {
    return <Avatar person={{ username: nameOf(talk), name: talk.name, avatar: talk.picture }} size={size} />;
  }
  return (
    <span className={css.two} style={{ inlineSize: SIDE[size], blockSize: SIDE[size] }} aria-hidden="true">
      <Avatar person={one} size={size} />
      <Avatar person={other} size={size} />
    </span>
  );
}
