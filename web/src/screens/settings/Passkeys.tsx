// Passkeys: a device that signs one in with its lock, a finger or a face.

import type { NewCredential, PasskeyAnswer } from "@client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../kit/api";
import { names, queries } from "../../kit/query";
import { dated, t } from "../../kit/words";
import { Button, IconButton } from "../../parts/Button";
import { Trouble } from "../../parts/Empty";
import { Field, Form } from "../../parts/Form";
import { complain, say } from "../../parts/Notices";
import { Sheet } from "../../parts/Sheet";
import { Group, Shades } from "./bits";
import { changedMind, passkeysHere, proved } from "./proof";
import css from "./Settings.module.css";

const KEY = names.settings("passkeys");
const DAY: Intl.DateTimeFormatOptions = { day: "numeric", month: "long", year: "numeric" };

async function again(): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: KEY }),
    queries.invalidateQueries({ queryKey: names.settings("factors") }),
  ]);
}

export function Passkeys({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const passkeys = useQuery({ queryKey: KEY, queryFn: () => api.myPasskeys() });
  const [adding, setAdding] = useState(false);
  const [renaming, setRenaming] = useState<PasskeyAnswer | null>(null);
  const [removing, setRemoving] = useState<PasskeyAnswer | null>(null);
  return (
    <Group title={t("settings.passkeys")} lead={t("settings.passkeys.lead")}>
      {passkeys.isError ? <Trouble error={passkeys.error} again={() => void passkeys.refetch()} /> : null}
      {passkeys.isPending ? <Shades lines={2} /> : null}
      {passkeys.data?.items.length ? (
        <ul className={css.rows}>
          {passkeys.data.items.map((each) => (
            <li key={each.id} className={css.row}>
              <div>
                <bdi className="who">{each.name}</bdi>
                <p className="soft small">
                  {each.usedAt
                    ? t("settings.passkeys.used", { date: dated(new Date(each.usedAt), DAY) })
                    : t("settings.passkeys.made", { date: dated(new Date(each.madeAt), DAY) })}
                </p>
              </div>
              <span className={css.buttons}>
                <IconButton
                  icon="pen"
                  label={t("settings.passkeys.renameOf", { name: each.name })}
                  onClick={() => setRenaming(each)}
                />
                <IconButton
                  icon="bin"
                  label={t("settings.passkeys.removeOf", { name: each.name })}
                  onClick={() => setRemoving(each)}
                />
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {passkeysHere() ? (
        <Button icon="key" onClick={() => setAdding(true)}>
          {t("settings.passkeys.add")}
        </Button>
      ) : (
        <p className="soft small">{t("settings.passkeys.notHere")}</p>
      )}
      {adding ? <Add onClose={() => setAdding(false)} onCodes={onCodes} /> : null}
      {renaming ? <Rename passkey={renaming} onClose={() => setRenaming(null)} /> : null}
      {removing ? <Remove passkey={removing} onClose={() => setRemoving(null)} /> : null}
    </Group>
  );
}

function Add({ onClose, onCodes }: { onClose: () => void; onCodes: (codes: string[]) => void }) {
  const add = async (name: string) => {
    const options = await proved(() => api.beginPasskey());
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
      options as unknown as PublicKeyCredentialCreationOptionsJSON,
    );
    const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential | null;
    if (made) {
      const credential = made.toJSON() as unknown as NewCredential;
      const answer = await proved(() => api.addPasskey({ name, credential }));
      await again();
      say(t("settings.passkeys.added", { name }));
      onClose();
      onCodes(answer.recoveryCodes);
    }
  };
  return (
    <Sheet title={t("settings.passkeys.add")} onClose={onClose}>
      <Form
        send={async ({ name = "" }) => {
          try {
            await add(name.trim());
          } catch (error) {
            if (!changedMind(error)) {
              throw error;
            }
          }
        }}
      >
        {(busy) => (
          <>
            <Field
              label={t("settings.passkeys.name")}
              name="name"
              hint={t("settings.passkeys.nameHint")}
              maxLength={50}
              autoComplete="off"
              required
              autoFocus
            />
            <Button type="submit" look="strong" wide busy={busy}>
              {t("settings.passkeys.go")}
            </Button>
          </>
        )}
      </Form>
    </Sheet>
  );
}

function Rename({ passkey, onClose }: { passkey: PasskeyAnswer; onClose: () => void }) {
  return (
    <Sheet title={t("settings.passkeys.rename")} onClose={onClose}>
      <Form
        send={async ({ name = "" }) => {
          await api.renamePasskey(passkey.id, { name: name.trim() });
          await again();
          onClose();
        }}
      >
        {(busy) => (
          <>
            <Field
              label={t("settings.passkeys.name")}
              name="name"
              defaultValue={passkey.name}
              maxLength={50}
              autoComplete="off"
              required
              autoFocus
            />
            <Button type="submit" look="strong" wide busy={busy}>
              {t("do.save")}
            </Button>
          </>
        )}
      </Form>
    </Sheet>
  );
}

function Remove({ passkey, onClose }: { passkey: PasskeyAnswer; onClose: () => void }) {
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await proved(() => api.removePasskey(passkey.id));
      await again();
      say(t("settings.passkeys.removed", { name: passkey.name }));
      onClose();
    } catch (error) {
      setBusy(false);
      if (!changedMind(error)) {
        complain(t("settings.passkeys.notRemoved", { name: passkey.name }), error);
      }
    }
  };
  return (
    <Sheet title={t("settings.passkeys.removeOf", { name: passkey.name })} onClose={onClose}>
      <div className={css.stack}>
        <p className="soft">{t("settings.passkeys.removeMeans")}</p>
        <Button look="danger" wide busy={busy} onClick={remove}>
          {t("do.remove")}
        </Button>
        <Button wide onClick={onClose}>
          {t("do.cancel")}
        </Button>
      </div>
    </Sheet>
  );
}
