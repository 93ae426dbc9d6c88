import type { Like } from "../../kit/words";
import type { settings as english } from "../en/settings";

export const settings: Like<typeof english> = {};
