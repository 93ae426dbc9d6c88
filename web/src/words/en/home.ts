import type { Catalogue } from "../../kit/words";

export const home = {} satisfies Catalogue;
