// Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.

import { type CallOptions, Transport } from "./transport.js";
import type {
  Credentials,
  NewPerson,
  Refresh,
  Tokens,
} from "./types.js";

/** Every operation of the HTTP API. A refusal is thrown as a `Refused`. */
export class Client extends Transport {
  /** Make an account and sign in to it. */
  signUp(body: NewPerson, given: { xSessionIn?: string } = {}, options: CallOptions = {}): Promise<Tokens> {
    return this.call({ method: "POST", path: `/v1/auth/sign-up`, session: false, body, headers: { "x-session-in": given.xSessionIn } }, options);
  }

  /** Open a session on this device. A wrong password and a missing account get the same answer. */
  signIn(body: Credentials, given: { xSessionIn?: string } = {}, options: CallOptions = {}): Promise<Tokens> {
    return this.call({ method: "POST", path: `/v1/auth/sign-in`, session: false, body, headers: { "x-session-in": given.xSessionIn } }, options);
  }

  /** Trade a refresh token for a new pair. */
  refresh(body: Refresh, given: { xSessionIn?: string } = {}, options: CallOptions = {}): Promise<Tokens> {
    return this.call({ method: "POST", path: `/v1/auth/refresh`, session: false, body, headers: { "x-session-in": given.xSessionIn } }, options);
  }

  /** End this session, on the server as well: its tokens stop working within 60 seconds, its sockets are closed. */
  signOut(options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/auth/sign-out`, session: true }, options);
  }

  /** The issuer of access tokens and where its keys are. */
  openidConfiguration(options: CallOptions = {}): Promise<Record<string, unknown>> {
    return this.call({ method: "GET", path: `/.well-known/openid-configuration`, session: false }, options);
  }

  /** The public keys that verify access tokens (RFC 7517). */
  jwks(options: CallOptions = {}): Promise<Record<string, unknown>> {
    return this.call({ method: "GET", path: `/.well-known/jwks.json`, session: false }, options);
  }
}
