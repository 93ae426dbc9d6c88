import type { Catalogue } from "../../kit/words";

export const card = {} satisfies Catalogue;
