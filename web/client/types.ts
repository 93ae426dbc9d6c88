// Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.

/** `recovery_codes` come with the first factor of an account, and are shown this once. */
export interface AddedPasskey {
  passkey: PasskeyAnswer;
  recoveryCodes: string[];
}

/** A kind of key that is taken (COSE numbers). */
export interface Algorithm {
  alg: number;
  type: string;
}

/** A code that the app shows. */
export interface AppCode {
  code: string;
}

/** What an authenticator app needs; `uri` is what a QR code says. It is shown this once. */
export interface AppSecret {
  secret: string;
  uri: string;
}

/** A part that storage has. */
export interface ArrivedPart {
  number: number;
  bytes: number;
}

/** What has arrived, and how the file is cut. */
export interface ArrivedParts {
  arrived: ArrivedPart[];
  parts: number;
  partBytes: number;
}

/** What an authenticator answers when a passkey is used. */
export interface Assertion {
  clientDataJSON: string;
  authenticatorData: string;
  signature: string;
  userHandle?: string | null;
}

/** What an authenticator answers when a passkey is made. Only the first two fields are looked at, and transports. */
export interface Attestation {
  clientDataJSON: string;
  attestationObject: string;
  transports?: string[];
  authenticatorData?: string | null;
  publicKey?: string | null;
  publicKeyAlgorithm?: number | null;
}

/** A person's picture: square, three sizes, WebP. `thumbhash` and `color` stand in until it has arrived. */
export interface AvatarAnswer {
  small: string;
  medium: string;
  large: string;
  thumbhash: string;
  color: string;
}

export interface Because {
  reason: string;
}

/** `waiting_since` is the time of the first report that is not decided; `claimed_by` a member of staff. */
export interface CaseAnswer {
  subject: string;
  owner: PersonId;
  reports: number;
  state: string;
  waitingSince: string | null;
  claimedBy: PersonId | null;
  claimedUntil: string | null;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface CaseAnswerPage {
  items: CaseAnswer[];
  next: Cursor | null;
}

export interface CaseReport {
  id: string;
  reporter: PersonId;
  reason: string;
  text: string;
  reportedAt: string;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface CaseReportPage {
  items: CaseReport[];
  next: Cursor | null;
}

/** What should be met, and which of it keeps the session from everything outside of `/v1/auth` until it is. */
export interface Challenges {
  challenges: ("create_profile" | "enrol_second_factor" | "leaving" | "second_factor" | "verify_contact")[];
  blocking: ("create_profile" | "enrol_second_factor" | "leaving" | "second_factor" | "verify_contact")[];
}

/** The current password and the one that takes its place. */
export interface ChangedPassword {
  current: string;
  password: string;
}

/** What to change of a post; what is left out or null stays. A place without a name takes the place away. `photos` are those whose descriptions change; which photographs a post has stays as it was published. */
export interface Changes {
  caption?: string | null;
  photos?: ChosenPhoto[] | null;
  place?: NewPlace | null;
  people?: NewTag[] | null;
  commentsBy?: "everyone" | "followers" | "following" | "nobody" | null;
  hideCounts?: boolean | null;
}

/** `presence`: others see when one is there, or last was. `receipts`: they see how far one has read. Who does not let others see one of these sees it of nobody. */
export interface ChatChoices {
  presence: boolean;
  receipts: boolean;
}

/** One's own choices for a conversation; what is left out stays. `folder` is inbox, pinned (up to 10) or archived. `mutedFor` are seconds from now, up to ten years; 0 unmutes. */
export interface Choices {
  folder?: "archived" | "inbox" | "pinned" | null;
  mutedFor?: number | null;
}

/** An upload of one's own, and what can be seen on it, in words, for those who do not see it. */
export interface ChosenPhoto {
  mediaId: MediaId;
  alt?: string;
}

export interface Claimed {
  until: string;
}

/** Somebody whom the author invited, and whether they have accepted. */
export interface CoauthorAnswer {
  person: PersonAnswer;
  joined: boolean;
}

/** All whom the author of a post invited and who did not decline or leave. */
export interface CoauthorsAnswer {
  items: CoauthorAnswer[];
}

/** A collection of the reader's own, how many posts it holds, and a photograph of the one saved last. */
export interface CollectionAnswer {
  id: CollectionId;
  name: string;
  posts: number;
  cover: PhotoAnswer | null;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface CollectionAnswerPage {
  items: CollectionAnswer[];
  next: Cursor | null;
}

/** CollectionId */
export type CollectionId = string;

/** A comment or a reply. Offsets of `entities` count Unicode code points. A reply stands below `parent` and answers `reply_to`. `liked` is the reader's own. `removable` says whether the reader may delete it. `held`: it has one of the reader's hidden words, and only its writer sees it with them. */
export interface CommentAnswer {
  id: CommentId;
  author: PersonAnswer;
  writtenAt: string;
  text: string;
  entities: (Mention | Hashtag | Link)[];
  removable: boolean;
  likes: number;
  liked: boolean;
  parent: CommentId | null;
  replyTo: CommentId | null;
  held: boolean;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface CommentAnswerPage {
  items: CommentAnswer[];
  next: Cursor | null;
}

/** Names one comment: 26 lower-case characters that sort by the moment of its making (ULID). */
export type CommentId = string;

/** `code` is asked for only where the account has a second factor. */
export interface Confirmation {
  password: string;
  code?: string | null;
}

/** `pending` is an address that waits to be verified before it takes this one's place. */
export interface Contact {
  contact: string;
  verified: boolean;
  pending: string | null;
}

/** What happened to the conversation. `people` are whom it happened to; `name` is the new name, `seconds` the new timer (0: none). */
export interface ContractsNoteAnswer {
  kind: "added" | "left" | "made" | "named" | "pictured" | "removed" | "role" | "timer";
  people: PersonId[];
  name: string;
  seconds: number;
}

/** A conversation of one's own. `people` are the other one, or up to 4 of a group's `members`; `name` and `picture` are a group's own. `seq` and `rev` are how far it has come, `read` how far one has read oneself, `unread` what others wrote after that. `last` is its newest message. `standing` is `asked` until one accepts; `closed`: nothing can be written to the other any more. `waits`: the other one has not accepted yet. `timer` are the seconds after which messages disappear, 0 for never. */
export interface ConversationAnswer {
  id: ConversationId;
  kind: "direct" | "group";
  name: string;
  picture: AvatarAnswer | null;
  people: PersonAnswer[];
  members: number;
  role: "admin" | "member";
  standing: "asked" | "declined" | "in";
  folder: "archived" | "inbox" | "pinned" | "requests";
  mutedUntil: string | null;
  timer: number;
  seq: number;
  rev: number;
  read: number;
  unread: number;
  closed: boolean;
  waits: boolean;
  last: MessageAnswer | null;
  movedAt: string;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface ConversationAnswerPage {
  items: ConversationAnswer[];
  next: Cursor | null;
}

/** Names one conversation: 26 lower-case characters that sort by the moment of its making (ULID). */
export type ConversationId = string;

/** At most 2 s behind what is stored; the reader's own follow or unfollow is in them at once. */
export interface Counts {
  posts: number;
  followers: number;
  following: number;
}

/** For `PublicKeyCredential.parseCreationOptionsFromJSON()`. */
export interface CreationOptions {
  challenge: string;
  rp: RelyingParty;
  user: User;
  pubKeyCredParams: Algorithm[];
  excludeCredentials: Descriptor[];
  timeout: number;
  authenticatorSelection: Selection;
  attestation: string;
}

/** `PublicKeyCredential.toJSON()` after `navigator.credentials.get()`. */
export interface Credential {
  id: string;
  rawId: string;
  type: string;
  response: Assertion;
  authenticatorAttachment?: string | null;
  clientExtensionResults?: Record<string, unknown>;
}

/** `login` is an e-mail address, a phone number or a username. */
export interface Credentials {
  login: string;
  password: string;
}

/** An opaque position in one list of one reader. Take it from `next`, never make one. */
export type Cursor = string;

/** `until` ends a suspension by itself; without it the suspension has no end. */
export interface Decision {
  outcome: "dismiss" | "hide" | "suspend";
  reason: string;
  until?: string | null;
}

/** What is left out stays as it is. A name has 1 to 50 characters; an empty bio or empty pronouns remove them. */
export interface Description {
  name?: string | null;
  bio?: string | null;
  pronouns?: string | null;
  links?: NewLink[] | null;
}

/** A passkey that is known. */
export interface Descriptor {
  id: string;
  transports: string[];
  type: string;
}

/** A session: `device` is what its browser says, put simply; `current` is the one that asks. */
export interface Device {
  sessionId: SessionId;
  device: string;
  /** RFC 3339 */
  openedAt: string;
  /** RFC 3339; to the last refresh, at most 10 minutes ago */
  lastUsedAt: string;
  current: boolean;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface DevicePage {
  items: Device[];
  next: Cursor | null;
}

/** What is left out stays. */
export interface DigestChange {
  rhythm?: "daily" | "off" | "weekly" | null;
  hour?: number | null;
  weekday?: "friday" | "monday" | "saturday" | "sunday" | "thursday" | "tuesday" | "wednesday" | null;
}

/** A summary of what is unread, by e-mail, at a local hour; a weekly one on `weekday`. */
export interface DigestTimes {
  rhythm: "daily" | "off" | "weekly";
  hour: number;
  weekday: "friday" | "monday" | "saturday" | "sunday" | "thursday" | "tuesday" | "wednesday";
}

/** `code` is one of the app, or a recovery code. */
export interface Disable {
  password: string;
  code: string;
}

/** A draft. `state` is `draft`, `scheduled` (for `publish_at`), or `failed`: `problem` says why. */
export interface DraftAnswer {
  id: DraftId;
  state: string;
  content: NewDraft;
  changedAt: string;
  publishAt: string | null;
  problem: string | null;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface DraftAnswerPage {
  items: DraftAnswer[];
  next: Cursor | null;
}

/** Names one draft: 26 lower-case characters that sort by the moment of its making (ULID). */
export type DraftId = string;

export interface EntryAnswer {
  n: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  reason: string;
  detail: string;
  hash: string;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface EntryAnswerPage {
  items: EntryAnswer[];
  next: Cursor | null;
}

/** The best of each kind: up to 5 people, 5 hashtags, 3 places and 9 posts. */
export interface Everything {
  people: PersonFound[];
  tags: TagFound[];
  places: PlaceFound[];
  posts: PostAnswer[];
}

/** `percent` of the steps are done. A link, which lives 15 minutes, is there when it is `ready`. `failed`: ask for it anew. `expired`: it was deleted, 7 days after it was made. */
export interface ExportState {
  state: "expired" | "failed" | "ready" | "working";
  percent: number;
  askedAt: string;
  expiresAt: string | null;
  url: string | null;
  urlExpiresAt: string | null;
}

/** Which factors an account has. */
export interface FactorsAnswer {
  authenticatorApp: boolean;
  passkeys: number;
  recoveryCodesLeft: number;
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

/** Hashtags that one follows, by the alphabet: at most 100. */
export interface FollowedTags {
  items: string[];
}

/** `login` is an e-mail address or a username. */
export interface Forgotten {
  login: string;
}

/** What a post said from `written_at` until it was edited. `alts` are in the order of its photographs. */
export interface FormerAnswer {
  caption: string;
  entities: (Mention | Hashtag | Link)[];
  alts: string[];
  place: PlaceAnswer | null;
  writtenAt: string;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface FormerAnswerPage {
  items: FormerAnswer[];
  next: Cursor | null;
}

/** A message in which the words stand, and who wrote it. */
export interface FoundMessage {
  message: MessageAnswer;
  sender: PersonAnswer;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface FoundMessagePage {
  items: FoundMessage[];
  next: Cursor | null;
}

/** One page of a grid. `next` asks for the following page; null means that there is no more. `pinned` comes with the first page: up to 3 posts, in order; they stand among `items`, too, where their time puts them. */
export interface GridAnswer {
  items: PostAnswer[];
  pinned: PostAnswer[];
  next: Cursor | null;
}

/** What to change; what is left out stays. `name` may be empty; `picture` is an upload for avatars. `timer` are the seconds after which messages disappear that are written from now on: 0 (never), an hour, a day, a week, or 90 days. In a conversation of two only the timer can be changed, by both. */
export interface GroupChanges {
  name?: string | null;
  picture?: MediaId | null;
  withoutPicture?: boolean;
  timer?: 0 | 3600 | 86400 | 604800 | 7776000 | null;
}

/** `#tag`. `tag` is the form that is compared and looked up (see `normal_tag`), without the #. */
export interface Hashtag {
  kind: "hashtag";
  start: number;
  end: number;
  tag: string;
}

/** Whether somebody sits in front of the device. */
export interface Here {
  active: boolean;
}

/** The list as it is kept: each word once. */
export interface HiddenWordsAnswer {
  words: string[];
  usual: boolean;
}

/** Up to 200 words or phrases of 1 to 60 characters, in any order; and whether the usual ones are hidden, too. */
export interface HiddenWordsBody {
  words: string[];
  usual?: boolean;
}

/** `sign_up` says who may: everybody, who has an invitation, or nobody. `mail`: whether letters are sent. */
export interface Instance {
  name: string;
  signUp: "closed" | "invitation" | "open";
  verifiedOnly: boolean;
  mail: boolean;
}

/** What is left out stays. */
export interface KindChange {
  kind: "approval" | "coauthor" | "comment" | "comment_like" | "follow" | "like" | "mention" | "message" | "reply" | "request" | "story_reaction" | "tag";
  live?: "everyone" | "following" | "off" | null;
  push?: "everyone" | "following" | "off" | null;
  email?: "everyone" | "following" | "off" | null;
}

/** Whose doings of one kind one is told of: at once on open screens, by push, by e-mail. */
export interface KindWays {
  kind: "approval" | "coauthor" | "comment" | "comment_like" | "follow" | "like" | "mention" | "message" | "reply" | "request" | "story_reaction" | "tag";
  live: "everyone" | "following" | "off";
  push: "everyone" | "following" | "off";
  email: "everyone" | "following" | "off";
}

/** From when on the account is erased. Until then signing in and `POST /v1/auth/stay` take it back. */
export interface Leaving {
  eraseAt: string;
}

/** Six digits of a letter. */
export interface LetterCode {
  code: string;
}

/** What follows `#token=` in a letter's link. */
export interface LetterLink {
  token: string;
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

/** An address that a person shows, and the words for it. */
export interface LinkAnswer {
  title: string;
  url: string;
}

/** A person as staff see them: no address, no number. `reports` are those of the account itself. */
export interface LookUp {
  id: PersonId;
  username: string;
  name: string;
  state: string;
  private: boolean;
  suspended: boolean;
  suspendedUntil: string | null;
  suspendedBecause: string | null;
  reports: number;
  roles: string[];
  notes: ModerationNoteAnswer[];
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

/** Somebody in a conversation. `read` and `delivered` are how far they are, as far as they let one see it. */
export interface MemberAnswer {
  person: PersonAnswer;
  role: "admin" | "member";
  standing: "asked" | "declined" | "in";
  read: number;
  delivered: number;
}

/** Who is in a conversation, whom one may meet; admins first. */
export interface MembersAnswer {
  items: MemberAnswer[];
}

/** `@username`, in lower case and without the @. Nobody has checked that such a person exists. */
export interface Mention {
  kind: "mention";
  start: number;
  end: number;
  username: string;
}

/** One message. `seq` is its place; conversation and `seq` name it. `sender` is null where the reader may not know who that is. `removed` says why nothing stands in it any more: it was `unsent`, it `vanished` by the timer, its sender was `erased`, or it is `hidden` from this reader. `note` is set where it is no one's message, but tells what happened to the conversation. `vanishes_at` is when the timer takes it. `client_id` is what its sender's device called it, for the sender only. `post_id` is a shared post, which is there for those who may see it. */
export interface MessageAnswer {
  seq: number;
  sender: PersonId | null;
  sentAt: string;
  text: string;
  entities: (Mention | Hashtag | Link)[];
  photos: PhotoAnswer[];
  postId: PostId | null;
  replyTo: number | null;
  reactions: ReactionAnswer[];
  editedAt: string | null;
  removed: "erased" | "hidden" | "unsent" | "vanished" | null;
  note: ContractsNoteAnswer | null;
  vanishesAt: string | null;
  clientId: string | null;
}

/** A stretch of a conversation, the oldest message first. `older` and `newer`: there is more on that side. `people` wrote, `posts` are those shared here that one may see. */
export interface MessagesAnswer {
  items: MessageAnswer[];
  people: PersonAnswer[];
  posts: PostAnswer[];
  older: boolean;
  newer: boolean;
  seq: number;
  rev: number;
}

/** The messages after the given `seq`, in order, and older ones that changed after `rev`, as they are now. Who asked has all up to `seq` and `rev` now. `more`: ask again with these two. */
export interface MissedAnswer {
  messages: MessageAnswer[];
  changed: MessageAnswer[];
  seq: number;
  rev: number;
  more: boolean;
}

export interface ModerationNoteAnswer {
  id: string;
  by: PersonId;
  text: string;
}

/** 1 to 50 people. */
export interface MorePeople {
  people: PersonId[];
}

/** What not to see of somebody. Neither is the same as not to mute. */
export interface Mute {
  posts?: boolean;
  stories?: boolean;
}

/** Somebody who is muted, and what of theirs. */
export interface Muted {
  person: PersonAnswer;
  posts: boolean;
  stories: boolean;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface MutedPage {
  items: Muted[];
  next: Cursor | null;
}

/** Those whom the reader follows among a person's followers. `people` are some of them, `count` all of them when it is `exact`; else they are those among the 300 people whom the reader has followed last. */
export interface Mutuals {
  people: PersonAnswer[];
  count: number;
  exact: boolean;
}

/** What to change; what is left out stays. */
export interface NewChatChoices {
  presence?: boolean | null;
  receipts?: boolean | null;
}

/** 1 to 2,200 characters, of which one can be seen. A reply to a reply stands below the same comment. */
export interface NewComment {
  text: string;
  replyTo?: CommentId | null;
}

/** `password` is the current one. */
export interface NewContact {
  contact: string;
  password: string;
}

/** `PublicKeyCredential.toJSON()` after `navigator.credentials.create()`. */
export interface NewCredential {
  id: string;
  rawId: string;
  type: string;
  response: Attestation;
  authenticatorAttachment?: string | null;
  clientExtensionResults?: Record<string, unknown>;
}

/** A post that may not be complete yet: up to 10 photographs, which may still be processed. */
export interface NewDraft {
  photos?: ChosenPhoto[];
  caption?: string;
  place?: NewPlace | null;
  people?: NewTag[];
  coauthors?: PersonId[];
  audience?: "close" | "everyone";
  commentsBy?: "everyone" | "followers" | "following" | "nobody";
  hideCounts?: boolean;
}

/** 1 to 50 people beside oneself, and a name of at most 60 characters. More people can be added later, up to 250. */
export interface NewGroup {
  people: PersonId[];
  name?: string;
}

/** An address of the web, and the words for it (the name of the host where there are none). */
export interface NewLink {
  url: string;
  title?: string;
}

/** Text of 1 to 4,000 characters, up to 10 photographs of one's own uploads, or a post; `replyTo` is answered. `clientId` makes repeats harmless: for 8 days the same one in the same conversation is answered with the first message, whatever else the repeat says. */
export interface NewMessage {
  clientId: string;
  text?: string;
  photos?: MediaId[];
  postId?: PostId | null;
  replyTo?: number | null;
}

/** 1 to 50 characters. */
export interface NewName {
  name: string;
}

export interface NewNote {
  text: string;
}

/** `name` is the member's own word for the device. */
export interface NewPasskey {
  name: string;
  credential: NewCredential;
}

/** `token` is what follows `#token=` in the letter's link. */
export interface NewPassword {
  token: string;
  password: string;
}

/** `login` is an e-mail address or an E.164 phone number; `invitation` is asked for where sign-up needs one. */
export interface NewPerson {
  login: string;
  password: string;
  username: string;
  invitation?: string | null;
}

/** Where a post was made: a name of at most 100 characters, and coordinates, both or none (degrees, WGS 84). */
export interface NewPlace {
  name: string;
  latitude?: number | null;
  longitude?: number | null;
}

/** 1 to 10 photographs, in the order in which they are shown. `coauthors` are invited; they stand beside the author when they have accepted. */
export interface NewPost {
  photos: ChosenPhoto[];
  caption?: string;
  place?: NewPlace | null;
  people?: NewTag[];
  coauthors?: PersonId[];
  audience?: "close" | "everyone";
  commentsBy?: "everyone" | "followers" | "following" | "nobody";
  hideCounts?: boolean;
}

/** How many posts are newer than one; 50 means 50 or more. */
export interface NewPosts {
  count: number;
}

/** Under which name the further person is known. */
export interface NewProfile {
  username: string;
}

/** What the browser's `subscription.toJSON()` gives. */
export interface NewPushSubscription {
  endpoint: string;
  keys: PushKeys;
  expirationTime?: number | null;
}

/** `post` names a post, `post` and `comment` a comment, `person` an account, `message` a message. */
export interface NewReport {
  kind: "account" | "comment" | "message" | "post";
  reason: "fraud" | "harassment" | "hate" | "illegal" | "nudity" | "other" | "self_harm" | "spam" | "violence";
  text?: string;
  post?: PostId | null;
  comment?: CommentId | null;
  person?: PersonId | null;
  message?: string | null;
}

/** What a member may do: admins change the group and its people. */
export interface NewRole {
  role: "admin" | "member";
}

/** Somebody on a photograph: which one (from 0), and where, as parts of its width and height from top left. */
export interface NewTag {
  person: PersonId;
  photo: number;
  x: number;
  y: number;
}

/** 1 to 4,000 characters. */
export interface NewText {
  text: string;
}

/** What is going to come. `contentType` is image/jpeg, png, webp, avif, heic, heif or gif; `bytes` at most 26,214,400, in parts 62,914,560. */
export interface NewUpload {
  contentType: string;
  bytes: number;
  purpose?: "avatar" | "post";
}

/** 2 to 30 of a-z, 0-9, `_` and `.`; upper case becomes lower. */
export interface NewUsername {
  username: string;
}

export interface Noted {
  id: string;
}

/** What somebody did, or several people: `people` is how many (1,000 means 1,000 or more), `actors` the newest 3. It stays where it began, at the time of its id; `happened_at` is when the newest of it did. `photo` is the post's first; `excerpt` is how the comment or caption begins. `seen`: it was on the screen; `read`: it was opened. */
export interface NotificationAnswer {
  id: NotificationId;
  kind: "approval" | "coauthor" | "comment" | "comment_like" | "follow" | "like" | "mention" | "message" | "reply" | "request" | "story_reaction" | "tag";
  actor: PersonAnswer;
  actors: PersonAnswer[];
  people: number;
  happenedAt: string;
  seen: boolean;
  read: boolean;
  postId: PostId | null;
  photo: PhotoAnswer | null;
  commentId: CommentId | null;
  conversationId: ConversationId | null;
  excerpt: string;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface NotificationAnswerPage {
  items: NotificationAnswer[];
  next: Cursor | null;
}

/** Names one notification: 26 lower-case characters that sort by the moment of its making (ULID). */
export type NotificationId = string;

/** How one is told of what. During quiet hours nothing is pushed or mailed; afterwards one summary is. */
export interface NotificationSettings {
  kinds: KindWays[];
  timeZone: string;
  quietHours: QuietTimes;
  digest: DigestTimes;
}

/** What one opened from a search, or looked for. `what`: of a `person` the id, of a `tag` the hashtag, of a `place` its name, of `words` these. */
export interface Opened {
  kind: "person" | "place" | "tag" | "words";
  what: Words;
}

/** Ids of one's own collections, in the order in which to list them; what is left out comes after them. */
export interface Order {
  collections: CollectionId[];
}

/** All of them: there are at most 5. */
export interface OwnPeople {
  items: OwnPerson[];
}

/** A person of my account; `acting` is the one whom this session acts as. */
export interface OwnPerson {
  id: PersonId;
  username: string;
  acting: boolean;
}

/** PUT exactly `bytes` bytes to `url`. */
export interface PartAddress {
  number: number;
  bytes: number;
  url: string;
}

/** `expiresIn` are the seconds for which the addresses can be used; ask again for others. */
export interface PartAddresses {
  parts: PartAddress[];
  expiresIn: number;
}

/** Cut the file into `parts` pieces of `part_bytes` bytes, the last as small as it comes. */
export interface PartsStarted {
  mediaId: MediaId;
  parts: number;
  partBytes: number;
}

/** A passkey of mine. Times are RFC 3339. */
export interface PasskeyAnswer {
  id: string;
  name: string;
  madeAt: string;
  usedAt: string | null;
}

/** An answer of an authenticator. */
export interface PasskeyProof {
  credential: Credential;
}

/** An answer of an authenticator; with the `challengeToken` when a password went before. */
export interface PasskeySignIn {
  credential: Credential;
  challengeToken?: string | null;
}

/** All of them: there are at most 20. */
export interface Passkeys {
  items: PasskeyAnswer[];
}

/** People in the order in which they were asked for. */
export interface People {
  items: PersonAnswer[];
}

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

/** A person whom a search finds; `following`: the reader follows them. */
export interface PersonFound {
  id: PersonId;
  username: string;
  name: string;
  avatar: AvatarAnswer | null;
  following: boolean;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface PersonFoundPage {
  items: PersonFound[];
  next: Cursor | null;
}

/** Names one person: 26 lower-case characters that sort by the moment of its making (ULID). */
export type PersonId = string;

/** A photograph to show. Width and height are the original's, upright; addresses live 10 to 20 minutes. Of a moving picture the sources show the first frame, and `motion` is the address of an animated WebP. */
export interface PhotoAnswer {
  mediaId: MediaId;
  width: number;
  height: number;
  alt: string;
  thumbhash: string;
  color: string;
  sources: Source[];
  animated: boolean;
  motion: string | null;
}

/** An upload of one's own, made with the purpose `avatar` and processed. */
export interface Picture {
  mediaId: MediaId;
}

/** Where a post was made, as its author says. Coordinates are degrees (WGS 84), rounded to about 100 m. `id` names the place's page: all posts whose authors call it the same have the same. */
export interface PlaceAnswer {
  id: string;
  name: string;
  latitude: number | null;
  longitude: number | null;
}

/** A place that posts name. `posts` counts as a hashtag's does. */
export interface PlaceFound {
  id: PlaceId;
  name: string;
  posts: number;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface PlaceFoundPage {
  items: PlaceFound[];
  next: Cursor | null;
}

/** PlaceId */
export type PlaceId = string;

/** The head of a place's page. */
export interface PlacePage {
  id: PlaceId;
  name: string;
  posts: number;
}

/** A post as its reader sees it. `liked` is the reader's own, false for nobody. `entities` are the mentions, hashtags and links of the caption; offsets count Unicode code points. `likes` is null for others where the author hides the count. `mine`: the reader is its author and may change it. `pinned`: it stands first on the profile that was asked for, or on the reader's own. `via_tag`: the hashtag that one follows by which it came into one's feed; null where it came by its authors, and outside the feed. */
export interface PostAnswer {
  id: PostId;
  author: PersonAnswer;
  publishedAt: string;
  photos: PhotoAnswer[];
  caption: string;
  entities: (Mention | Hashtag | Link)[];
  likes: number | null;
  comments: number;
  liked: boolean;
  coauthors: PersonAnswer[];
  place: PlaceAnswer | null;
  people: TaggedAnswer[];
  audience: string;
  commentsBy: string;
  hideCounts: boolean;
  state: string;
  editedAt: string | null;
  mine: boolean;
  pinned: boolean;
  viaTag: string | null;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface PostAnswerPage {
  items: PostAnswer[];
  next: Cursor | null;
}

/** Names one post: 26 lower-case characters that sort by the moment of its making (ULID). */
export type PostId = string;

/** Posts, the most trending first. */
export interface PostTrends {
  items: PostAnswer[];
}

/** Whether somebody is there, or when they last were. */
export interface PresenceAnswer {
  person: PersonId;
  active: boolean;
  lastSeen: string;
}

/** Those of the people asked about who let one see it. */
export interface PresencesAnswer {
  items: PresenceAnswer[];
}

/** A private account is followed by those only whom its owner approves. */
export interface Privacy {
  private: boolean;
}

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

/** A person's page. `bioEntities` are the mentions, hashtags and links of the bio, by code points. `visible` says whether the reader may see the person's posts, followers and followings: those of a private account are for its followers. */
export interface Profile {
  person: PersonAnswer;
  bio: string;
  bioEntities: (Mention | Hashtag | Link)[];
  pronouns: string;
  links: LinkAnswer[];
  private: boolean;
  visible: boolean;
  counts: Counts;
  relation: Relation;
}

/** When to publish: 10 minutes to 75 days from now. It happens within a minute of that. */
export interface PublishAt {
  publishAt: string;
}

/** A device that takes pushes. `device` is how it calls itself; `here` says that it belongs to this session. */
export interface PushDevice {
  id: string;
  device: string;
  madeAt: string;
  here: boolean;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface PushDevicePage {
  items: PushDevice[];
  next: Cursor | null;
}

/** The platform's public key: `applicationServerKey` when a browser subscribes. */
export interface PushKey {
  publicKey: string;
}

/** Base64url: the device's public key (65 bytes) and its secret (16 bytes). */
export interface PushKeys {
  p256dh: string;
  auth: string;
}

/** Both times, or both null for no quiet hours. */
export interface QuietChange {
  start: string | null;
  end: string | null;
}

/** Times of the local day (`22:00`); through midnight when the end comes first. Both null: no quiet hours. */
export interface QuietTimes {
  start: string | null;
  end: string | null;
}

/** One emoji. */
export interface Reaction {
  emoji: string;
}

/** Who answered a message with this emoji; one for each person. */
export interface ReactionAnswer {
  emoji: string;
  people: PersonId[];
}

/** Why somebody is suggested. `followed`: `people`, whom the reader follows, follow them, and so do `more` others whom the reader follows. `interests`: they post about `tag`, which the reader follows or uses. `popular`: many like their posts these days. */
export interface Reason {
  kind: "followed" | "interests" | "popular";
  people: PersonAnswer[];
  more: number;
  tag: string | null;
}

/** Somebody whom one opened from a search. */
export interface RecentPerson {
  kind: "person";
  id: SearchId;
  person: PersonFound;
}

/** A place that one opened from a search. */
export interface RecentPlace {
  kind: "place";
  id: SearchId;
  placeId: PlaceId;
  name: string;
}

/** A hashtag, without the #, that one opened from a search. */
export interface RecentTag {
  kind: "tag";
  id: SearchId;
  tag: string;
}

/** What one looked for. */
export interface RecentWords {
  kind: "words";
  id: SearchId;
  words: string;
}

/** Codes for the day on which the device is lost: each works once. Shown this once; empty when there were some. */
export interface RecoveryCodes {
  recoveryCodes: string[];
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

/** What a person is to the reader, as the person's page says it. */
export interface RelationAnswer {
  personId: PersonId;
  relation: Relation;
}

/** In the order in which the people were asked for. */
export interface Relations {
  items: RelationAnswer[];
}

/** Whom a passkey is for. */
export interface RelyingParty {
  id: string;
  name: string;
}

/** A new name. */
export interface Rename {
  name: string;
}

/** `state` is `open`, `acted` (staff did something) or `dismissed`. */
export interface ReportAnswer {
  id: string;
  subject: string;
  reason: string;
  text: string;
  reportedAt: string;
  state: string;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface ReportAnswerPage {
  items: ReportAnswer[];
  next: Cursor | null;
}

/** Somebody who waits, or for whom one waits, and since when. */
export interface Request {
  person: PersonAnswer;
  askedAt: string;
}

/** For `PublicKeyCredential.parseRequestOptionsFromJSON()`. Without `allowCredentials` the device finds its own. */
export interface RequestOptions {
  challenge: string;
  rpId: string;
  timeout: number;
  allowCredentials: Descriptor[];
  userVerification: string;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface RequestPage {
  items: Request[];
  next: Cursor | null;
}

/** Who waits, newest first. `waiting` is how many do: exact on a page that is the only one, else at most 2 s old. */
export interface Requests {
  items: Request[];
  next: Cursor | null;
  waiting: number;
}

/** A post that the reader has saved, and the id and name of the collection that it is in. */
export interface SaveAnswer {
  postId: PostId;
  collectionId: CollectionId;
  collection: string;
}

/** Where to keep the post: a name of 1 to 50 characters, or nothing for the collection that everybody has. */
export interface SavedIn {
  collection?: string;
}

/** In the order in which the posts were asked for. */
export interface Saves {
  items: SaveAnswer[];
}

/** Search */
export type Search = string;

/** SearchId */
export type SearchId = string;

/** At most 20, the latest first. */
export interface Searches {
  items: (RecentPerson | RecentTag | RecentPlace | RecentWords)[];
}

/** `code` is one of the authenticator app, or a recovery code. */
export interface SecondStep {
  challengeToken: string;
  code: string;
}

/** The newest entry that was on the screen. */
export interface Seen {
  until: NotificationId;
}

/** Which authenticators may be used: those that find the passkey themselves and check who uses it. */
export interface Selection {
  residentKey: string;
  requireResidentKey: boolean;
  userVerification: string;
}

/** Names one session: 26 lower-case characters that sort by the moment of its making (ULID). */
export type SessionId = string;

/** What is left out stays. `timeZone` is a name of the IANA database, such as `Europe/Berlin`. */
export interface SettingsChange {
  kinds?: KindChange[];
  timeZone?: string | null;
  quietHours?: QuietChange | null;
  digest?: DigestChange | null;
}

/** The address of a post, and the data of an Open Graph card. Of what not everybody may see the card says nothing: a general title, no description, no image. The image's address is good for some minutes: who makes a card fetches it at once. */
export interface ShareAnswer {
  url: string;
  title: string;
  description: string;
  image: string | null;
  imageAlt: string;
}

/** Tokens; or, when `challenges` has `second_factor`, none of them but a `challengeToken` to prove it with. */
export interface SignedIn {
  accessToken: Token | null;
  refreshToken: Token | null;
  challenges: ("create_profile" | "enrol_second_factor" | "leaving" | "second_factor" | "verify_contact")[];
  challengeToken: Token | null;
}

/** Some */
export type Some = number;

/** One rendition: as wide as `width` pixels, in two formats. */
export interface Source {
  width: number;
  webp: string;
  jpeg: string;
}

export type State = "deleted" | "leaving" | "processing" | "ready" | "rejected" | "waiting";

/** Somebody whom the reader may want to follow. `private`: they approve who follows them. */
export interface Suggestion {
  person: PersonAnswer;
  private: boolean;
  reason: Reason;
}

/** People, the best first. */
export interface Suggestions {
  items: Suggestion[];
}

export interface SuspendFor {
  reason: string;
  until?: string | null;
}

/** An access token of this same session that acts as the other person. The refresh token stays what it is. */
export interface Switched {
  accessToken: Token;
}

/** A hashtag, without the #. `posts` counts those that everybody may see and nobody whom the reader hides made. */
export interface TagFound {
  tag: string;
  posts: number;
  following: boolean;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface TagFoundPage {
  items: TagFound[];
  next: Cursor | null;
}

/** TagName */
export type TagName = string;

/** The head of a hashtag's page. `related`: hashtags that often stand beside it, at most 8. */
export interface TagPage {
  tag: string;
  posts: number;
  following: boolean;
  related: string[];
}

/** A hashtag that is used more and more. `people`: how many used it in the time. */
export interface TagTrend {
  tag: string;
  people: number;
}

/** Hashtags, the most trending first. */
export interface TagTrends {
  items: TagTrend[];
}

/** Somebody on a photograph: which one (from 0), and where, as parts of its width and height from top left. */
export interface TaggedAnswer {
  person: PersonAnswer;
  photo: number;
  x: number;
  y: number;
}

/** A comment with how many replies it has, and the first of them. */
export interface ThreadAnswer {
  id: CommentId;
  author: PersonAnswer;
  writtenAt: string;
  text: string;
  entities: (Mention | Hashtag | Link)[];
  removable: boolean;
  likes: number;
  liked: boolean;
  parent: CommentId | null;
  replyTo: CommentId | null;
  held: boolean;
  replies: number;
  firstReplies: CommentAnswer[];
  pinned: boolean;
}

/** One page of a list. `next` asks for the following one; None means that there is no more. */
export interface ThreadAnswerPage {
  items: ThreadAnswer[];
  next: Cursor | null;
}

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

/** The refresh token is left out where it went into the cookie (header `x-session-in: cookie`). `challenges` names what the session should still meet; see `GET /v1/auth/challenges`. */
export interface Tokens {
  accessToken: Token;
  refreshToken: Token | null;
  challenges: ("create_profile" | "enrol_second_factor" | "leaving" | "second_factor" | "verify_contact")[];
}

/** How many entries have not been seen; 100 means 100 or more. */
export interface Unread {
  count: number;
}

/** What waits: conversations with unread messages, these messages, and requests. Muted ones do not count. The 100 conversations count in which something was said last. */
export interface UnreadAnswer {
  conversations: number;
  messages: number;
  requests: number;
}

/** The newest message that it is true of. */
export interface UpTo {
  seq: number;
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

/** Who a passkey signs in; `id` says nothing about them. */
export interface User {
  id: string;
  name: string;
  displayName: string;
}

/** What the person is called from now on. */
export interface UsernameAnswer {
  username: string;
}

/** Which parts are to be sent now, counted from 1. */
export interface WantedParts {
  numbers: number[];
}

/** `challengeToken` when a password went before; then only passkeys of that account are asked for. */
export interface Wish {
  challengeToken?: string | null;
}

/** Words */
export type Words = string;
