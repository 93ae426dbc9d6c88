// Home: for members the photographs of the people they follow; for everybody else the door.

import type { ScreenProps } from "../../app/routes";
import { useSession } from "../../kit/session";
import { Welcome } from "../door/Welcome";
import { Feed } from "./Feed";

export function Home({ place }: ScreenProps) {
  const { state } = useSession();
  if (state === "nobody") {
    return <Welcome />;
  }
  return <Feed place={place} />;
}
