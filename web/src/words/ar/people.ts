import type { Like } from "../../kit/words";
import type { people as english } from "../en/people";

export const people: Like<typeof english> = {};
