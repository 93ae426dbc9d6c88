import type { Catalogue } from "../../kit/words";

export const settings = {} satisfies Catalogue;
