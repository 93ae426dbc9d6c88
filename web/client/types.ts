// Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.

/** `login` is an e-mail address, a phone number or a username. */
export interface Credentials {
  login: string;
  password: string;
}

/** `login` is an e-mail address or an E.164 phone number. */
export interface NewPerson {
  login: string;
  password: string;
  username: string;
}

/** What every refusal looks like. `type` is stable and for programs, `detail` is for people. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors: ProblemError[];
}

/** One wrong field; `pointer` is a JSON Pointer into the body, or `?name` for a parameter. */
export interface ProblemError {
  pointer: string;
  detail: string;
}

/** Browsers leave the token out: theirs is in the cookie. */
export interface Refresh {
  refreshToken?: string | null;
}

/** A token and its life in seconds. */
export interface Token {
  value: string;
  ttl: number;
}

/** The refresh token is left out where it went into the cookie (header `x-session-in: cookie`). */
export interface Tokens {
  accessToken: Token;
  refreshToken: Token | null;
}
