import type { Like } from "../../kit/words";
import type { publish as english } from "../en/publish";

export const publish: Like<typeof english> = {};
