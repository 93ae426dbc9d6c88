import type { Like } from "../../kit/words";
import type { places as english } from "../en/places";

export const places: Like<typeof english> = {};
