// Conversations as the rest of the app meets them: where they are, and how one comes to them.

import type { PersonAnswer } from "@client";
import { api } from "../kit/api";
import { go } from "../kit/place";
import { names, queries } from "../kit/query";
import { t } from "../kit/words";
import { complain } from "./Notices";

export const talkPath = (id: string): string => `/direct/${id}`;

/** To the one conversation with somebody, which is opened with it. True when it was. */
export async function writeTo(person: PersonAnswer): Promise<boolean> {
  try {
    const talk = await api.openDirect(person.id);
    queries.setQueryData(names.conversation(talk.id), talk);
    go(talkPath(talk.id));
    return true;
  } catch (error) {
    complain(t("talks.notOpened", { name: person.username }), error, () => void writeTo(person));
    return false;
  }
}
