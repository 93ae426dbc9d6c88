"""Every operation of the HTTP API, one method each.

Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.
"""
# ruff: noqa: D205, RUF100 - summaries are as long as the views say

from __future__ import annotations

from typing import Any

from lambdagram_client.transport import Transport, part
from lambdagram_client.types import (
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
)


class Client(Transport):
    """A caller of the platform. Every method may raise Refused."""

    def show_feed(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> PostAnswerPage:
        """Posts of the people whom one follows, and one's own, newest first."""
        answer: PostAnswerPage = self._call("GET", "/v1/feed", session=True, query={"cursor": cursor, "limit": limit})
        return answer

    def follow_person(self, username: str) -> Followed:
        """Follow somebody; doing so again changes nothing."""
        answer: Followed = self._call("PUT", f"/v1/people/{part(username)}/follow", session=True)
        return answer

    def unfollow_person(self, username: str) -> Followed:
        """Follow somebody no more; doing so again changes nothing. Their posts are gone from the feed at once."""
        answer: Followed = self._call("DELETE", f"/v1/people/{part(username)}/follow", session=True)
        return answer

    def list_followers(
        self, username: str, *, cursor: Cursor | None = None, limit: Limit | None = None
    ) -> PersonAnswerPage:
        """Who follows a person, newest first."""
        answer: PersonAnswerPage = self._call(
            "GET",
            f"/v1/people/{part(username)}/followers",
            public_path=f"/v1/public/people/{part(username)}/followers",
            session=True,
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def list_following(
        self, username: str, *, cursor: Cursor | None = None, limit: Limit | None = None
    ) -> PersonAnswerPage:
        """Whom a person follows, newest first."""
        answer: PersonAnswerPage = self._call(
            "GET",
            f"/v1/people/{part(username)}/following",
            public_path=f"/v1/public/people/{part(username)}/following",
            session=True,
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def sign_up(self, body: NewPerson, *, x_session_in: str | None = None) -> Tokens:
        """Make an account and sign in to it."""
        answer: Tokens = self._call("POST", "/v1/auth/sign-up", body=body, headers={"x-session-in": x_session_in})
        return answer

    def sign_in(self, body: Credentials, *, x_session_in: str | None = None) -> Tokens:
        """Open a session on this device. A wrong password and a missing account get the same answer."""
        answer: Tokens = self._call("POST", "/v1/auth/sign-in", body=body, headers={"x-session-in": x_session_in})
        return answer

    def refresh(self, body: Refresh, *, x_session_in: str | None = None) -> Tokens:
        """Trade a refresh token for a new pair."""
        answer: Tokens = self._call("POST", "/v1/auth/refresh", body=body, headers={"x-session-in": x_session_in})
        return answer

    def sign_out(self) -> None:
        """End this session, on the server as well: its tokens stop working within 60 seconds, its sockets are
        closed.
        """
        self._call("POST", "/v1/auth/sign-out", session=True)

    def openid_configuration(self) -> dict[str, Any]:
        """The issuer of access tokens and where its keys are."""
        answer: dict[str, Any] = self._call("GET", "/.well-known/openid-configuration")
        return answer

    def jwks(self) -> dict[str, Any]:
        """The public keys that verify access tokens (RFC 7517)."""
        answer: dict[str, Any] = self._call("GET", "/.well-known/jwks.json")
        return answer

    def start_upload(self, body: NewUpload) -> UploadAnswer:
        """Get a form with which one photograph can be uploaded."""
        answer: UploadAnswer = self._call("POST", "/v1/media", session=True, body=body)
        return answer

    def read_media(self, media_id: MediaId) -> MediaAnswer:
        """What has become of an upload of one's own."""
        answer: MediaAnswer = self._call("GET", f"/v1/media/{part(media_id)}", session=True)
        return answer

    def list_notifications(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> NotificationAnswerPage:
        """What happened around oneself, newest first, for 90 days."""
        answer: NotificationAnswerPage = self._call(
            "GET", "/v1/notifications", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def count_unread(self) -> Unread:
        """How many notifications came after the newest seen one."""
        answer: Unread = self._call("GET", "/v1/notifications/unread", session=True)
        return answer

    def mark_seen(self, body: Seen) -> None:
        """Say that all notifications up to this one were seen. Saying so of an older one changes nothing."""
        self._call("PUT", "/v1/notifications/seen", session=True, body=body)

    def comment_on(self, post_id: PostId, body: NewComment, *, idempotency_key: str | None = None) -> CommentAnswer:
        """Write a comment."""
        answer: CommentAnswer = self._call(
            "POST",
            f"/v1/posts/{part(post_id)}/comments",
            session=True,
            body=body,
            headers={"idempotency-key": idempotency_key},
        )
        return answer

    def list_comments(
        self, post_id: PostId, *, cursor: Cursor | None = None, limit: Limit | None = None
    ) -> CommentAnswerPage:
        """What was written under a post, newest first."""
        answer: CommentAnswerPage = self._call(
            "GET",
            f"/v1/posts/{part(post_id)}/comments",
            public_path=f"/v1/public/posts/{part(post_id)}/comments",
            session=True,
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def delete_comment(self, post_id: PostId, comment_id: CommentId) -> None:
        """Delete a comment of one's own, or one under a post of one's own."""
        self._call("DELETE", f"/v1/posts/{part(post_id)}/comments/{part(comment_id)}", session=True)

    def like_post(self, post_id: PostId) -> None:
        """Like a post; liking it again changes nothing."""
        self._call("PUT", f"/v1/posts/{part(post_id)}/like", session=True)

    def unlike_post(self, post_id: PostId) -> None:
        """Take a like back; doing so again changes nothing.

        What one liked can be unliked even when it is hidden now.
        """
        self._call("DELETE", f"/v1/posts/{part(post_id)}/like", session=True)

    def list_likers(
        self, post_id: PostId, *, cursor: Cursor | None = None, limit: Limit | None = None
    ) -> PersonAnswerPage:
        """Who likes a post, newest first."""
        answer: PersonAnswerPage = self._call(
            "GET",
            f"/v1/posts/{part(post_id)}/likes",
            public_path=f"/v1/public/posts/{part(post_id)}/likes",
            session=True,
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def publish(self, body: NewPost, *, idempotency_key: str | None = None) -> PostAnswer:
        """Publish photographs."""
        answer: PostAnswer = self._call(
            "POST", "/v1/posts", session=True, body=body, headers={"idempotency-key": idempotency_key}
        )
        return answer

    def show_post(self, post_id: PostId) -> PostAnswer:
        """One post, with its counts as they are now."""
        answer: PostAnswer = self._call(
            "GET", f"/v1/posts/{part(post_id)}", public_path=f"/v1/public/posts/{part(post_id)}", session=True
        )
        return answer

    def list_posts_of(
        self, username: str, *, cursor: Cursor | None = None, limit: Limit | None = None
    ) -> PostAnswerPage:
        """A person's posts, newest first."""
        answer: PostAnswerPage = self._call(
            "GET",
            f"/v1/people/{part(username)}/posts",
            public_path=f"/v1/public/people/{part(username)}/posts",
            session=True,
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def save_post(self, post_id: PostId, body: SavedIn) -> None:
        """Save a post into a collection, or move it there; doing so again changes nothing. Nobody else sees it."""
        self._call("PUT", f"/v1/posts/{part(post_id)}/save", session=True, body=body)

    def unsave_post(self, post_id: PostId) -> None:
        """Take a post out of the collection that it is in; doing so again changes nothing."""
        self._call("DELETE", f"/v1/posts/{part(post_id)}/save", session=True)

    def list_collections(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> CollectionAnswerPage:
        """One's own collections. A page may be short while more follow."""
        answer: CollectionAnswerPage = self._call(
            "GET", "/v1/me/saved", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def list_saved(
        self, collection: CollectionId, *, cursor: Cursor | None = None, limit: Limit | None = None
    ) -> PostAnswerPage:
        """The posts of one of one's own collections, newest saved first. What is hidden now is left out."""
        answer: PostAnswerPage = self._call(
            "GET", f"/v1/me/saved/{part(collection)}", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def show_person(self, username: str) -> Profile:
        """A person's profile, with counts and what the person is to the reader."""
        answer: Profile = self._call(
            "GET", f"/v1/people/{part(username)}", public_path=f"/v1/public/people/{part(username)}", session=True
        )
        return answer

    def show_me(self) -> Profile:
        """One's own profile."""
        answer: Profile = self._call("GET", "/v1/me", session=True)
        return answer

    def describe_me(self, body: Description) -> Profile:
        """Change one's name and bio."""
        answer: Profile = self._call("PATCH", "/v1/me", session=True, body=body)
        return answer

    def set_my_avatar(self, body: Picture) -> Profile:
        """Make an uploaded picture one's own."""
        answer: Profile = self._call("PUT", "/v1/me/avatar", session=True, body=body)
        return answer

    def remove_my_avatar(self) -> Profile:
        """Have no picture; doing so again changes nothing."""
        answer: Profile = self._call("DELETE", "/v1/me/avatar", session=True)
        return answer

    def issue_ticket(self) -> TicketAnswer:
        """Get a one-time ticket that opens a socket for this session."""
        answer: TicketAnswer = self._call("POST", "/v1/socket-tickets", session=True)
        return answer
