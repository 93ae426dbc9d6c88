import type { Like } from "../../kit/words";
import type { saved as english } from "../en/saved";

export const saved: Like<typeof english> = {};
