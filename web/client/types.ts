// Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.

/** A person's picture: square, three sizes, WebP. `thumbhash` and `color` stand in until it has arrived. */
export interface AvatarAnswer {
  small: string;
  medium: string;
  large: string;
  thumbhash: string;
  color: string;
}

/** An upload of one's own, and what can be seen on it, in words, for those who do not see it. */
export interface ChosenPhoto {
  mediaId: MediaId;
  alt?: string;
}

/** A collection of the reader's own, and how many posts it holds. */
export interface CollectionAnswer {
  id: CollectionId;
  name: string;
  posts: number;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface CollectionAnswerPage {
  items: CollectionAnswer[];
  next: Cursor | null;
}

/** CollectionId */
export type CollectionId = string;

/** A comment. Offsets of `entities` count Unicode code points. `removable` says whether the reader may delete it. */
export interface CommentAnswer {
  id: CommentId;
  author: PersonAnswer;
  writtenAt: string;
  text: string;
  entities: (Mention | Hashtag | Link)[];
  removable: boolean;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface CommentAnswerPage {
  items: CommentAnswer[];
  next: Cursor | null;
}

/** Names one comment: 26 lower-case characters that sort by the moment of its making (ULID). */
export type CommentId = string;

/** At most 2 s behind what is stored; the reader's own follow or unfollow is in them at once. */
export interface Counts {
  posts: number;
  followers: number;
  following: number;
}

/** `login` is an e-mail address, a phone number or a username. */
export interface Credentials {
  login: string;
  password: string;
}

/** An opaque position in one list of one reader. Take it from `next`, never make one. */
export type Cursor = string;

/** What is left out stays as it is. A name has 1 to 50 characters; an empty bio removes it. */
export interface Description {
  name?: string | null;
  bio?: string | null;
}

/** How many follow a person and how many the person follows; aggregated, at most 2 s behind. */
export interface FollowCounts {
  followers: number;
  following: number;
}

/** What a person is to the caller now, and the person's counts with the caller's own change in them. */
export interface Followed {
  relation: Relation;
  counts: FollowCounts;
}

/** `#tag`. `tag` is the form that is compared and looked up (see `normal_tag`), without the #. */
export interface Hashtag {
  kind: "hashtag";
  start: number;
  end: number;
  tag: string;
}

/** How many items a page may have. */
export type Limit = number;

/** An http or https address, exactly as written. */
export interface Link {
  kind: "link";
  start: number;
  end: number;
  url: string;
}

/** `state` is waiting, processing, ready (then with the photo) or rejected (then with a reason and a sentence). */
export interface MediaAnswer {
  mediaId: MediaId;
  purpose: "avatar" | "post";
  state: State;
  photo: PhotoAnswer | null;
  reason: string | null;
  sentence: string | null;
}

/** Names one media: 26 lower-case characters that sort by the moment of its making (ULID). */
export type MediaId = string;

/** `@username`, in lower case and without the @. Nobody has checked that such a person exists. */
export interface Mention {
  kind: "mention";
  start: number;
  end: number;
  username: string;
}

/** 1 to 2,200 characters, of which one can be seen. */
export interface NewComment {
  text: string;
}

/** `login` is an e-mail address or an E.164 phone number. */
export interface NewPerson {
  login: string;
  password: string;
  username: string;
}

/** 1 to 10 photographs, in the order in which they are shown. */
export interface NewPost {
  photos: ChosenPhoto[];
  caption?: string;
}

/** `contentType` is image/jpeg, image/png, image/webp, image/heic or image/heif; `bytes` are at most 26,214,400. */
export interface NewUpload {
  contentType: string;
  bytes: number;
  purpose?: "avatar" | "post";
}

/** What somebody did. `photo` is the post's first; `excerpt` is how the comment or caption begins. */
export interface NotificationAnswer {
  id: NotificationId;
  kind: "comment" | "follow" | "like" | "mention";
  actor: PersonAnswer;
  happenedAt: string;
  seen: boolean;
  postId: PostId | null;
  photo: PhotoAnswer | null;
  commentId: CommentId | null;
  excerpt: string;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface NotificationAnswerPage {
  items: NotificationAnswer[];
  next: Cursor | null;
}

/** Names one notification: 26 lower-case characters that sort by the moment of its making (ULID). */
export type NotificationId = string;

/** A person in a list, beside a comment, above a post. */
export interface PersonAnswer {
  id: PersonId;
  username: string;
  name: string;
  avatar: AvatarAnswer | null;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface PersonAnswerPage {
  items: PersonAnswer[];
  next: Cursor | null;
}

/** Names one person: 26 lower-case characters that sort by the moment of its making (ULID). */
export type PersonId = string;

/** A photograph to show. Width and height are the original's, upright; addresses live 10 to 20 minutes. */
export interface PhotoAnswer {
  mediaId: MediaId;
  width: number;
  height: number;
  alt: string;
  thumbhash: string;
  color: string;
  sources: Source[];
}

/** An upload of one's own, made with the purpose `avatar` and processed. */
export interface Picture {
  mediaId: MediaId;
}

/** A post as its reader sees it. `liked` is the reader's own, false for nobody. `entities` are the mentions, hashtags and links of the caption; offsets count Unicode code points. */
export interface PostAnswer {
  id: PostId;
  author: PersonAnswer;
  publishedAt: string;
  photos: PhotoAnswer[];
  caption: string;
  entities: (Mention | Hashtag | Link)[];
  likes: number;
  comments: number;
  liked: boolean;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface PostAnswerPage {
  items: PostAnswer[];
  next: Cursor | null;
}

/** Names one post: 26 lower-case characters that sort by the moment of its making (ULID). */
export type PostId = string;

/** What every refusal looks like. `type` is stable and for programs, `detail` is for people. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors: ProblemError[];
}

/** One wrong field; `pointer` is a JSON Pointer into the body, or `?name` for a parameter. */
export interface ProblemError {
  pointer: string;
  detail: string;
}

/** A person's page. `bioEntities` are the mentions, hashtags and links of the bio, by code points. */
export interface Profile {
  person: PersonAnswer;
  bio: string;
  bioEntities: (Mention | Hashtag | Link)[];
  counts: Counts;
  relation: Relation;
}

/** Browsers leave the token out: theirs is in the cookie. */
export interface Refresh {
  refreshToken?: string | null;
}

/** What a person is to the reader; all false for a reader who is not signed in. `requested`: the reader waits for approval; `asked`: the person waits for the reader's. `blocking` is the reader's own block (who is blocked *by* somebody finds nobody there). `close_friend`: on the reader's list. */
export interface Relation {
  following: boolean;
  followedBy: boolean;
  requested: boolean;
  asked: boolean;
  blocking: boolean;
  mutingPosts: boolean;
  mutingStories: boolean;
  closeFriend: boolean;
  me: boolean;
}

/** Where to keep the post: a name of 1 to 50 characters, or nothing for the collection that everybody has. */
export interface SavedIn {
  collection?: string;
}

/** The newest notification that was on the screen. */
export interface Seen {
  until: NotificationId;
}

/** One rendition: as wide as `width` pixels, in two formats. */
export interface Source {
  width: number;
  webp: string;
  jpeg: string;
}

export type State = "processing" | "ready" | "rejected" | "waiting";

/** Connect with `?ticket=…` within `expires_in` seconds; it works once. */
export interface TicketAnswer {
  ticket: string;
  expiresIn: number;
}

/** A token and its life in seconds. */
export interface Token {
  value: string;
  ttl: number;
}

/** The refresh token is left out where it went into the cookie (header `x-session-in: cookie`). */
export interface Tokens {
  accessToken: Token;
  refreshToken: Token | null;
}

/** How many notifications have not been seen; 100 means 100 or more. */
export interface Unread {
  count: number;
}

/** `expiresIn` are the seconds for which the form can be used. */
export interface UploadAnswer {
  mediaId: MediaId;
  upload: UploadForm;
  expiresIn: number;
}

/** Post to `url` as multipart/form-data: all `fields` as they are, and after them the file as the field `file`. */
export interface UploadForm {
  url: string;
  fields: Record<string, string>;
}
