import type { Like } from "../../kit/words";
import type { talks as english } from "../en/talks";

/** Around conversations: beginning one, its settings, requests, searching in it. */
export const talks: Like<typeof english> = {};
