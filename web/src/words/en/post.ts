import type { Catalogue } from "../../kit/words";

export const post = {} satisfies Catalogue;
