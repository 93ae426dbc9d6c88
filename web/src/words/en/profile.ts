import type { Catalogue } from "../../kit/words";

export const profile = {} satisfies Catalogue;
