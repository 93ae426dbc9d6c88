// Home: for members the photographs of the people they follow; for everybody else the door.

import { lazy } from "react";
import type { ScreenProps } from "../../app/routes";
import { expected, useSession } from "../../kit/session";
import { Feed, Waiting } from "./Feed";

const Welcome = lazy(() => import("../door/Welcome").then(({ Welcome: screen }) => ({ default: screen })));

export function Home({ place }: ScreenProps) {
  const { state } = useSession();
  if (state === "nobody") {
    return <Welcome />;
  }
  if (state === "unknown") {
    return expected() ? <Waiting /> : null;
  }
  return <Feed place={place} />;
}
