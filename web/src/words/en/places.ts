import type { Catalogue } from "../../kit/words";

export const places = {} satisfies Catalogue;
