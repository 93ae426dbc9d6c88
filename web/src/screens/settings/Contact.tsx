// The address of the account: shown, verified by a code, changed with the password.

import type { Contact as Address } from "@client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { session, setChallenges } from "../../kit/session";
import { rich, t } from "../../kit/words";
import { Button } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { CodeField, Field, Form, PasswordField } from "../../parts/Form";
import { Icon } from "../../parts/Icon";
import { complain, say } from "../../parts/Notices";
import { Sheet } from "../../parts/Sheet";
import { Group, Shades } from "./bits";
import css from "./Settings.module.css";

const KEY = names.settings("contact");

export const useContact = () => useQuery({ queryKey: KEY, queryFn: () => api.readContact() });

export function Contact() {
  const contact = useContact();
  const [changing, setChanging] = useState(false);
  const { data } = contact;
  return (
    <Group title={t("settings.contact")} lead={t("settings.contact.lead")}>
      {contact.isError ? <Trouble error={contact.error} again={() => void contact.refetch()} /> : null}
      {contact.isPending ? <Shades lines={2} /> : null}
      {data ? (
        <>
          <div className={css.row}>
            <div>
              <bdi className="who">{data.contact}</bdi>
              <p>
                <span className={`${css.mark} ${data.verified ? "" : css.open}`}>
                  {data.verified ? <Icon name="check" small /> : null}
                  {t(data.verified ? "settings.contact.verified" : "settings.contact.open")}
                </span>
              </p>
            </div>
            <Button onClick={() => setChanging(true)}>{t("settings.change")}</Button>
          </div>
          <Verify contact={data} />
        </>
      ) : null}
      {changing ? <Change onClose={() => setChanging(false)} /> : null}
    </Group>
  );
}

/** A code that waits to be typed, for a new account's address or for one that takes its place. */
function Verify({ contact }: { contact: Address }) {
  const [busy, setBusy] = useState(false);
  const to = contact.pending ?? contact.contact;
  if ((contact.verified && !contact.pending) || to.startsWith("+")) {
    return null; // letters reach no telephone
  }
  const again = async () => {
    setBusy(true);
    try {
      await api.askForLetter();
      say(t("settings.contact.sent", { to }));
    } catch (error) {
      complain(t("settings.contact.notSent"), error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={css.card}>
      <p>{rich("settings.contact.waits", { to: <bdi className="who">{to}</bdi> })}</p>
      <Form
        send={async ({ code }) => {
          const now = await api.verifyByCode({ code: (code ?? "").replace(/\D/g, "") });
          queries.setQueryData(KEY, now);
          setChallenges(session.get().challenges.filter((each) => each !== "verify_contact"));
          say(t("settings.contact.done"));
        }}
        codes={{ "letter-refused": "code" }}
      >
        {(sending) => (
          <>
            <CodeField label={t("settings.contact.code")} maxLength={9} required />
            <div className={css.buttons}>
              <Button type="submit" look="strong" busy={sending}>
                {t("settings.contact.verify")}
              </Button>
              <Button look="quiet" busy={busy} onClick={again}>
                {t("settings.contact.again")}
              </Button>
            </div>
          </>
        )}
      </Form>
    </div>
  );
}

function Change({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={t("settings.contact.change")} onClose={onClose}>
      <Form
        send={async ({ contact = "", password = "" }) => {
          await api.changeContact({ contact: contact.trim(), password });
          await queries.invalidateQueries({ queryKey: KEY });
          say(t("settings.contact.sent", { to: contact.trim() }));
          onClose();
        }}
        codes={{ "wrong-password": "password", "already-verified": "contact" }}
      >
        {(busy) => (
          <>
            <Field
              label={t("settings.contact.new")}
              name="contact"
              type="email"
              autoComplete="email"
              hint={t("settings.contact.newHint")}
              dir="ltr"
              required
            />
            <PasswordField
              label={t("settings.password.current")}
              name="password"
              autoComplete="current-password"
              required
            />
            <Button type="submit" look="strong" wide busy={busy}>
              {t("settings.contact.send")}
            </Button>
          </>
        )}
      </Form>
    </Sheet>
  );
}
