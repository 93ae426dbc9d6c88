// What a session should still meet, above the screens: a bar that can be put away. What keeps a session from everything
// leads to a screen of its own instead (App).

import { lazy, Suspense, useState } from "react";
import { recall, remember } from "../kit/keep";
import type { Place } from "../kit/place";
import { type Session, useSession } from "../kit/session";
import { loadLater } from "../kit/words";

const RESTS = 7 * 24 * 3600 * 1000; // milliseconds for which a bar stays away
const PUT_AWAY = "put-away";
/** Screens on which one already does what the bar asks for, or needs the foot of the screen for something else. */
const BUSY = /^\/(hello|verify|leaving|reset|forgotten|publish|p|settings)(\/|$)/;

const ChallengeBar = lazy(async () => {
  const [module] = await Promise.all([import("../screens/door/ChallengeBar"), loadLater()]);
  return module;
});

/** Whether nothing but verifying the address is open to this session. */
export const heldBack = ({ state, person, challenges }: Session): boolean =>
  state === "member" && person === null && challenges.includes("verify_contact");

/** Whether a bar that was put away at `then` still rests. */
export const rests = (then: string | null, now = Date.now()): boolean => then !== null && now - Number(then) < RESTS;

export function Challenges({ place }: { place: Place }) {
  const { state, person, challenges } = useSession();
  const [away, setAway] = useState(() => rests(recall(PUT_AWAY)));
  const what = (["enrol_second_factor", "verify_contact"] as const).find((each) => challenges.includes(each));
  if (state !== "member" || !person || !what || away || BUSY.test(place.path)) {
    return null;
  }
  return (
    <Suspense fallback={null}>
      <ChallengeBar
        what={what}
        onClose={() => {
          remember(PUT_AWAY, String(Date.now()));
          setAway(true);
        }}
      />
    </Suspense>
  );
}
