import type { Catalogue } from "../../kit/words";

/** Around conversations: beginning one, its settings, requests, searching in it. */
export const talks = {} satisfies Catalogue;
