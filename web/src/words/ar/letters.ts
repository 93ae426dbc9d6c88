import type { Like } from "../../kit/words";
import type { letters as english } from "../en/letters";

export const letters: Like<typeof english> = {};
