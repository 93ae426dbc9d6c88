import type { Like } from "../../kit/words";
import type { home as english } from "../en/home";

export const home: Like<typeof english> = {};
