// Come in as somebody of the demo world, with their face. Only a development machine serves their passwords.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../kit/api";
import { signIn } from "../../kit/session";
import { t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { complain } from "../../parts/Notices";
import css from "./Welcome.module.css";

export interface Guest {
  username: string;
  name: string;
  password: string;
}

const MOST = 12;

/** The people of the demo world; nobody on any other machine. */
export async function cast(): Promise<Guest[]> {
  if (!["localhost", "127.0.0.1"].includes(location.hostname)) {
    return [];
  }
  const answer = await fetch("/demo.json").catch(() => null);
  return answer?.ok ? answer.json() : [];
}

export function Guests({ guests }: { guests: Guest[] }) {
  const [entering, setEntering] = useState(false);
  const enter = async (guest: Guest) => {
    setEntering(true);
    try {
      await signIn({ login: guest.username, password: guest.password });
    } catch (error) {
      complain(t("door.failed"), error, () => void enter(guest));
    } finally {
      setEntering(false);
    }
  };
  return (
    <section>
      <h2 className={css.head}>{t("door.guests")}</h2>
      <ul className={css.guests}>
        {guests.slice(0, MOST).map((guest) => (
          <li key={guest.username}>
            <button type="button" disabled={entering} onClick={() => void enter(guest)}>
              <Face guest={guest} />
              <bdi>{guest.name.split(" ")[0]}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Face({ guest }: { guest: Guest }) {
  const { data } = useQuery({
    queryKey: ["face", guest.username],
    queryFn: () => api.showPerson(guest.username),
    retry: false, // the initial is face enough
    staleTime: 10 * 60_000,
  });
  return <Avatar person={data?.person ?? { ...guest, avatar: null }} size={56} />;
}
