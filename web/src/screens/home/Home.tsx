// Home: for members the photographs of the people they follow; for everybody else the door.

import { useSession } from "../../kit/session";
import { Welcome } from "../door/Welcome";
import { Feed } from "./Feed";

export function Home() {
  const { state } = useSession();
  if (state === "nobody") {
    return <Welcome />;
  }
  return <Feed />;
}
