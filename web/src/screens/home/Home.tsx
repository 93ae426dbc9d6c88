// Home: for members the photographs of the people they follow; for everybody else the door.

import { lazy } from "react";
import type { ScreenProps } from "../../app/routes";
import { useSession } from "../../kit/session";
import { Feed } from "./Feed";

const Welcome = lazy(() => import("../door/Welcome").then(({ Welcome: screen }) => ({ default: screen })));

export function Home({ place }: ScreenProps) {
  const { state } = useSession();
  if (state === "nobody") {
    return <Welcome />;
  }
  return <Feed place={place} />;
}
