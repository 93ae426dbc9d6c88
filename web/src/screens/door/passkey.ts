// Signing in with a passkey: asked for with a button, or offered by the browser among its suggestions of the login field.

import type { PasskeySignIn } from "@client";
import { api } from "../../kit/api";
import { begin } from "../../kit/session";

const EARLY = 30_000; // milliseconds before its end that an offer is made anew

/** Whether this browser knows passkeys and their JSON forms. */
export const knowsPasskeys = (): boolean =>
  "PublicKeyCredential" in self && typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function";

/** Whether somebody only closed the browser's question. */
export const closed = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError");

interface Asking {
  /** After a password: only passkeys of that account are asked for. */
  challengeToken?: string;
  signal?: AbortSignal;
  /** Among the suggestions of the login field, without a question of its own. */
  quietly?: boolean;
}

/** Open a session with a passkey. Throws a DOMException when the browser's question was closed. */
export async function signInWithPasskey({ challengeToken, signal, quietly }: Asking = {}): Promise<void> {
  const options = await api.beginSignIn(challengeToken ? { challengeToken } : {});
  await enter(options, { challengeToken, signal, quietly });
}

async function enter(options: Awaited<ReturnType<typeof api.beginSignIn>>, asking: Asking): Promise<void> {
  const { challengeToken, signal, quietly } = asking;
  const found = await navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
      options as unknown as PublicKeyCredentialRequestOptionsJSON,
    ),
    ...(signal ? { signal } : {}),
    ...(quietly ? { mediation: "conditional" } : {}),
  });
  if (!(found instanceof PublicKeyCredential)) {
    throw new DOMException("No passkey was chosen.", "NotAllowedError");
  }
  const credential = found.toJSON() as unknown as PasskeySignIn["credential"];
  const proof = challengeToken ? { credential, challengeToken } : { credential };
  await begin(await api.signInByPasskey(proof, { xSessionIn: "cookie" }));
}

/** Offer passkeys among the login field's suggestions until `signal`; what goes wrong with a chosen one is told. */
export async function offerPasskeys(signal: AbortSignal, told: (error: unknown) => void): Promise<void> {
  const can = knowsPasskeys() && (await PublicKeyCredential.isConditionalMediationAvailable?.());
  while (can && !signal.aborted) {
    const round = new AbortController();
    const stop = () => round.abort();
    signal.addEventListener("abort", stop);
    let timer = 0;
    try {
      const options = await api.beginSignIn({});
      timer = window.setTimeout(stop, Math.max(EARLY, options.timeout - EARLY));
      await enter(options, { signal: round.signal, quietly: true });
      return;
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) {
        if (!closed(error)) {
          told(error);
        }
        return;
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  }
}
