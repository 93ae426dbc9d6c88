// Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.

import type { Problem } from "./types.js";

/** A refusal of the platform: what went wrong, in one shape. */
export class Refused extends Error {
  /** The stable name of the refusal, such as `not-found`. */
  readonly code: string;
  /** Seconds to wait before trying again, where the platform says so. */
  readonly retryAfter: number | null;

  constructor(
    readonly problem: Problem,
    retryAfter: number | null = null,
  ) {
    super(problem.detail);
    this.name = "Refused";
    this.code = problem.type.split(":").pop() ?? "";
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return this.problem.status;
  }

  /** The sentence about one field of the body, by its JSON Pointer, or of one parameter, by `?name`. */
  about(pointer: string): string | undefined {
    return this.problem.errors.find((each) => each.pointer === pointer)?.detail;
  }
}

export interface ClientOptions {
  /** Where the platform is; by default the page's own origin. */
  origin?: string;
  /** The access token to send, or null without a session. */
  accessToken?: () => string | null;
  /** Gets a new access token when one has expired; false means that the session is over. Never run twice at once. */
  refresh?: () => Promise<boolean>;
  /** Stands in for the browser's own, in tests. */
  fetch?: typeof fetch;
  credentials?: RequestCredentials;
}

export interface CallOptions {
  signal?: AbortSignal;
}

export interface Call {
  method: string;
  path: string;
  publicPath?: string;
  session: boolean;
  body?: unknown;
  query?: Record<string, unknown>;
  headers?: Record<string, unknown>;
}

/** Sends calls: tokens, one refresh after a 401, problems as exceptions. */
export class Transport {
  readonly #options: ClientOptions;
  #refreshing: Promise<boolean> | null = null;

  constructor(options: ClientOptions = {}) {
    this.#options = options;
  }

  protected async call<T>(call: Call, options: CallOptions): Promise<T> {
    let answer = await this.#send(call, options);
    if (answer.status === 401 && call.session && this.#options.refresh && this.#token() !== null) {
      if (await this.#refreshOnce()) {
        answer = await this.#send(call, options);
      }
    }
    if (!answer.ok) {
      throw await refusal(answer);
    }
    const text = await answer.text();
    return (text === "" ? undefined : JSON.parse(text)) as T; // 204, and a 202 that has nothing to say
  }

  #token(): string | null {
    return this.#options.accessToken?.() ?? null;
  }

  #send(call: Call, options: CallOptions): Promise<Response> {
    const token = call.session ? this.#token() : null;
    const path = token === null && call.publicPath ? call.publicPath : call.path;
    const headers: Record<string, string> = { accept: "application/json", ...texts(call.headers) };
    if (token !== null) {
      headers["authorization"] = `Bearer ${token}`;
    }
    const request: RequestInit = { method: call.method, headers, credentials: this.#options.credentials ?? "same-origin" };
    if (call.body !== undefined) {
      headers["content-type"] = "application/json";
      request.body = JSON.stringify(call.body);
    }
    if (options.signal) {
      request.signal = options.signal;
    }
    const query = new URLSearchParams(texts(call.query)).toString();
    const send = this.#options.fetch ?? fetch;
    return send((this.#options.origin ?? "") + path + (query ? `?${query}` : ""), request);
  }

  #refreshOnce(): Promise<boolean> {
    this.#refreshing ??= (this.#options.refresh?.() ?? Promise.resolve(false)).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }
}

async function refusal(answer: Response): Promise<Refused> {
  const wait = answer.headers.get("retry-after");
  const retryAfter = wait === null ? null : Number(wait);
  try {
    const problem = (await answer.json()) as Partial<Problem>;
    if (typeof problem.type === "string" && typeof problem.detail === "string") {
      return new Refused({ errors: [], ...problem } as Problem, retryAfter);
    }
  } catch {
    // not one of the platform's own answers: a gateway's, or a torn one
  }
  const type = `urn:lambdagram:problem:${answer.status === 401 ? "unauthenticated" : "unexpected"}`;
  const detail = "The platform gave an answer that cannot be read.";
  return new Refused({ type, title: answer.statusText, status: answer.status, detail, instance: "", errors: [] }, retryAfter);
}

function texts(values: Record<string, unknown> | undefined): Record<string, string> {
  const given = Object.entries(values ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
