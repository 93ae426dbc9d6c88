// Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.

import { type CallOptions, Transport } from "./transport.js";
import type {
  AddedPasskey,
  AppCode,
  AppSecret,
  ArrivedParts,
  Challenges,
  ChangedPassword,
  Changes,
  ChatChoices,
  Choices,
  CoauthorsAnswer,
  CollectionAnswerPage,
  CollectionId,
  CommentAnswer,
  CommentAnswerPage,
  CommentId,
  Confirmation,
  Contact,
  ConversationAnswer,
  ConversationAnswerPage,
  ConversationId,
  CreationOptions,
  Credentials,
  Cursor,
  Description,
  DevicePage,
  Disable,
  DraftAnswer,
  DraftAnswerPage,
  DraftId,
  Everything,
  ExportState,
  FactorsAnswer,
  Followed,
  FollowedTags,
  Forgotten,
  FormerAnswerPage,
  FoundMessagePage,
  GridAnswer,
  GroupChanges,
  Here,
  HiddenWordsAnswer,
  HiddenWordsBody,
  Instance,
  Leaving,
  LetterCode,
  LetterLink,
  Limit,
  MediaAnswer,
  MediaId,
  MembersAnswer,
  MessageAnswer,
  MessagesAnswer,
  MissedAnswer,
  MorePeople,
  Mute,
  MutedPage,
  Mutuals,
  NewChatChoices,
  NewComment,
  NewContact,
  NewDraft,
  NewGroup,
  NewMessage,
  NewName,
  NewPasskey,
  NewPassword,
  NewPerson,
  NewPost,
  NewPosts,
  NewProfile,
  NewPushSubscription,
  NewReport,
  NewRole,
  NewText,
  NewUpload,
  NewUsername,
  NotificationAnswerPage,
  NotificationId,
  NotificationSettings,
  Opened,
  Order,
  OwnPeople,
  OwnPerson,
  PartAddresses,
  PartsStarted,
  PasskeyProof,
  PasskeySignIn,
  Passkeys,
  People,
  PersonAnswerPage,
  PersonFoundPage,
  PersonId,
  Picture,
  PlaceFoundPage,
  PlaceId,
  PlacePage,
  PostAnswer,
  PostAnswerPage,
  PostId,
  PostTrends,
  PresencesAnswer,
  Privacy,
  Profile,
  PublishAt,
  PushDevice,
  PushDevicePage,
  PushKey,
  Reaction,
  RecoveryCodes,
  Refresh,
  Relations,
  Rename,
  ReportAnswer,
  ReportAnswerPage,
  RequestOptions,
  RequestPage,
  Requests,
  SavedIn,
  Saves,
  Search,
  SearchId,
  Searches,
  SecondStep,
  Seen,
  SessionId,
  SettingsChange,
  ShareAnswer,
  SignedIn,
  Some,
  Suggestions,
  Switched,
  TagFoundPage,
  TagName,
  TagPage,
  TagTrends,
  ThreadAnswerPage,
  TicketAnswer,
  Tokens,
  Unread,
  UnreadAnswer,
  UpTo,
  UploadAnswer,
  UsernameAnswer,
  WantedParts,
  Wish,
  Words,
} from "./types.js";

/** Every operation of the HTTP API for members. A refusal is thrown as a `Refused`. */
export class Client extends Transport {
  /** Write one's own message anew, within 15 minutes. It says that it was edited. */
  editMessage(conversationId: ConversationId, seq: number, body: NewText, options: CallOptions = {}): Promise<MessageAnswer> {
    return this.call({ method: "PATCH", path: `/v1/conversations/${encodeURIComponent(conversationId)}/messages/${encodeURIComponent(seq)}`, session: true, body }, options);
  }

  /** Take one's own message back, for everybody, at any time. Nothing stays of it but its place. */
  unsendMessage(conversationId: ConversationId, seq: number, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/conversations/${encodeURIComponent(conversationId)}/messages/${encodeURIComponent(seq)}`, session: true }, options);
  }

  /** Answer a message with an emoji, instead of the one before. The same one again changes nothing. */
  react(conversationId: ConversationId, seq: number, body: Reaction, options: CallOptions = {}): Promise<MessageAnswer> {
    return this.call({ method: "PUT", path: `/v1/conversations/${encodeURIComponent(conversationId)}/messages/${encodeURIComponent(seq)}/reaction`, session: true, body }, options);
  }

  /** Take one's emoji away; nothing changes when there is none. */
  takeReactionBack(conversationId: ConversationId, seq: number, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/conversations/${encodeURIComponent(conversationId)}/messages/${encodeURIComponent(seq)}/reaction`, session: true }, options);
  }

  /** What one has chosen for all of chat; both are on until one turns them off. */
  readChatChoices(options: CallOptions = {}): Promise<ChatChoices> {
    return this.call({ method: "GET", path: `/v1/me/chat`, session: true }, options);
  }

  /** Choose whether others see when one is there and how far one has read, from now on. */
  changeChatChoices(body: NewChatChoices, options: CallOptions = {}): Promise<ChatChoices> {
    return this.call({ method: "PATCH", path: `/v1/me/chat`, session: true, body }, options);
  }

  /** One's conversations in a folder, the one in which something was said last first. */
  listConversations(given: { folder?: "archived" | "inbox" | "pinned" | "requests"; cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<ConversationAnswerPage> {
    return this.call({ method: "GET", path: `/v1/conversations`, session: true, query: { "folder": given.folder, "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Make a group, of which one is the admin. Those who do not follow one are asked first. */
  makeGroup(body: NewGroup, given: { idempotencyKey?: string } = {}, options: CallOptions = {}): Promise<ConversationAnswer> {
    return this.call({ method: "POST", path: `/v1/conversations`, session: true, body, headers: { "idempotency-key": given.idempotencyKey } }, options);
  }

  /** How much waits. */
  countUnreadMessages(options: CallOptions = {}): Promise<UnreadAnswer> {
    return this.call({ method: "GET", path: `/v1/conversations/unread`, session: true }, options);
  }

  /** One conversation of one's own. */
  readConversation(conversationId: ConversationId, options: CallOptions = {}): Promise<ConversationAnswer> {
    return this.call({ method: "GET", path: `/v1/conversations/${encodeURIComponent(conversationId)}`, session: true }, options);
  }

  /** Change a group's name or picture, or a conversation's timer. */
  changeConversation(conversationId: ConversationId, body: GroupChanges, options: CallOptions = {}): Promise<ConversationAnswer> {
    return this.call({ method: "PATCH", path: `/v1/conversations/${encodeURIComponent(conversationId)}`, session: true, body }, options);
  }

  /** Who is in a conversation, and how far each has read. */
  listMembers(conversationId: ConversationId, options: CallOptions = {}): Promise<MembersAnswer> {
    return this.call({ method: "GET", path: `/v1/conversations/${encodeURIComponent(conversationId)}/members`, session: true }, options);
  }

  /** Add people to a group. They see what comes from now on; those who do not follow one are asked first. */
  addMembers(conversationId: ConversationId, body: MorePeople, options: CallOptions = {}): Promise<ConversationAnswer> {
    return this.call({ method: "POST", path: `/v1/conversations/${encodeURIComponent(conversationId)}/members`, session: true, body }, options);
  }

  /** Who of these people is there, or when they last were: those with whom one talks, and who let others see it. */
  readPresence(given: { people: string }, options: CallOptions = {}): Promise<PresencesAnswer> {
    return this.call({ method: "GET", path: `/v1/presence`, session: true, query: { "people": given.people } }, options);
  }

  /** Open the one conversation with somebody; it begins with its first message. */
  openDirect(personId: PersonId, options: CallOptions = {}): Promise<ConversationAnswer> {
    return this.call({ method: "PUT", path: `/v1/conversations/with/${encodeURIComponent(personId)}`, session: true }, options);
  }

  /** Remove somebody from a group, or leave it oneself; then nothing of it can be seen any more. */
  removeMember(conversationId: ConversationId, personId: PersonId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/conversations/${encodeURIComponent(conversationId)}/members/${encodeURIComponent(personId)}`, session: true }, options);
  }

  /** Make a member an admin of the group, or an admin a member. A group has an admin always. */
  setRole(conversationId: ConversationId, personId: PersonId, body: NewRole, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/conversations/${encodeURIComponent(conversationId)}/members/${encodeURIComponent(personId)}/role`, session: true, body }, options);
  }

  /** Accept to talk with those who asked; so does writing to them. Again it changes nothing. */
  acceptConversation(conversationId: ConversationId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/conversations/${encodeURIComponent(conversationId)}/acceptance`, session: true }, options);
  }

  /** Decline to talk with those who asked: nothing more is heard of them here, and they are not told. */
  declineConversation(conversationId: ConversationId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/conversations/${encodeURIComponent(conversationId)}/acceptance`, session: true }, options);
  }

  /** Mute, pin or archive a conversation, for oneself. */
  choose(conversationId: ConversationId, body: Choices, options: CallOptions = {}): Promise<ConversationAnswer> {
    return this.call({ method: "PUT", path: `/v1/conversations/${encodeURIComponent(conversationId)}/choices`, session: true, body }, options);
  }

  /** A stretch of a conversation: its end, or what is `before`, `after` or `around` a message (one of the three). */
  listMessages(conversationId: ConversationId, given: { before?: number; after?: number; around?: number; limit?: Limit } = {}, options: CallOptions = {}): Promise<MessagesAnswer> {
    return this.call({ method: "GET", path: `/v1/conversations/${encodeURIComponent(conversationId)}/messages`, session: true, query: { "before": given.before, "after": given.after, "around": given.around, "limit": given.limit } }, options);
  }

  /** Write a message: the same as the frame `sendMessage`. */
  sendMessage(conversationId: ConversationId, body: NewMessage, options: CallOptions = {}): Promise<MessageAnswer> {
    return this.call({ method: "POST", path: `/v1/conversations/${encodeURIComponent(conversationId)}/messages`, session: true, body }, options);
  }

  /** Messages in which all these words stand, in any order, the newest first; case and accents do not count. */
  searchMessages(conversationId: ConversationId, given: { q: string; cursor?: Cursor; limit?: Limit }, options: CallOptions = {}): Promise<FoundMessagePage> {
    return this.call({ method: "GET", path: `/v1/conversations/${encodeURIComponent(conversationId)}/search`, session: true, query: { "q": given.q, "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Say that one is writing. More often than every 3 seconds is ignored; nothing is stored. */
  typeMessage(conversationId: ConversationId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/conversations/${encodeURIComponent(conversationId)}/typing`, session: true }, options);
  }

  /** Say how far one has read; saying so of an older message changes nothing. */
  markConversationRead(conversationId: ConversationId, body: UpTo, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/conversations/${encodeURIComponent(conversationId)}/read`, session: true, body }, options);
  }

  /** Say how much a device has got; saying so of an older message changes nothing. */
  markConversationDelivered(conversationId: ConversationId, body: UpTo, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/conversations/${encodeURIComponent(conversationId)}/delivered`, session: true, body }, options);
  }

  /** Say that somebody sits in front of the device (say it again every 5 minutes), or does no more. */
  setPresence(body: Here, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/me/presence`, session: true, body }, options);
  }

  /** What a device missed that has a conversation up to these two numbers, in pages of 50 and 100 KB. */
  syncSince(conversationId: ConversationId, given: { seq: number; rev?: number }, options: CallOptions = {}): Promise<MissedAnswer> {
    return this.call({ method: "GET", path: `/v1/conversations/${encodeURIComponent(conversationId)}/sync`, session: true, query: { "seq": given.seq, "rev": given.rev } }, options);
  }

  /** The head of a hashtag's page, without the #, in any case. A tag that nobody uses has 0 posts. */
  showTag(tag: TagName, options: CallOptions = {}): Promise<TagPage> {
    return this.call({ method: "GET", path: `/v1/tags/${encodeURIComponent(tag)}`, session: true }, options);
  }

  /** Posts with a hashtag that the reader may see, of accounts that are public: the newest or the best first. */
  listTagged(tag: TagName, given: { order?: "recent" | "top"; after?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PostAnswerPage> {
    return this.call({ method: "GET", path: `/v1/tags/${encodeURIComponent(tag)}/posts`, session: true, query: { "order": given.order, "after": given.after, "limit": given.limit } }, options);
  }

  /** The head of a place's page. NotFound where no post that the reader may see was made. */
  showPlace(placeId: PlaceId, options: CallOptions = {}): Promise<PlacePage> {
    return this.call({ method: "GET", path: `/v1/places/${encodeURIComponent(placeId)}`, session: true }, options);
  }

  /** Posts made at a place, as those of a hashtag. */
  listPlaced(placeId: PlaceId, given: { order?: "recent" | "top"; after?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PostAnswerPage> {
    return this.call({ method: "GET", path: `/v1/places/${encodeURIComponent(placeId)}/posts`, session: true, query: { "order": given.order, "after": given.after, "limit": given.limit } }, options);
  }

  /** Hashtags that more people use than before, in the last day or week. Each person counts once. */
  trendingTags(given: { span?: "day" | "week"; limit?: Some } = {}, options: CallOptions = {}): Promise<TagTrends> {
    return this.call({ method: "GET", path: `/v1/trends/tags`, session: true, query: { "span": given.span, "limit": given.limit } }, options);
  }

  /** Posts that many people like and comment on, in the last day or week. Each person counts once. */
  trendingPosts(given: { span?: "day" | "week"; limit?: Some } = {}, options: CallOptions = {}): Promise<PostTrends> {
    return this.call({ method: "GET", path: `/v1/trends/posts`, session: true, query: { "span": given.span, "limit": given.limit } }, options);
  }

  /** What one opened from a search, or looked for, the latest first. Whom one may not meet now is left out. */
  listSearches(options: CallOptions = {}): Promise<Searches> {
    return this.call({ method: "GET", path: `/v1/me/searches`, session: true }, options);
  }

  /** Remember what one opened or looked for; again puts it first. Whether there is such a thing is not said. */
  keepSearch(body: Opened, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/me/searches`, session: true, body }, options);
  }

  /** Forget all of them; doing so again changes nothing. */
  forgetSearches(options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/me/searches`, session: true }, options);
  }

  /** Forget one; doing so again changes nothing. */
  forgetSearch(searchId: SearchId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/me/searches/${encodeURIComponent(searchId)}`, session: true }, options);
  }

  /** People by username or name, the best first: exactly so, beginning so, a word of the name, with a typing error. */
  searchPeople(given: { q: Words; after?: Cursor; limit?: Some }, options: CallOptions = {}): Promise<PersonFoundPage> {
    return this.call({ method: "GET", path: `/v1/search/people`, session: true, query: { "q": given.q, "after": given.after, "limit": given.limit } }, options);
  }

  /** Hashtags that are called or begin so, the most used first, also with a typing error; with or without #. */
  searchTags(given: { q: Words; after?: Cursor; limit?: Some }, options: CallOptions = {}): Promise<TagFoundPage> {
    return this.call({ method: "GET", path: `/v1/search/tags`, session: true, query: { "q": given.q, "after": given.after, "limit": given.limit } }, options);
  }

  /** Places a word of whose name begins so, the most used first, also with a typing error. */
  searchPlaces(given: { q: Words; after?: Cursor; limit?: Some }, options: CallOptions = {}): Promise<PlaceFoundPage> {
    return this.call({ method: "GET", path: `/v1/search/places`, session: true, query: { "q": given.q, "after": given.after, "limit": given.limit } }, options);
  }

  /** Posts of public accounts whose captions have all of these words, in any form that their stem has; newest first. */
  searchPosts(given: { q: Words; after?: Cursor; limit?: Some }, options: CallOptions = {}): Promise<PostAnswerPage> {
    return this.call({ method: "GET", path: `/v1/search/posts`, session: true, query: { "q": given.q, "after": given.after, "limit": given.limit } }, options);
  }

  /** The best of each kind: people, hashtags, places, posts by their captions. */
  searchAll(given: { q: Words }, options: CallOptions = {}): Promise<Everything> {
    return this.call({ method: "GET", path: `/v1/search`, session: true, query: { "q": given.q } }, options);
  }

  /** People whom one may want to follow, with the reason. Never whom one follows, asked, blocked, muted, dismissed. */
  listSuggestions(given: { limit?: Some } = {}, options: CallOptions = {}): Promise<Suggestions> {
    return this.call({ method: "GET", path: `/v1/suggestions`, session: true, query: { "limit": given.limit } }, options);
  }

  /** Never suggest this person again; doing so again changes nothing. Whether there is such a person is not said. */
  dismissSuggestion(personId: PersonId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/suggestions/${encodeURIComponent(personId)}`, session: true }, options);
  }

  /** Hashtags that one follows. */
  listFollowedTags(options: CallOptions = {}): Promise<FollowedTags> {
    return this.call({ method: "GET", path: `/v1/me/tags`, session: true }, options);
  }

  /** Follow a hashtag: its posts come into one's feed. Again changes nothing. Conflict beyond 100. */
  followTag(tag: TagName, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/tags/${encodeURIComponent(tag)}/follow`, session: true }, options);
  }

  /** Follow a hashtag no more; doing so again changes nothing. */
  unfollowTag(tag: TagName, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/tags/${encodeURIComponent(tag)}/follow`, session: true }, options);
  }

  /** Posts of the people and hashtags that one follows, and one's own, newest first. */
  showFeed(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PostAnswerPage> {
    return this.call({ method: "GET", path: `/v1/feed`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** How many posts of others came into one's feed after the one that is on top of the screen. Asks for no cards. */
  countNew(given: { since: PostId }, options: CallOptions = {}): Promise<NewPosts> {
    return this.call({ method: "GET", path: `/v1/feed/new`, session: true, query: { "since": given.since } }, options);
  }

  /** Block somebody, also somebody who blocks oneself; doing so again changes nothing. They are not told. */
  blockPerson(username: string, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/people/${encodeURIComponent(username)}/block`, session: true }, options);
  }

  /** Take a block back; doing so again changes nothing. Nothing that it ended comes back; a block of theirs stays. */
  unblockPerson(username: string, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/people/${encodeURIComponent(username)}/block`, session: true }, options);
  }

  /** Whom one has blocked: those who joined last come first. */
  listBlocked(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PersonAnswerPage> {
    return this.call({ method: "GET", path: `/v1/me/blocks`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Put a follower on one's list of close friends; doing so again changes nothing. They are not told. */
  addCloseFriend(username: string, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/me/close-friends/${encodeURIComponent(username)}`, session: true }, options);
  }

  /** Take somebody off one's list of close friends; doing so again changes nothing. */
  removeCloseFriend(username: string, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/me/close-friends/${encodeURIComponent(username)}`, session: true }, options);
  }

  /** One's close friends: those who joined first come first. */
  listCloseFriends(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PersonAnswerPage> {
    return this.call({ method: "GET", path: `/v1/me/close-friends`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Follow somebody, or ask to when their account is private; doing so again changes nothing. */
  followPerson(username: string, options: CallOptions = {}): Promise<Followed> {
    return this.call({ method: "PUT", path: `/v1/people/${encodeURIComponent(username)}/follow`, session: true }, options);
  }

  /** Follow somebody no more, or take the request back; doing so again changes nothing. It shows in the feed at once. */
  unfollowPerson(username: string, options: CallOptions = {}): Promise<Followed> {
    return this.call({ method: "DELETE", path: `/v1/people/${encodeURIComponent(username)}/follow`, session: true }, options);
  }

  /** Make somebody follow oneself no more, without telling them; doing so again changes nothing. */
  removeFollower(username: string, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/me/followers/${encodeURIComponent(username)}`, session: true }, options);
  }

  /** Who follows a person, newest first. `q` looks for the beginning of a username or of a word of a name. */
  listFollowers(username: string, given: { cursor?: Cursor; limit?: Limit; q?: Search } = {}, options: CallOptions = {}): Promise<PersonAnswerPage> {
    return this.call({ method: "GET", path: `/v1/people/${encodeURIComponent(username)}/followers`, publicPath: `/v1/public/people/${encodeURIComponent(username)}/followers`, session: true, query: { "cursor": given.cursor, "limit": given.limit, "q": given.q } }, options);
  }

  /** Whom a person follows, newest first. `q` looks for the beginning of a username or of a word of a name. */
  listFollowing(username: string, given: { cursor?: Cursor; limit?: Limit; q?: Search } = {}, options: CallOptions = {}): Promise<PersonAnswerPage> {
    return this.call({ method: "GET", path: `/v1/people/${encodeURIComponent(username)}/following`, publicPath: `/v1/public/people/${encodeURIComponent(username)}/following`, session: true, query: { "cursor": given.cursor, "limit": given.limit, "q": given.q } }, options);
  }

  /** Whom of those whom one follows follow a person, too; the most recently followed come first. */
  listMutuals(username: string, given: { limit?: Limit } = {}, options: CallOptions = {}): Promise<Mutuals> {
    return this.call({ method: "GET", path: `/v1/people/${encodeURIComponent(username)}/mutuals`, session: true, query: { "limit": given.limit } }, options);
  }

  /** See nothing of somebody in feeds; their page shows everything as before. They are not told. */
  mutePerson(username: string, body: Mute, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/people/${encodeURIComponent(username)}/mute`, session: true, body }, options);
  }

  /** See everything of somebody again; doing so again changes nothing. */
  unmutePerson(username: string, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/people/${encodeURIComponent(username)}/mute`, session: true }, options);
  }

  /** Whom one has muted: those who joined last come first. */
  listMuted(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<MutedPage> {
    return this.call({ method: "GET", path: `/v1/me/mutes`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** What up to 100 people are to the reader. Their ids are separated by commas. */
  listRelations(given: { people: string }, options: CallOptions = {}): Promise<Relations> {
    return this.call({ method: "GET", path: `/v1/me/relations`, session: true, query: { "people": given.people } }, options);
  }

  /** Who waits for one's approval, newest first. */
  listRequests(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<Requests> {
    return this.call({ method: "GET", path: `/v1/me/follow-requests`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** For whose approval one waits, newest first. */
  listSentRequests(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<RequestPage> {
    return this.call({ method: "GET", path: `/v1/me/follow-requests/sent`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Let somebody follow who asked to; doing so again changes nothing. */
  approveRequest(username: string, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/me/follow-requests/${encodeURIComponent(username)}`, session: true }, options);
  }

  /** Do not let somebody follow who asked to, without telling them; doing so again changes nothing. */
  declineRequest(username: string, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/me/follow-requests/${encodeURIComponent(username)}`, session: true }, options);
  }

  /** What this session should still meet. */
  openChallenges(options: CallOptions = {}): Promise<Challenges> {
    return this.call({ method: "GET", path: `/v1/auth/challenges`, session: true }, options);
  }

  /** Finish a sign-in with a code. Code and challenge work once; 5 wrong codes of an account wait for 10 minutes. */
  finishSignIn(body: SecondStep, given: { xSessionIn?: string } = {}, options: CallOptions = {}): Promise<Tokens> {
    return this.call({ method: "POST", path: `/v1/auth/second-step`, session: false, body, headers: { "x-session-in": given.xSessionIn } }, options);
  }

  /** Prove anew who you are, so that this session may change factors within the next 5 minutes. */
  confirmItIsMe(body: Confirmation, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/auth/confirm`, session: true, body }, options);
  }

  /** One's own address, and whether it is verified. */
  readContact(options: CallOptions = {}): Promise<Contact> {
    return this.call({ method: "GET", path: `/v1/auth/contact`, session: true }, options);
  }

  /** Change one's address: a letter goes to the new one, and only its answer changes anything. */
  changeContact(body: NewContact, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/auth/contact`, session: true, body }, options);
  }

  /** Have the letter that verifies one's address sent again. The one before stops working. */
  askForLetter(options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/auth/contact/letters`, session: true }, options);
  }

  /** Verify an address with the code of the latest letter. Five wrong codes, and that letter works no more. */
  verifyByCode(body: LetterCode, options: CallOptions = {}): Promise<Contact> {
    return this.call({ method: "POST", path: `/v1/auth/contact/verify`, session: true, body }, options);
  }

  /** Verify an address with the link of the latest letter. Works once, on any device, without signing in. */
  verifyByLink(body: LetterLink, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/auth/contact/confirm`, session: false, body }, options);
  }

  /** Where one is signed in, newest first. */
  listSessions(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<DevicePage> {
    return this.call({ method: "GET", path: `/v1/auth/sessions`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Sign all other devices out. */
  endOthers(options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/auth/sessions`, session: true }, options);
  }

  /** Sign one device out. Its tokens stop working within 60 seconds, its sockets are closed. */
  endOne(sessionId: SessionId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/auth/sessions/${encodeURIComponent(sessionId)}`, session: true }, options);
  }

  /** Have all that is kept of me put into one archive. Asks for a proof within the last 5 minutes. */
  export(options: CallOptions = {}): Promise<ExportState> {
    return this.call({ method: "POST", path: `/v1/me/export`, session: true }, options);
  }

  /** How far my export is, and the link to it when it is ready. */
  exportState(options: CallOptions = {}): Promise<ExportState> {
    return this.call({ method: "GET", path: `/v1/me/export`, session: true }, options);
  }

  /** Which factors my account has. */
  myFactors(options: CallOptions = {}): Promise<FactorsAnswer> {
    return this.call({ method: "GET", path: `/v1/auth/factors`, session: true }, options);
  }

  /** Begin with an authenticator app. It is asked for only after it has shown a code. Doing it again starts anew. */
  beginApp(options: CallOptions = {}): Promise<AppSecret> {
    return this.call({ method: "POST", path: `/v1/auth/factors/app`, session: true }, options);
  }

  /** Take the app into use with a code that it shows; the first factor of an account comes with recovery codes. */
  confirmApp(body: AppCode, options: CallOptions = {}): Promise<RecoveryCodes> {
    return this.call({ method: "POST", path: `/v1/auth/factors/app/confirm`, session: true, body }, options);
  }

  /** Stop asking for the app's codes. Asks for the password and a code. */
  disableApp(body: Disable, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/auth/factors/app/disable`, session: true, body }, options);
  }

  /** Ten new recovery codes; the old ones stop working. */
  renewRecoveryCodes(options: CallOptions = {}): Promise<RecoveryCodes> {
    return this.call({ method: "POST", path: `/v1/auth/factors/recovery-codes`, session: true }, options);
  }

  /** Name of this platform and who may sign up. */
  readInstance(options: CallOptions = {}): Promise<Instance> {
    return this.call({ method: "GET", path: `/v1/public/instance`, session: false }, options);
  }

  /** Have my account deleted, with all its profiles. Asks for a proof within the last 5 minutes. */
  leave(options: CallOptions = {}): Promise<Leaving> {
    return this.call({ method: "POST", path: `/v1/me/leave`, session: true }, options);
  }

  /** Take back that my account is to be deleted. Refresh the session afterwards: the present token does little. */
  stay(options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/auth/stay`, session: true }, options);
  }

  /** What a device needs for a new passkey. Asks for a fresh proof of who you are. */
  beginPasskey(options: CallOptions = {}): Promise<CreationOptions> {
    return this.call({ method: "POST", path: `/v1/auth/passkeys/options`, session: true }, options);
  }

  /** Keep a new passkey. From then on the password alone opens no session of this account. */
  addPasskey(body: NewPasskey, options: CallOptions = {}): Promise<AddedPasskey> {
    return this.call({ method: "POST", path: `/v1/auth/passkeys`, session: true, body }, options);
  }

  /** My passkeys, oldest first. */
  myPasskeys(options: CallOptions = {}): Promise<Passkeys> {
    return this.call({ method: "GET", path: `/v1/auth/passkeys`, session: true }, options);
  }

  /** Give a passkey another name. */
  renamePasskey(passkeyId: string, body: Rename, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PATCH", path: `/v1/auth/passkeys/${encodeURIComponent(passkeyId)}`, session: true, body }, options);
  }

  /** Forget a passkey. Asks for a fresh proof of who you are. */
  removePasskey(passkeyId: string, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/auth/passkeys/${encodeURIComponent(passkeyId)}`, session: true }, options);
  }

  /** What a device needs to use a passkey: to sign in, after a password, or to confirm that it is you. */
  beginSignIn(body: Wish, options: CallOptions = {}): Promise<RequestOptions> {
    return this.call({ method: "POST", path: `/v1/auth/passkeys/sign-in/options`, session: false, body }, options);
  }

  /** Open a session with a passkey. It stands for two factors: something that you have, unlocked by you. */
  signInByPasskey(body: PasskeySignIn, given: { xSessionIn?: string } = {}, options: CallOptions = {}): Promise<Tokens> {
    return this.call({ method: "POST", path: `/v1/auth/passkeys/sign-in`, session: false, body, headers: { "x-session-in": given.xSessionIn } }, options);
  }

  /** Prove anew who you are, with a passkey, so that factors may be changed within the next 5 minutes. */
  confirmByPasskey(body: PasskeyProof, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/auth/passkeys/confirm`, session: true, body }, options);
  }

  /** Have a letter sent with which a new password can be set within 15 minutes. */
  forgotPassword(body: Forgotten, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/auth/password/forgotten`, session: false, body }, options);
  }

  /** Set a new password with the link of the latest letter. Works once; all sessions end; sign in afterwards. */
  resetPassword(body: NewPassword, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/auth/password/reset`, session: false, body }, options);
  }

  /** Change one's password. All other sessions end; this one stays. */
  changePassword(body: ChangedPassword, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/auth/password`, session: true, body }, options);
  }

  /** The persons of my account, the first one first. */
  myPeople(options: CallOptions = {}): Promise<OwnPeople> {
    return this.call({ method: "GET", path: `/v1/auth/people`, session: true }, options);
  }

  /** Add a person to my account. The same name again gives the same person. */
  addPerson(body: NewProfile, options: CallOptions = {}): Promise<OwnPerson> {
    return this.call({ method: "POST", path: `/v1/auth/people`, session: true, body }, options);
  }

  /** Act as another person of my account in this session, also after it was refreshed. */
  switchPerson(personId: PersonId, options: CallOptions = {}): Promise<Switched> {
    return this.call({ method: "POST", path: `/v1/auth/people/${encodeURIComponent(personId)}/switch`, session: true }, options);
  }

  /** Make an account and sign in to it. */
  signUp(body: NewPerson, given: { xSessionIn?: string } = {}, options: CallOptions = {}): Promise<Tokens> {
    return this.call({ method: "POST", path: `/v1/auth/sign-up`, session: false, body, headers: { "x-session-in": given.xSessionIn } }, options);
  }

  /** Open a session on this device, or ask for the second factor of an account that has one. */
  signIn(body: Credentials, given: { xSessionIn?: string } = {}, options: CallOptions = {}): Promise<SignedIn> {
    return this.call({ method: "POST", path: `/v1/auth/sign-in`, session: false, body, headers: { "x-session-in": given.xSessionIn } }, options);
  }

  /** Trade a refresh token for a new pair. */
  refresh(body: Refresh, given: { xSessionIn?: string } = {}, options: CallOptions = {}): Promise<Tokens> {
    return this.call({ method: "POST", path: `/v1/auth/refresh`, session: false, body, headers: { "x-session-in": given.xSessionIn } }, options);
  }

  /** End this session, on the server as well: its tokens stop working within 60 seconds, its sockets are closed. */
  signOut(options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/auth/sign-out`, session: true }, options);
  }

  /** Go by another name; the present one again changes nothing. */
  changeMyUsername(body: NewUsername, options: CallOptions = {}): Promise<UsernameAnswer> {
    return this.call({ method: "PUT", path: `/v1/me/username`, session: true, body }, options);
  }

  /** The issuer of access tokens and where its keys are. */
  openidConfiguration(options: CallOptions = {}): Promise<Record<string, unknown>> {
    return this.call({ method: "GET", path: `/.well-known/openid-configuration`, session: false }, options);
  }

  /** The public keys that verify access tokens (RFC 7517). */
  jwks(options: CallOptions = {}): Promise<Record<string, unknown>> {
    return this.call({ method: "GET", path: `/.well-known/jwks.json`, session: false }, options);
  }

  /** Start to upload a photograph in parts; it can be taken up again for a day. */
  startParts(body: NewUpload, options: CallOptions = {}): Promise<PartsStarted> {
    return this.call({ method: "POST", path: `/v1/media/parts`, session: true, body }, options);
  }

  /** Get the addresses to which parts are sent; each takes one part of its exact size. */
  signParts(mediaId: MediaId, body: WantedParts, options: CallOptions = {}): Promise<PartAddresses> {
    return this.call({ method: "POST", path: `/v1/media/${encodeURIComponent(mediaId)}/parts`, session: true, body }, options);
  }

  /** Which parts have arrived: what to leave out when an upload is taken up again. */
  listParts(mediaId: MediaId, options: CallOptions = {}): Promise<ArrivedParts> {
    return this.call({ method: "GET", path: `/v1/media/${encodeURIComponent(mediaId)}/parts`, session: true }, options);
  }

  /** Say that all parts were sent: the photograph is put together and processed. Saying it again changes nothing. */
  completeParts(mediaId: MediaId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/media/${encodeURIComponent(mediaId)}/complete`, session: true }, options);
  }

  /** Take an upload back that was not published. Taking it back again changes nothing. */
  cancelUpload(mediaId: MediaId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/media/${encodeURIComponent(mediaId)}`, session: true }, options);
  }

  /** What has become of an upload of one's own. */
  readMedia(mediaId: MediaId, options: CallOptions = {}): Promise<MediaAnswer> {
    return this.call({ method: "GET", path: `/v1/media/${encodeURIComponent(mediaId)}`, session: true }, options);
  }

  /** Get a form with which one photograph can be uploaded. */
  startUpload(body: NewUpload, options: CallOptions = {}): Promise<UploadAnswer> {
    return this.call({ method: "POST", path: `/v1/media`, session: true, body }, options);
  }

  /** Report a post, a comment or an account. Reporting it again answers with the first report. */
  report(body: NewReport, options: CallOptions = {}): Promise<ReportAnswer> {
    return this.call({ method: "POST", path: `/v1/reports`, session: true, body }, options);
  }

  /** What you reported, newest first, and what became of it. */
  myReports(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<ReportAnswerPage> {
    return this.call({ method: "GET", path: `/v1/me/reports`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** What happened around oneself, newest first, for 90 days; likes and follows together until one has seen them. */
  listNotifications(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<NotificationAnswerPage> {
    return this.call({ method: "GET", path: `/v1/notifications`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** How many entries of the list came after the newest seen one. */
  countUnread(options: CallOptions = {}): Promise<Unread> {
    return this.call({ method: "GET", path: `/v1/notifications/unread`, session: true }, options);
  }

  /** Say that all entries up to this one were seen. Saying so of an older one changes nothing. */
  markSeen(body: Seen, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/notifications/seen`, session: true, body }, options);
  }

  /** Say that all entries up to this one were read. Saying so of an older one changes nothing. */
  markAllRead(body: Seen, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/notifications/read`, session: true, body }, options);
  }

  /** Say that one entry was read; saying so again changes nothing. */
  markRead(notificationId: NotificationId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/notifications/${encodeURIComponent(notificationId)}/read`, session: true }, options);
  }

  /** How one is told of what. */
  getNotificationSettings(options: CallOptions = {}): Promise<NotificationSettings> {
    return this.call({ method: "GET", path: `/v1/me/notification-settings`, session: true }, options);
  }

  /** Change how one is told of what; what is left out stays. */
  changeNotificationSettings(body: SettingsChange, options: CallOptions = {}): Promise<NotificationSettings> {
    return this.call({ method: "PATCH", path: `/v1/me/notification-settings`, session: true, body }, options);
  }

  /** Get no more mails of one kind (RFC 8058). The token stands in the mail; no session is needed. */
  unsubscribe(given: { token: string }, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "POST", path: `/v1/public/mail/unsubscribe`, session: false, query: { "token": given.token } }, options);
  }

  /** The key that a browser needs to subscribe to pushes. */
  getPushKey(options: CallOptions = {}): Promise<PushKey> {
    return this.call({ method: "GET", path: `/v1/me/push-key`, session: true }, options);
  }

  /** Have pushes sent to this device, until this session ends. Doing it again renews it. */
  subscribe(body: NewPushSubscription, options: CallOptions = {}): Promise<PushDevice> {
    return this.call({ method: "POST", path: `/v1/me/push-subscriptions`, session: true, body }, options);
  }

  /** One's devices that take pushes, the newest first; all on one page, for there are 20 at most. */
  listPushSubscriptions(options: CallOptions = {}): Promise<PushDevicePage> {
    return this.call({ method: "GET", path: `/v1/me/push-subscriptions`, session: true }, options);
  }

  /** Send no more pushes to a device. Doing it again changes nothing. */
  unsubscribeDevice(subscriptionId: string, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/me/push-subscriptions/${encodeURIComponent(subscriptionId)}`, session: true }, options);
  }

  /** Take a post of one's own out of sight without deleting it; doing so again changes nothing. */
  archivePost(postId: PostId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/posts/${encodeURIComponent(postId)}/archive`, session: true }, options);
  }

  /** Show an archived post again, where it was; doing so again changes nothing. */
  restorePost(postId: PostId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/posts/${encodeURIComponent(postId)}/archive`, session: true }, options);
  }

  /** Posts that one archived, or that their author did where one stands beside them; newest first. */
  listArchive(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PostAnswerPage> {
    return this.call({ method: "GET", path: `/v1/me/archive`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Delete a post of one's own, with its photographs and everything under it; doing so again changes nothing. */
  deletePost(postId: PostId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/posts/${encodeURIComponent(postId)}`, session: true }, options);
  }

  /** Change a post of one's own: caption, descriptions, place, tags, who may comment, hidden counts. */
  editPost(postId: PostId, body: Changes, options: CallOptions = {}): Promise<PostAnswer> {
    return this.call({ method: "PATCH", path: `/v1/posts/${encodeURIComponent(postId)}`, session: true, body }, options);
  }

  /** One post, with its counts as they are now. */
  showPost(postId: PostId, options: CallOptions = {}): Promise<PostAnswer> {
    return this.call({ method: "GET", path: `/v1/posts/${encodeURIComponent(postId)}`, publicPath: `/v1/public/posts/${encodeURIComponent(postId)}`, session: true }, options);
  }

  /** Whom one invited to a post of one's own, and who has accepted. */
  listCoauthors(postId: PostId, options: CallOptions = {}): Promise<CoauthorsAnswer> {
    return this.call({ method: "GET", path: `/v1/posts/${encodeURIComponent(postId)}/coauthors`, session: true }, options);
  }

  /** Invite somebody to stand beside oneself as an author; at most 3. Inviting again changes nothing. */
  inviteCoauthor(postId: PostId, personId: PersonId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/posts/${encodeURIComponent(postId)}/coauthors/${encodeURIComponent(personId)}`, session: true }, options);
  }

  /** Take a co-author, or an invitation, off a post of one's own; doing so again changes nothing. */
  removeCoauthor(postId: PostId, personId: PersonId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/posts/${encodeURIComponent(postId)}/coauthors/${encodeURIComponent(personId)}`, session: true }, options);
  }

  /** Become an author of a post to which one is invited; accepting again changes nothing. */
  acceptInvitation(postId: PostId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/me/coauthor-invitations/${encodeURIComponent(postId)}`, session: true }, options);
  }

  /** Decline an invitation, or be an author of somebody's post no longer; doing so again changes nothing. */
  leavePost(postId: PostId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/me/coauthor-invitations/${encodeURIComponent(postId)}`, session: true }, options);
  }

  /** Posts to which one is invited, newest first. An invitation shows the post, whoever else may see it. */
  listInvitations(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PostAnswerPage> {
    return this.call({ method: "GET", path: `/v1/me/coauthor-invitations`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Like a comment; liking it again changes nothing. */
  likeComment(postId: PostId, commentId: CommentId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/posts/${encodeURIComponent(postId)}/comments/${encodeURIComponent(commentId)}/like`, session: true }, options);
  }

  /** Take a like of a comment back; doing so again changes nothing. It can be done even when it is hidden now. */
  unlikeComment(postId: PostId, commentId: CommentId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/posts/${encodeURIComponent(postId)}/comments/${encodeURIComponent(commentId)}/like`, session: true }, options);
  }

  /** Who likes a comment: the reader first, then the others, newest first. */
  listCommentLikers(postId: PostId, commentId: CommentId, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PersonAnswerPage> {
    return this.call({ method: "GET", path: `/v1/posts/${encodeURIComponent(postId)}/comments/${encodeURIComponent(commentId)}/likes`, publicPath: `/v1/public/posts/${encodeURIComponent(postId)}/comments/${encodeURIComponent(commentId)}/likes`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Pin a comment under a post of one's own, up to 3, the newest pin first; pinning it again changes nothing. */
  pinComment(postId: PostId, commentId: CommentId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/posts/${encodeURIComponent(postId)}/comments/${encodeURIComponent(commentId)}/pin`, session: true }, options);
  }

  /** Pin a comment no longer; doing so again changes nothing. */
  unpinComment(postId: PostId, commentId: CommentId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/posts/${encodeURIComponent(postId)}/comments/${encodeURIComponent(commentId)}/pin`, session: true }, options);
  }

  /** Write a comment, or a reply. */
  commentOn(postId: PostId, body: NewComment, given: { idempotencyKey?: string } = {}, options: CallOptions = {}): Promise<CommentAnswer> {
    return this.call({ method: "POST", path: `/v1/posts/${encodeURIComponent(postId)}/comments`, session: true, body, headers: { "idempotency-key": given.idempotencyKey } }, options);
  }

  /** What was written under a post, newest first, after what its authors pinned. A page may be short. */
  listComments(postId: PostId, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<ThreadAnswerPage> {
    return this.call({ method: "GET", path: `/v1/posts/${encodeURIComponent(postId)}/comments`, publicPath: `/v1/public/posts/${encodeURIComponent(postId)}/comments`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Delete a comment of one's own, even under a post that one cannot see now, or one under a post of one's own. */
  deleteComment(postId: PostId, commentId: CommentId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/posts/${encodeURIComponent(postId)}/comments/${encodeURIComponent(commentId)}`, session: true }, options);
  }

  /** Keep a draft; one has at most 100. A repeat with the same `idempotency-key` answers with the first one. */
  keepDraft(body: NewDraft, given: { idempotencyKey?: string } = {}, options: CallOptions = {}): Promise<DraftAnswer> {
    return this.call({ method: "POST", path: `/v1/me/drafts`, session: true, body, headers: { "idempotency-key": given.idempotencyKey } }, options);
  }

  /** One's own drafts, newest first. */
  listDrafts(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<DraftAnswerPage> {
    return this.call({ method: "GET", path: `/v1/me/drafts`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** One draft. */
  showDraft(draftId: DraftId, options: CallOptions = {}): Promise<DraftAnswer> {
    return this.call({ method: "GET", path: `/v1/me/drafts/${encodeURIComponent(draftId)}`, session: true }, options);
  }

  /** Make a draft say something else. When it is to be published stays. */
  changeDraft(draftId: DraftId, body: NewDraft, options: CallOptions = {}): Promise<DraftAnswer> {
    return this.call({ method: "PUT", path: `/v1/me/drafts/${encodeURIComponent(draftId)}`, session: true, body }, options);
  }

  /** Delete a draft; doing so again changes nothing. */
  deleteDraft(draftId: DraftId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/me/drafts/${encodeURIComponent(draftId)}`, session: true }, options);
  }

  /** Have a draft published later, or at another time than said before. */
  scheduleDraft(draftId: DraftId, body: PublishAt, options: CallOptions = {}): Promise<DraftAnswer> {
    return this.call({ method: "PUT", path: `/v1/me/drafts/${encodeURIComponent(draftId)}/schedule`, session: true, body }, options);
  }

  /** Have a draft not published by itself; doing so again changes nothing. */
  unscheduleDraft(draftId: DraftId, options: CallOptions = {}): Promise<DraftAnswer> {
    return this.call({ method: "DELETE", path: `/v1/me/drafts/${encodeURIComponent(draftId)}/schedule`, session: true }, options);
  }

  /** Publish a draft now. Doing so again within two days answers with the same post. */
  publishDraft(draftId: DraftId, options: CallOptions = {}): Promise<PostAnswer> {
    return this.call({ method: "POST", path: `/v1/me/drafts/${encodeURIComponent(draftId)}/publish`, session: true }, options);
  }

  /** What a post said before it was edited, newest first. Who was tagged is not kept. */
  listVersions(postId: PostId, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<FormerAnswerPage> {
    return this.call({ method: "GET", path: `/v1/posts/${encodeURIComponent(postId)}/history`, publicPath: `/v1/public/posts/${encodeURIComponent(postId)}/history`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Take oneself off the photographs of a post; doing so again changes nothing. */
  untagMe(postId: PostId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/posts/${encodeURIComponent(postId)}/tags/me`, session: true }, options);
  }

  /** One's own hidden words. Nobody else sees them. */
  showHiddenWords(options: CallOptions = {}): Promise<HiddenWordsAnswer> {
    return this.call({ method: "GET", path: `/v1/me/hidden-words`, session: true }, options);
  }

  /** Replace one's own hidden words. It counts for comments that are written from now on. */
  setHiddenWords(body: HiddenWordsBody, options: CallOptions = {}): Promise<HiddenWordsAnswer> {
    return this.call({ method: "PUT", path: `/v1/me/hidden-words`, session: true, body }, options);
  }

  /** Let everybody see a comment that is held for a hidden word; doing so again changes nothing. */
  approveComment(postId: PostId, commentId: CommentId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/posts/${encodeURIComponent(postId)}/comments/${encodeURIComponent(commentId)}/approval`, session: true }, options);
  }

  /** Like a post; liking it again changes nothing. */
  likePost(postId: PostId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/posts/${encodeURIComponent(postId)}/like`, session: true }, options);
  }

  /** Take a like back; doing so again changes nothing. What one liked can be unliked even when it is hidden now. */
  unlikePost(postId: PostId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/posts/${encodeURIComponent(postId)}/like`, session: true }, options);
  }

  /** Who likes a post: the reader first, then the others, newest first. */
  listLikers(postId: PostId, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PersonAnswerPage> {
    return this.call({ method: "GET", path: `/v1/posts/${encodeURIComponent(postId)}/likes`, publicPath: `/v1/public/posts/${encodeURIComponent(postId)}/likes`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Pin a post of one's own on the profile, before those pinned already; at most 3. Again changes nothing. */
  pinPost(postId: PostId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/posts/${encodeURIComponent(postId)}/pin`, session: true }, options);
  }

  /** Pin a post no longer; doing so again changes nothing. */
  unpinPost(postId: PostId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/posts/${encodeURIComponent(postId)}/pin`, session: true }, options);
  }

  /** Publish photographs. */
  publish(body: NewPost, given: { idempotencyKey?: string } = {}, options: CallOptions = {}): Promise<PostAnswer> {
    return this.call({ method: "POST", path: `/v1/posts`, session: true, body, headers: { "idempotency-key": given.idempotencyKey } }, options);
  }

  /** A person's posts, newest first, with what they pinned. */
  listPostsOf(username: string, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<GridAnswer> {
    return this.call({ method: "GET", path: `/v1/people/${encodeURIComponent(username)}/posts`, publicPath: `/v1/public/people/${encodeURIComponent(username)}/posts`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Posts on whose photographs a person is tagged, newest first. What the reader may not see is left out. */
  listPostsWith(username: string, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PostAnswerPage> {
    return this.call({ method: "GET", path: `/v1/people/${encodeURIComponent(username)}/tagged`, publicPath: `/v1/public/people/${encodeURIComponent(username)}/tagged`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Replies below a comment, oldest first. A page may be short. */
  listReplies(postId: PostId, commentId: CommentId, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<CommentAnswerPage> {
    return this.call({ method: "GET", path: `/v1/posts/${encodeURIComponent(postId)}/comments/${encodeURIComponent(commentId)}/replies`, publicPath: `/v1/public/posts/${encodeURIComponent(postId)}/comments/${encodeURIComponent(commentId)}/replies`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Save a post into a collection, or move it there; doing so again changes nothing. Nobody else sees it. */
  savePost(postId: PostId, body: SavedIn, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/posts/${encodeURIComponent(postId)}/save`, session: true, body }, options);
  }

  /** Take a post out of the collection that it is in; doing so again changes nothing. */
  unsavePost(postId: PostId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/posts/${encodeURIComponent(postId)}/save`, session: true }, options);
  }

  /** Which of up to 100 posts one has saved, and where. Their ids are separated by commas. */
  listSaves(given: { posts: string }, options: CallOptions = {}): Promise<Saves> {
    return this.call({ method: "GET", path: `/v1/me/saves`, session: true, query: { "posts": given.posts } }, options);
  }

  /** One's own collections, in one's own order; those that are in none come last, newest first. */
  listCollections(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<CollectionAnswerPage> {
    return this.call({ method: "GET", path: `/v1/me/saved`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Say in which order one's own collections are listed. */
  orderCollections(body: Order, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/me/saved/order`, session: true, body }, options);
  }

  /** The posts of one of one's own collections, newest saved first. What is hidden now is left out. */
  listSaved(collection: CollectionId, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PostAnswerPage> {
    return this.call({ method: "GET", path: `/v1/me/saved/${encodeURIComponent(collection)}`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Give a collection of one's own another name, which no other one has. */
  renameCollection(collection: CollectionId, body: NewName, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PATCH", path: `/v1/me/saved/${encodeURIComponent(collection)}`, session: true, body }, options);
  }

  /** Delete a collection of one's own; what it holds moves to the first one. */
  deleteCollection(collection: CollectionId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/me/saved/${encodeURIComponent(collection)}`, session: true }, options);
  }

  /** The address of a post and its Open Graph card. Sharing is not counted, and nobody is told. */
  sharePost(postId: PostId, options: CallOptions = {}): Promise<ShareAnswer> {
    return this.call({ method: "GET", path: `/v1/posts/${encodeURIComponent(postId)}/share`, publicPath: `/v1/public/posts/${encodeURIComponent(postId)}/share`, session: true }, options);
  }

  /** A person's profile, with counts and what the person is to the reader. */
  showPerson(username: string, options: CallOptions = {}): Promise<Profile> {
    return this.call({ method: "GET", path: `/v1/people/${encodeURIComponent(username)}`, publicPath: `/v1/public/people/${encodeURIComponent(username)}`, session: true }, options);
  }

  /** A person's profile, for who has met only the id. */
  showPersonById(personId: PersonId, options: CallOptions = {}): Promise<Profile> {
    return this.call({ method: "GET", path: `/v1/people/by-id/${encodeURIComponent(personId)}`, publicPath: `/v1/public/people/by-id/${encodeURIComponent(personId)}`, session: true }, options);
  }

  /** Up to 100 people by their ids, separated by commas. Whom the reader may not meet is left out. */
  listPeople(given: { ids: string }, options: CallOptions = {}): Promise<People> {
    return this.call({ method: "GET", path: `/v1/people`, session: true, query: { "ids": given.ids } }, options);
  }

  /** One's own profile. */
  showMe(options: CallOptions = {}): Promise<Profile> {
    return this.call({ method: "GET", path: `/v1/me`, session: true }, options);
  }

  /** Change one's name, bio, pronouns and links. */
  describeMe(body: Description, options: CallOptions = {}): Promise<Profile> {
    return this.call({ method: "PATCH", path: `/v1/me`, session: true, body }, options);
  }

  /** Make one's account private or public; doing so again changes nothing. */
  setMyPrivacy(body: Privacy, options: CallOptions = {}): Promise<Profile> {
    return this.call({ method: "PUT", path: `/v1/me/privacy`, session: true, body }, options);
  }

  /** Make an uploaded picture one's own. */
  setMyAvatar(body: Picture, options: CallOptions = {}): Promise<Profile> {
    return this.call({ method: "PUT", path: `/v1/me/avatar`, session: true, body }, options);
  }

  /** Have no picture; doing so again changes nothing. */
  removeMyAvatar(options: CallOptions = {}): Promise<Profile> {
    return this.call({ method: "DELETE", path: `/v1/me/avatar`, session: true }, options);
  }

  /** Get a one-time ticket that opens a socket for this session. */
  issueTicket(options: CallOptions = {}): Promise<TicketAnswer> {
    return this.call({ method: "POST", path: `/v1/socket-tickets`, session: true }, options);
  }
}
