import type { Catalogue } from "../../kit/words";

export const people = {} satisfies Catalogue;
