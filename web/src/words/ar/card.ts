import type { Like } from "../../kit/words";
import type { card as english } from "../en/card";

export const card: Like<typeof english> = {};
