// Messages: whether others see that one is there, and how far one has read.

import type { ChatChoices } from "@client";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { t } from "../../kit/words";
import { ButtonLink } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { Switch } from "../../parts/Form";
import { complain } from "../../parts/Notices";
import { Group, Part, Shades } from "./bits";

const KEY = names.settings("messages");

async function choose(what: keyof ChatChoices, on: boolean): Promise<void> {
  const show = (now: boolean) =>
    queries.setQueryData<ChatChoices>(KEY, (choices) => choices && { ...choices, [what]: now });
  show(on);
  try {
    await api.changeChatChoices({ [what]: on });
    void queries.invalidateQueries({ queryKey: ["members"] });
  } catch (error) {
    show(!on);
    complain(t("settings.notSaved"), error, () => choose(what, on));
  }
}

export default function Messages() {
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: () => api.readChatChoices() });
  return (
    <Part title={t("settings.messages")} lead={t("settings.messages.lead")}>
      {data ? (
        <div>
          {(["presence", "receipts"] as const).map((what) => (
            <Switch
              key={what}
              label={t(`settings.messages.${what}`)}
              hint={t(`settings.messages.${what}Means`)}
              checked={data[what]}
              onChange={(on) => void choose(what, on)}
            />
          ))}
        </div>
      ) : error ? (
        <Trouble error={error} again={() => void refetch()} />
      ) : (
        <Shades />
      )}
      <Group title={t("settings.messages.requests")} lead={t("settings.messages.requestsMeans")}>
        <ButtonLink href="/direct/requests">{t("settings.messages.toRequests")}</ButtonLink>
      </Group>
    </Part>
  );
}
