import type { Like } from "../../kit/words";
import type { post as english } from "../en/post";

export const post: Like<typeof english> = {};
