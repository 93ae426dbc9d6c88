// What a person's page offers to its reader, decided in one place from what the two are to each other.

import type { Profile, Relation } from "@client";

/** The one thing that is offered first. */
export type Act = "edit" | "sign-in" | "unblock" | "follow";
/** What hangs on the wall: photographs, or why there are none to see. */
export type Wall = "photographs" | "private" | "waiting" | "blocking";

export interface Standing {
  act: Act;
  wall: Wall;
  /** They wait for the reader's approval. */
  asks: boolean;
  /** They follow the reader, and it is worth saying. */
  followsYou: boolean;
  /** The reader may look at who follows whom. */
  lists: boolean;
}

/** `relation` is what is known now, which can be newer than what came with the profile; null: nobody is signed in. */
export function standing(profile: Pick<Profile, "private" | "visible">, relation: Relation | null): Standing {
  if (relation === null) {
    return {
      act: "sign-in",
      wall: profile.visible ? "photographs" : "private",
      asks: false,
      followsYou: false,
      lists: profile.visible,
    };
  }
  if (relation.me) {
    return { act: "edit", wall: "photographs", asks: false, followsYou: false, lists: true };
  }
  if (relation.blocking) {
    return { act: "unblock", wall: "blocking", asks: false, followsYou: false, lists: false };
  }
  // The own unfollow of a private account takes the wall away before the platform has said so.
  const open = profile.visible && (!profile.private || relation.following);
  return {
    act: "follow",
    wall: open ? "photographs" : relation.requested ? "waiting" : "private",
    asks: relation.asked,
    followsYou: relation.followedBy,
    lists: open,
  };
}

/** How many follow a person, with the reader's own follow or unfollow of this moment in it. */
export function followersNow(profile: Pick<Profile, "counts" | "relation">, now: Relation | null): number {
  const change = now === null ? 0 : Number(now.following) - Number(profile.relation.following);
  return Math.max(0, profile.counts.followers + change);
}
