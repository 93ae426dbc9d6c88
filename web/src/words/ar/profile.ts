import type { Like } from "../../kit/words";
import type { profile as english } from "../en/profile";

export const profile: Like<typeof english> = {};
