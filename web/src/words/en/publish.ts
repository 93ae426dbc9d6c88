import type { Catalogue } from "../../kit/words";

export const publish = {} satisfies Catalogue;
