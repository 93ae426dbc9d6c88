// The platform, as the generated client speaks to it. Who is asking comes from the session (kit/session.ts).

import { Client, Refused } from "@client";

export * from "@client";

/** Nothing answered: the network or the platform is away. */
export class Away extends Error {
  constructor() {
    super("Nothing answered.");
    this.name = "Away";
  }
}

/** What the session gives to the client. */
export interface Asker {
  token: () => string | null;
  renew: () => Promise<boolean>;
}

let asker: Asker = { token: () => null, renew: async () => false };

/** Say who is asking from now on. */
export const identify = (who: Asker) => {
  asker = who;
};

/** One client for the whole page: one refresh at a time. */
export const api = new Client({
  accessToken: () => asker.token(),
  refresh: () => asker.renew(),
  fetch: reach,
});

async function reach(address: RequestInfo | URL, request?: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") {
      throw error;
    }
    throw new Away();
  }
}

/** Whether trying again later may help: nothing answered, or the platform is busy. */
export const passing = (error: unknown): boolean =>
  error instanceof Away || (error instanceof Refused && (error.status >= 500 || error.status === 429));

/** Whether the platform says that there is nothing, or nothing for this reader. */
export const missing = (error: unknown): boolean => error instanceof Refused && error.status === 404;
