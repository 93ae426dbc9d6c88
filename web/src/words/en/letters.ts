import type { Catalogue } from "../../kit/words";

export const letters = {} satisfies Catalogue;
