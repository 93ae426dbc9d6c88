// Paths and their screens. The home feed comes with the first load; every other screen when it is asked for.

import { type ComponentType, createElement, type LazyExoticComponent, lazy } from "react";
import type { Place } from "../kit/place";
import { loadLater } from "../kit/words";
import { Home } from "../screens/home/Home";

export interface ScreenProps {
  /** What stood in the places of the pattern, decoded. */
  params: Record<string, string>;
  place: Place;
}

type Shown = ComponentType<ScreenProps> | LazyExoticComponent<ComponentType<ScreenProps>>;

export interface Route {
  pattern: RegExp;
  screen: Shown;
  /** Only for who is signed in. */
  members: boolean;
  /** Only for who is not. */
  strangers: boolean;
  /** Does not wait until it is known who is here. */
  anybody: boolean;
}

type Flag = "members" | "strangers" | "anybody";

/** `:name` is a place in the path, to the next slash. */
export function route(path: string, screen: Shown, ...flags: Flag[]): Route {
  const pattern = new RegExp(`^${path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}/?$`);
  return {
    pattern,
    screen,
    members: flags.includes("members"),
    strangers: flags.includes("strangers"),
    anybody: flags.includes("anybody"),
  };
}

/** A screen of its own file, read with the words that it needs. */
const screen = (load: () => Promise<{ default: ComponentType<ScreenProps> }>) =>
  lazy(async () => {
    const [module] = await Promise.all([load(), loadLater()]);
    return module;
  });

const Post = screen(() => import("../screens/post/Post"));
const Publish = screen(() => import("../screens/publish/Publish"));
const Profile = screen(() => import("../screens/profile/Profile"));
const People = screen(() => import("../screens/people/People"));
const Notifications = screen(() => import("../screens/notifications/Notifications"));
const Requests = screen(() => import("../screens/notifications/Requests"));
const Saved = screen(() => import("../screens/saved/Saved"));
const Collection = screen(() => import("../screens/saved/Collection"));
const Settings = screen(() => import("../screens/settings/Settings"));
const SignUp = screen(() => import("../screens/door/SignUp"));
const Hello = screen(() => import("../screens/door/Hello"));
const Letters = screen(() => import("../screens/door/Letters"));
const Leaving = screen(() => import("../screens/door/Leaving"));
const Direct = screen(() => import("../screens/direct/Direct"));
const ArchivedTalks = screen(() => import("../screens/direct/Archived"));
const TalkRequests = screen(() => import("../screens/direct/Requests"));
const TalkDetails = screen(() => import("../screens/direct/Details"));
const TalkSearch = screen(() => import("../screens/direct/Search"));
const NewTalk = screen(() => import("../screens/direct/New"));
const Search = screen(() => import("../screens/search/Search"));
const Tag = screen(() => import("../screens/discovery/Tag"));
const PlacePage = screen(() => import("../screens/discovery/Place"));
const Explore = screen(() => import("../screens/discovery/Explore"));
const Nowhere = screen(() => import("../screens/places/Nowhere"));

export const routes: Route[] = [
  route("/", Home, "anybody"),
  route("/sign-up", SignUp, "strangers"),
  route("/hello", Hello, "members"),
  route("/(?<letter>forgotten|reset|verify)", Letters, "anybody"),
  route("/leaving", Leaving),
  route("/publish", Publish, "members"),
  route("/publish/:draft", Publish, "members"),
  route("/notifications", Notifications, "members"),
  route("/requests", Requests, "members"),
  route("/saved", Saved, "members"),
  route("/saved/:collection", Collection, "members"),
  route("/settings", Settings, "members"),
  route("/settings/:part", Settings, "members"),
  route("/p/:id", Post),
  route("/u/:username", Profile),
  route("/u/:username/(?<view>list|tagged|archive)", Profile),
  route("/u/:username/(?<kind>followers|following|mutuals)", People),
  route("/p/:id/(?<kind>likes)", People),
  route("/direct", Direct, "members"),
  route("/direct/requests", TalkRequests, "members"),
  route("/direct/archived", ArchivedTalks, "members"),
  route("/direct/new", NewTalk, "members"),
  route("/direct/:id", Direct, "members"),
  route("/direct/:id/details", TalkDetails, "members"),
  route("/direct/:id/search", TalkSearch, "members"),
  route("/search", Search, "members"),
  route("/explore", Explore, "members"),
  route("/tags/:tag", Tag, "members"),
  route("/places/:id", PlacePage, "members"),
  route(".*", Nowhere),
];

export interface Found {
  route: Route;
  params: Record<string, string>;
}

/** The screen of a path; the last route takes everything. */
export function match(among: Route[], path: string): Found {
  for (const each of among) {
    const hit = each.pattern.exec(path);
    if (hit) {
      return {
        route: each,
        params: Object.fromEntries(Object.entries(hit.groups ?? {}).map(([name, text]) => [name, decoded(text)])),
      };
    }
  }
  throw new Error("no route");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function Screen({ found, place }: { found: Found; place: Place }) {
  return createElement(found.route.screen, { params: found.params, place });
}
