import type { Catalogue } from "../../kit/words";

export const notifications = {} satisfies Catalogue;
