import type { Catalogue } from "../../kit/words";

export const saved = {} satisfies Catalogue;
