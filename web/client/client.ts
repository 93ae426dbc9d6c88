// Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.

import { type CallOptions, Transport } from "./transport.js";
import type {
  CollectionAnswerPage,
  CollectionId,
  CommentAnswer,
  CommentAnswerPage,
  CommentId,
  Credentials,
  Cursor,
  Description,
  Followed,
  Limit,
  MediaAnswer,
  MediaId,
  NewComment,
  NewPerson,
  NewPost,
  NewUpload,
  NotificationAnswerPage,
  PersonAnswerPage,
  Picture,
  PostAnswer,
  PostAnswerPage,
  PostId,
  Profile,
  Refresh,
  SavedIn,
  Seen,
  TicketAnswer,
  Tokens,
  Unread,
  UploadAnswer,
} from "./types.js";

/** Every operation of the HTTP API. A refusal is thrown as a `Refused`. */
export class Client extends Transport {
  /** Posts of the people whom one follows, and one's own, newest first. */
  showFeed(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PostAnswerPage> {
    return this.call({ method: "GET", path: `/v1/feed`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Follow somebody; doing so again changes nothing. */
  followPerson(username: string, options: CallOptions = {}): Promise<Followed> {
    return this.call({ method: "PUT", path: `/v1/people/${encodeURIComponent(username)}/follow`, session: true }, options);
  }

  /** Follow somebody no more; doing so again changes nothing. Their posts are gone from the feed at once. */
  unfollowPerson(username: string, options: CallOptions = {}): Promise<Followed> {
    return this.call({ method: "DELETE", path: `/v1/people/${encodeURIComponent(username)}/follow`, session: true }, options);
  }

  /** Who follows a person, newest first. */
  listFollowers(username: string, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PersonAnswerPage> {
    return this.call({ method: "GET", path: `/v1/people/${encodeURIComponent(username)}/followers`, publicPath: `/v1/public/people/${encodeURIComponent(username)}/followers`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Whom a person follows, newest first. */
  listFollowing(username: string, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PersonAnswerPage> {
    return this.call({ method: "GET", path: `/v1/people/${encodeURIComponent(username)}/following`, publicPath: `/v1/public/people/${encodeURIComponent(username)}/following`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Make an account and sign in to it. */
  signUp(body: NewPerson, given: { xSessionIn?: string } = {}, options: CallOptions = {}): Promise<Tokens> {
    return this.call({ method: "POST", path: `/v1/auth/sign-up`, session: false, body, headers: { "x-session-in": given.xSessionIn } }, options);
  }

  /** Open a session on this device. A wrong password and a missing account get the same answer. */
  signIn(body: Credentials, given: { xSessionIn?: string } = {}, options: CallOptions = {}): Promise<Tokens> {
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

  /** The issuer of access tokens and where its keys are. */
  openidConfiguration(options: CallOptions = {}): Promise<Record<string, unknown>> {
    return this.call({ method: "GET", path: `/.well-known/openid-configuration`, session: false }, options);
  }

  /** The public keys that verify access tokens (RFC 7517). */
  jwks(options: CallOptions = {}): Promise<Record<string, unknown>> {
    return this.call({ method: "GET", path: `/.well-known/jwks.json`, session: false }, options);
  }

  /** Get a form with which one photograph can be uploaded. */
  startUpload(body: NewUpload, options: CallOptions = {}): Promise<UploadAnswer> {
    return this.call({ method: "POST", path: `/v1/media`, session: true, body }, options);
  }

  /** What has become of an upload of one's own. */
  readMedia(mediaId: MediaId, options: CallOptions = {}): Promise<MediaAnswer> {
    return this.call({ method: "GET", path: `/v1/media/${encodeURIComponent(mediaId)}`, session: true }, options);
  }

  /** What happened around oneself, newest first, for 90 days. */
  listNotifications(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<NotificationAnswerPage> {
    return this.call({ method: "GET", path: `/v1/notifications`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** How many notifications came after the newest seen one. */
  countUnread(options: CallOptions = {}): Promise<Unread> {
    return this.call({ method: "GET", path: `/v1/notifications/unread`, session: true }, options);
  }

  /** Say that all notifications up to this one were seen. Saying so of an older one changes nothing. */
  markSeen(body: Seen, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/notifications/seen`, session: true, body }, options);
  }

  /** Write a comment. */
  commentOn(postId: PostId, body: NewComment, given: { idempotencyKey?: string } = {}, options: CallOptions = {}): Promise<CommentAnswer> {
    return this.call({ method: "POST", path: `/v1/posts/${encodeURIComponent(postId)}/comments`, session: true, body, headers: { "idempotency-key": given.idempotencyKey } }, options);
  }

  /** What was written under a post, newest first. */
  listComments(postId: PostId, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<CommentAnswerPage> {
    return this.call({ method: "GET", path: `/v1/posts/${encodeURIComponent(postId)}/comments`, publicPath: `/v1/public/posts/${encodeURIComponent(postId)}/comments`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Delete a comment of one's own, or one under a post of one's own. */
  deleteComment(postId: PostId, commentId: CommentId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/posts/${encodeURIComponent(postId)}/comments/${encodeURIComponent(commentId)}`, session: true }, options);
  }

  /** Like a post; liking it again changes nothing. */
  likePost(postId: PostId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/posts/${encodeURIComponent(postId)}/like`, session: true }, options);
  }

  /** Take a like back; doing so again changes nothing. What one liked can be unliked even when it is hidden now. */
  unlikePost(postId: PostId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/posts/${encodeURIComponent(postId)}/like`, session: true }, options);
  }

  /** Who likes a post, newest first. */
  listLikers(postId: PostId, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PersonAnswerPage> {
    return this.call({ method: "GET", path: `/v1/posts/${encodeURIComponent(postId)}/likes`, publicPath: `/v1/public/posts/${encodeURIComponent(postId)}/likes`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Publish photographs. */
  publish(body: NewPost, given: { idempotencyKey?: string } = {}, options: CallOptions = {}): Promise<PostAnswer> {
    return this.call({ method: "POST", path: `/v1/posts`, session: true, body, headers: { "idempotency-key": given.idempotencyKey } }, options);
  }

  /** One post, with its counts as they are now. */
  showPost(postId: PostId, options: CallOptions = {}): Promise<PostAnswer> {
    return this.call({ method: "GET", path: `/v1/posts/${encodeURIComponent(postId)}`, publicPath: `/v1/public/posts/${encodeURIComponent(postId)}`, session: true }, options);
  }

  /** A person's posts, newest first. */
  listPostsOf(username: string, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PostAnswerPage> {
    return this.call({ method: "GET", path: `/v1/people/${encodeURIComponent(username)}/posts`, publicPath: `/v1/public/people/${encodeURIComponent(username)}/posts`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** Save a post into a collection, or move it there; doing so again changes nothing. Nobody else sees it. */
  savePost(postId: PostId, body: SavedIn, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "PUT", path: `/v1/posts/${encodeURIComponent(postId)}/save`, session: true, body }, options);
  }

  /** Take a post out of the collection that it is in; doing so again changes nothing. */
  unsavePost(postId: PostId, options: CallOptions = {}): Promise<void> {
    return this.call({ method: "DELETE", path: `/v1/posts/${encodeURIComponent(postId)}/save`, session: true }, options);
  }

  /** One's own collections. A page may be short while more follow. */
  listCollections(given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<CollectionAnswerPage> {
    return this.call({ method: "GET", path: `/v1/me/saved`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** The posts of one of one's own collections, newest saved first. What is hidden now is left out. */
  listSaved(collection: CollectionId, given: { cursor?: Cursor; limit?: Limit } = {}, options: CallOptions = {}): Promise<PostAnswerPage> {
    return this.call({ method: "GET", path: `/v1/me/saved/${encodeURIComponent(collection)}`, session: true, query: { "cursor": given.cursor, "limit": given.limit } }, options);
  }

  /** A person's profile, with counts and what the person is to the reader. */
  showPerson(username: string, options: CallOptions = {}): Promise<Profile> {
    return this.call({ method: "GET", path: `/v1/people/${encodeURIComponent(username)}`, publicPath: `/v1/public/people/${encodeURIComponent(username)}`, session: true }, options);
  }

  /** One's own profile. */
  showMe(options: CallOptions = {}): Promise<Profile> {
    return this.call({ method: "GET", path: `/v1/me`, session: true }, options);
  }

  /** Change one's name and bio. */
  describeMe(body: Description, options: CallOptions = {}): Promise<Profile> {
    return this.call({ method: "PATCH", path: `/v1/me`, session: true, body }, options);
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
