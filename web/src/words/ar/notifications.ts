import type { Like } from "../../kit/words";
import type { notifications as english } from "../en/notifications";

export const notifications: Like<typeof english> = {};
