// A fresh proof of who one is: some changes are taken only within five minutes of one. What has to be proved is tried
// first; when the platform asks for a proof the prompt opens, and afterwards the change is made.

import type { Confirmation, Credential, FactorsAnswer } from "@client";
import { api, Refused } from "../../kit/api";
import { store } from "../../kit/store";

/** The prompt was closed: nothing happens, and nothing needs to be said. */
export class Unproved extends Error {}

export interface Asked {
  done: () => void;
  stop: () => void;
}

/** Who waits for a proof. */
export const asked = store<Asked | null>(null);

/** Do something, with a fresh proof when the platform asks for one. Throws `Unproved` when the prompt was closed. */
export async function proved<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refused && error.code === "confirm-first")) {
      throw error;
    }
    await new Promise<void>((go, stop) => {
      asked.set({ done: go, stop: () => stop(new Unproved()) });
    }).finally(() => asked.set(null));
    return act();
  }
}

/** What the prompt asks for: a code only where the account has a factor; a passkey instead of both where there is one. */
export const wants = (factors: FactorsAnswer) => ({
  code: factors.authenticatorApp || factors.passkeys > 0,
  /** Only a recovery code will do beside the password. */
  recoveryOnly: !factors.authenticatorApp && factors.passkeys > 0,
  passkey: factors.passkeys > 0,
});

/** What is sent: no code where none was asked for. */
export const confirmation = (values: Record<string, string>): Confirmation => {
  const code = values.code?.trim();
  return { password: values.password ?? "", ...(code ? { code } : {}) };
};

export const passkeysHere = (): boolean =>
  "PublicKeyCredential" in self && "parseCreationOptionsFromJSON" in PublicKeyCredential;

/** Prove it with a passkey. Throws what the browser throws when one changes one's mind. */
export async function proveByPasskey(): Promise<void> {
  const options = await api.beginSignIn({});
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  const found = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential | null;
  if (!found) {
    throw new Unproved();
  }
  await api.confirmByPasskey({ credential: found.toJSON() as unknown as Credential });
}

/** Whether somebody only changed their mind. */
export const changedMind = (error: unknown): boolean =>
  error instanceof Unproved ||
  (error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError"));
