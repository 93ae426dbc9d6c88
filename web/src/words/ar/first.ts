import { card } from "./card";
import { door } from "./door";
import { frame } from "./frame";
import { home } from "./home";

/** What the frame, the feed and the door say: read with the first load. */
export const first = { ...frame, ...home, ...card, ...door };
