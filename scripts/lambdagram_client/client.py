"""Every operation of the HTTP API, one method each.

Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.
"""
# ruff: noqa: D205, RUF100 - summaries are as long as the views say

from __future__ import annotations

from typing import Any, Literal

from lambdagram_client.transport import Transport, part
from lambdagram_client.types import (
    AddedPasskey,
    AppCode,
    AppSecret,
    ArrivedParts,
    Because,
    CaseAnswerPage,
    CaseReportPage,
    Challenges,
    ChangedPassword,
    Changes,
    ChatChoices,
    Choices,
    Claimed,
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
    Decision,
    Description,
    DevicePage,
    Disable,
    DraftAnswer,
    DraftAnswerPage,
    DraftId,
    EntryAnswerPage,
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
    LookUp,
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
    NewNote,
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
    Noted,
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
    Passkeys,
    PasskeySignIn,
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
    Searches,
    SearchId,
    SecondStep,
    Seen,
    SessionId,
    SettingsChange,
    ShareAnswer,
    SignedIn,
    Some,
    Suggestions,
    SuspendFor,
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
    UploadAnswer,
    UpTo,
    UsernameAnswer,
    WantedParts,
    Wish,
    Words,
)


class Client(Transport):
    """A caller of the platform. Every method may raise Refused."""

    def edit_message(self, conversation_id: ConversationId, seq: int, body: NewText) -> MessageAnswer:
        """Write one's own message anew, within 15 minutes. It says that it was edited."""
        answer: MessageAnswer = self._call(
            "PATCH", f"/v1/conversations/{part(conversation_id)}/messages/{part(seq)}", session=True, body=body
        )
        return answer

    def unsend_message(self, conversation_id: ConversationId, seq: int) -> None:
        """Take one's own message back, for everybody, at any time. Nothing stays of it but its place."""
        self._call("DELETE", f"/v1/conversations/{part(conversation_id)}/messages/{part(seq)}", session=True)

    def react(self, conversation_id: ConversationId, seq: int, body: Reaction) -> MessageAnswer:
        """Answer a message with an emoji, instead of the one before. The same one again changes nothing."""
        answer: MessageAnswer = self._call(
            "PUT", f"/v1/conversations/{part(conversation_id)}/messages/{part(seq)}/reaction", session=True, body=body
        )
        return answer

    def take_reaction_back(self, conversation_id: ConversationId, seq: int) -> None:
        """Take one's emoji away; nothing changes when there is none."""
        self._call("DELETE", f"/v1/conversations/{part(conversation_id)}/messages/{part(seq)}/reaction", session=True)

    def read_chat_choices(self) -> ChatChoices:
        """What one has chosen for all of chat; both are on until one turns them off."""
        answer: ChatChoices = self._call("GET", "/v1/me/chat", session=True)
        return answer

    def change_chat_choices(self, body: NewChatChoices) -> ChatChoices:
        """Choose whether others see when one is there and how far one has read, from now on."""
        answer: ChatChoices = self._call("PATCH", "/v1/me/chat", session=True, body=body)
        return answer

    def list_conversations(
        self,
        *,
        folder: Literal["archived", "inbox", "pinned", "requests"] | None = None,
        cursor: Cursor | None = None,
        limit: Limit | None = None,
    ) -> ConversationAnswerPage:
        """One's conversations in a folder, the one in which something was said last first."""
        answer: ConversationAnswerPage = self._call(
            "GET", "/v1/conversations", session=True, query={"folder": folder, "cursor": cursor, "limit": limit}
        )
        return answer

    def make_group(self, body: NewGroup, *, idempotency_key: str | None = None) -> ConversationAnswer:
        """Make a group, of which one is the admin. Those who do not follow one are asked first."""
        answer: ConversationAnswer = self._call(
            "POST", "/v1/conversations", session=True, body=body, headers={"idempotency-key": idempotency_key}
        )
        return answer

    def count_unread_messages(self) -> UnreadAnswer:
        """How much waits."""
        answer: UnreadAnswer = self._call("GET", "/v1/conversations/unread", session=True)
        return answer

    def read_conversation(self, conversation_id: ConversationId) -> ConversationAnswer:
        """One conversation of one's own."""
        answer: ConversationAnswer = self._call("GET", f"/v1/conversations/{part(conversation_id)}", session=True)
        return answer

    def change_conversation(self, conversation_id: ConversationId, body: GroupChanges) -> ConversationAnswer:
        """Change a group's name or picture, or a conversation's timer."""
        answer: ConversationAnswer = self._call(
            "PATCH", f"/v1/conversations/{part(conversation_id)}", session=True, body=body
        )
        return answer

    def list_members(self, conversation_id: ConversationId) -> MembersAnswer:
        """Who is in a conversation, and how far each has read."""
        answer: MembersAnswer = self._call("GET", f"/v1/conversations/{part(conversation_id)}/members", session=True)
        return answer

    def add_members(self, conversation_id: ConversationId, body: MorePeople) -> ConversationAnswer:
        """Add people to a group. They see what comes from now on; those who do not follow one are asked first."""
        answer: ConversationAnswer = self._call(
            "POST", f"/v1/conversations/{part(conversation_id)}/members", session=True, body=body
        )
        return answer

    def read_presence(self, *, people: str) -> PresencesAnswer:
        """Who of these people is there, or when they last were: those with whom one talks, and who let others see
        it.
        """
        answer: PresencesAnswer = self._call("GET", "/v1/presence", session=True, query={"people": people})
        return answer

    def open_direct(self, person_id: PersonId) -> ConversationAnswer:
        """Open the one conversation with somebody; it begins with its first message."""
        answer: ConversationAnswer = self._call("PUT", f"/v1/conversations/with/{part(person_id)}", session=True)
        return answer

    def remove_member(self, conversation_id: ConversationId, person_id: PersonId) -> None:
        """Remove somebody from a group, or leave it oneself; then nothing of it can be seen any more."""
        self._call("DELETE", f"/v1/conversations/{part(conversation_id)}/members/{part(person_id)}", session=True)

    def set_role(self, conversation_id: ConversationId, person_id: PersonId, body: NewRole) -> None:
        """Make a member an admin of the group, or an admin a member. A group has an admin always."""
        self._call(
            "PUT", f"/v1/conversations/{part(conversation_id)}/members/{part(person_id)}/role", session=True, body=body
        )

    def accept_conversation(self, conversation_id: ConversationId) -> None:
        """Accept to talk with those who asked; so does writing to them. Again it changes nothing."""
        self._call("PUT", f"/v1/conversations/{part(conversation_id)}/acceptance", session=True)

    def decline_conversation(self, conversation_id: ConversationId) -> None:
        """Decline to talk with those who asked: nothing more is heard of them here, and they are not told."""
        self._call("DELETE", f"/v1/conversations/{part(conversation_id)}/acceptance", session=True)

    def choose(self, conversation_id: ConversationId, body: Choices) -> ConversationAnswer:
        """Mute, pin or archive a conversation, for oneself."""
        answer: ConversationAnswer = self._call(
            "PUT", f"/v1/conversations/{part(conversation_id)}/choices", session=True, body=body
        )
        return answer

    def list_messages(
        self,
        conversation_id: ConversationId,
        *,
        before: int | None = None,
        after: int | None = None,
        around: int | None = None,
        limit: Limit | None = None,
    ) -> MessagesAnswer:
        """A stretch of a conversation: its end, or what is `before`, `after` or `around` a message (one of the
        three).
        """
        answer: MessagesAnswer = self._call(
            "GET",
            f"/v1/conversations/{part(conversation_id)}/messages",
            session=True,
            query={"before": before, "after": after, "around": around, "limit": limit},
        )
        return answer

    def send_message(self, conversation_id: ConversationId, body: NewMessage) -> MessageAnswer:
        """Write a message: the same as the frame `sendMessage`."""
        answer: MessageAnswer = self._call(
            "POST", f"/v1/conversations/{part(conversation_id)}/messages", session=True, body=body
        )
        return answer

    def search_messages(
        self, conversation_id: ConversationId, *, q: str, cursor: Cursor | None = None, limit: Limit | None = None
    ) -> FoundMessagePage:
        """Messages in which all these words stand, in any order, the newest first; case and accents do not count."""
        answer: FoundMessagePage = self._call(
            "GET",
            f"/v1/conversations/{part(conversation_id)}/search",
            session=True,
            query={"q": q, "cursor": cursor, "limit": limit},
        )
        return answer

    def type_message(self, conversation_id: ConversationId) -> None:
        """Say that one is writing. More often than every 3 seconds is ignored; nothing is stored."""
        self._call("POST", f"/v1/conversations/{part(conversation_id)}/typing", session=True)

    def mark_conversation_read(self, conversation_id: ConversationId, body: UpTo) -> None:
        """Say how far one has read; saying so of an older message changes nothing."""
        self._call("PUT", f"/v1/conversations/{part(conversation_id)}/read", session=True, body=body)

    def mark_conversation_delivered(self, conversation_id: ConversationId, body: UpTo) -> None:
        """Say how much a device has got; saying so of an older message changes nothing."""
        self._call("PUT", f"/v1/conversations/{part(conversation_id)}/delivered", session=True, body=body)

    def set_presence(self, body: Here) -> None:
        """Say that somebody sits in front of the device (say it again every 5 minutes), or does no more."""
        self._call("PUT", "/v1/me/presence", session=True, body=body)

    def sync_since(self, conversation_id: ConversationId, *, seq: int, rev: int | None = None) -> MissedAnswer:
        """What a device missed that has a conversation up to these two numbers, in pages of 50 and 100 KB."""
        answer: MissedAnswer = self._call(
            "GET", f"/v1/conversations/{part(conversation_id)}/sync", session=True, query={"seq": seq, "rev": rev}
        )
        return answer

    def show_tag(self, tag: TagName) -> TagPage:
        """The head of a hashtag's page, without the #, in any case. A tag that nobody uses has 0 posts."""
        answer: TagPage = self._call("GET", f"/v1/tags/{part(tag)}", session=True)
        return answer

    def list_tagged(
        self,
        tag: TagName,
        *,
        order: Literal["recent", "top"] | None = None,
        after: Cursor | None = None,
        limit: Limit | None = None,
    ) -> PostAnswerPage:
        """Posts with a hashtag that the reader may see, of accounts that are public: the newest or the best first."""
        answer: PostAnswerPage = self._call(
            "GET", f"/v1/tags/{part(tag)}/posts", session=True, query={"order": order, "after": after, "limit": limit}
        )
        return answer

    def show_place(self, place_id: PlaceId) -> PlacePage:
        """The head of a place's page. NotFound where no post that the reader may see was made."""
        answer: PlacePage = self._call("GET", f"/v1/places/{part(place_id)}", session=True)
        return answer

    def list_placed(
        self,
        place_id: PlaceId,
        *,
        order: Literal["recent", "top"] | None = None,
        after: Cursor | None = None,
        limit: Limit | None = None,
    ) -> PostAnswerPage:
        """Posts made at a place, as those of a hashtag."""
        answer: PostAnswerPage = self._call(
            "GET",
            f"/v1/places/{part(place_id)}/posts",
            session=True,
            query={"order": order, "after": after, "limit": limit},
        )
        return answer

    def trending_tags(self, *, span: Literal["day", "week"] | None = None, limit: Some | None = None) -> TagTrends:
        """Hashtags that more people use than before, in the last day or week. Each person counts once."""
        answer: TagTrends = self._call("GET", "/v1/trends/tags", session=True, query={"span": span, "limit": limit})
        return answer

    def trending_posts(self, *, span: Literal["day", "week"] | None = None, limit: Some | None = None) -> PostTrends:
        """Posts that many people like and comment on, in the last day or week. Each person counts once."""
        answer: PostTrends = self._call("GET", "/v1/trends/posts", session=True, query={"span": span, "limit": limit})
        return answer

    def list_searches(self) -> Searches:
        """What one opened from a search, or looked for, the latest first. Whom one may not meet now is left out."""
        answer: Searches = self._call("GET", "/v1/me/searches", session=True)
        return answer

    def keep_search(self, body: Opened) -> None:
        """Remember what one opened or looked for; again puts it first. Whether there is such a thing is not said."""
        self._call("POST", "/v1/me/searches", session=True, body=body)

    def forget_searches(self) -> None:
        """Forget all of them; doing so again changes nothing."""
        self._call("DELETE", "/v1/me/searches", session=True)

    def forget_search(self, search_id: SearchId) -> None:
        """Forget one; doing so again changes nothing."""
        self._call("DELETE", f"/v1/me/searches/{part(search_id)}", session=True)

    def search_people(self, *, q: Words, after: Cursor | None = None, limit: Some | None = None) -> PersonFoundPage:
        """People by username or name, the best first: exactly so, beginning so, a word of the name, with a typing
        error.
        """
        answer: PersonFoundPage = self._call(
            "GET", "/v1/search/people", session=True, query={"q": q, "after": after, "limit": limit}
        )
        return answer

    def search_tags(self, *, q: Words, after: Cursor | None = None, limit: Some | None = None) -> TagFoundPage:
        """Hashtags that are called or begin so, the most used first, also with a typing error; with or without #."""
        answer: TagFoundPage = self._call(
            "GET", "/v1/search/tags", session=True, query={"q": q, "after": after, "limit": limit}
        )
        return answer

    def search_places(self, *, q: Words, after: Cursor | None = None, limit: Some | None = None) -> PlaceFoundPage:
        """Places a word of whose name begins so, the most used first, also with a typing error."""
        answer: PlaceFoundPage = self._call(
            "GET", "/v1/search/places", session=True, query={"q": q, "after": after, "limit": limit}
        )
        return answer

    def search_posts(self, *, q: Words, after: Cursor | None = None, limit: Some | None = None) -> PostAnswerPage:
        """Posts of public accounts whose captions have all of these words, in any form that their stem has; newest
        first.
        """
        answer: PostAnswerPage = self._call(
            "GET", "/v1/search/posts", session=True, query={"q": q, "after": after, "limit": limit}
        )
        return answer

    def search_all(self, *, q: Words) -> Everything:
        """The best of each kind: people, hashtags, places, posts by their captions."""
        answer: Everything = self._call("GET", "/v1/search", session=True, query={"q": q})
        return answer

    def list_suggestions(self, *, limit: Some | None = None) -> Suggestions:
        """People whom one may want to follow, with the reason.

        Never whom one follows, asked, blocked, muted, dismissed.
        """
        answer: Suggestions = self._call("GET", "/v1/suggestions", session=True, query={"limit": limit})
        return answer

    def dismiss_suggestion(self, person_id: PersonId) -> None:
        """Never suggest this person again; doing so again changes nothing.

        Whether there is such a person is not said.
        """
        self._call("DELETE", f"/v1/suggestions/{part(person_id)}", session=True)

    def list_followed_tags(self) -> FollowedTags:
        """Hashtags that one follows."""
        answer: FollowedTags = self._call("GET", "/v1/me/tags", session=True)
        return answer

    def follow_tag(self, tag: TagName) -> None:
        """Follow a hashtag: its posts come into one's feed. Again changes nothing. Conflict beyond 100."""
        self._call("PUT", f"/v1/tags/{part(tag)}/follow", session=True)

    def unfollow_tag(self, tag: TagName) -> None:
        """Follow a hashtag no more; doing so again changes nothing."""
        self._call("DELETE", f"/v1/tags/{part(tag)}/follow", session=True)

    def show_feed(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> PostAnswerPage:
        """Posts of the people and hashtags that one follows, and one's own, newest first."""
        answer: PostAnswerPage = self._call("GET", "/v1/feed", session=True, query={"cursor": cursor, "limit": limit})
        return answer

    def count_new(self, *, since: PostId) -> NewPosts:
        """How many posts of others came into one's feed after the one that is on top of the screen.

        Asks for no cards.
        """
        answer: NewPosts = self._call("GET", "/v1/feed/new", session=True, query={"since": since})
        return answer

    def block_person(self, username: str) -> None:
        """Block somebody, also somebody who blocks oneself; doing so again changes nothing. They are not told."""
        self._call("PUT", f"/v1/people/{part(username)}/block", session=True)

    def unblock_person(self, username: str) -> None:
        """Take a block back; doing so again changes nothing.

        Nothing that it ended comes back; a block of theirs stays.
        """
        self._call("DELETE", f"/v1/people/{part(username)}/block", session=True)

    def list_blocked(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> PersonAnswerPage:
        """Whom one has blocked: those who joined last come first."""
        answer: PersonAnswerPage = self._call(
            "GET", "/v1/me/blocks", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def add_close_friend(self, username: str) -> None:
        """Put a follower on one's list of close friends; doing so again changes nothing. They are not told."""
        self._call("PUT", f"/v1/me/close-friends/{part(username)}", session=True)

    def remove_close_friend(self, username: str) -> None:
        """Take somebody off one's list of close friends; doing so again changes nothing."""
        self._call("DELETE", f"/v1/me/close-friends/{part(username)}", session=True)

    def list_close_friends(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> PersonAnswerPage:
        """One's close friends: those who joined first come first."""
        answer: PersonAnswerPage = self._call(
            "GET", "/v1/me/close-friends", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def follow_person(self, username: str) -> Followed:
        """Follow somebody, or ask to when their account is private; doing so again changes nothing."""
        answer: Followed = self._call("PUT", f"/v1/people/{part(username)}/follow", session=True)
        return answer

    def unfollow_person(self, username: str) -> Followed:
        """Follow somebody no more, or take the request back; doing so again changes nothing.

        It shows in the feed at once.
        """
        answer: Followed = self._call("DELETE", f"/v1/people/{part(username)}/follow", session=True)
        return answer

    def remove_follower(self, username: str) -> None:
        """Make somebody follow oneself no more, without telling them; doing so again changes nothing."""
        self._call("DELETE", f"/v1/me/followers/{part(username)}", session=True)

    def list_followers(
        self, username: str, *, cursor: Cursor | None = None, limit: Limit | None = None, q: Search | None = None
    ) -> PersonAnswerPage:
        """Who follows a person, newest first. `q` looks for the beginning of a username or of a word of a name."""
        answer: PersonAnswerPage = self._call(
            "GET",
            f"/v1/people/{part(username)}/followers",
            public_path=f"/v1/public/people/{part(username)}/followers",
            session=True,
            query={"cursor": cursor, "limit": limit, "q": q},
        )
        return answer

    def list_following(
        self, username: str, *, cursor: Cursor | None = None, limit: Limit | None = None, q: Search | None = None
    ) -> PersonAnswerPage:
        """Whom a person follows, newest first. `q` looks for the beginning of a username or of a word of a name."""
        answer: PersonAnswerPage = self._call(
            "GET",
            f"/v1/people/{part(username)}/following",
            public_path=f"/v1/public/people/{part(username)}/following",
            session=True,
            query={"cursor": cursor, "limit": limit, "q": q},
        )
        return answer

    def list_mutuals(self, username: str, *, limit: Limit | None = None) -> Mutuals:
        """Whom of those whom one follows follow a person, too; the most recently followed come first."""
        answer: Mutuals = self._call(
            "GET", f"/v1/people/{part(username)}/mutuals", session=True, query={"limit": limit}
        )
        return answer

    def mute_person(self, username: str, body: Mute) -> None:
        """See nothing of somebody in feeds; their page shows everything as before. They are not told."""
        self._call("PUT", f"/v1/people/{part(username)}/mute", session=True, body=body)

    def unmute_person(self, username: str) -> None:
        """See everything of somebody again; doing so again changes nothing."""
        self._call("DELETE", f"/v1/people/{part(username)}/mute", session=True)

    def list_muted(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> MutedPage:
        """Whom one has muted: those who joined last come first."""
        answer: MutedPage = self._call("GET", "/v1/me/mutes", session=True, query={"cursor": cursor, "limit": limit})
        return answer

    def list_relations(self, *, people: str) -> Relations:
        """What up to 100 people are to the reader. Their ids are separated by commas."""
        answer: Relations = self._call("GET", "/v1/me/relations", session=True, query={"people": people})
        return answer

    def list_requests(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> Requests:
        """Who waits for one's approval, newest first."""
        answer: Requests = self._call(
            "GET", "/v1/me/follow-requests", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def list_sent_requests(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> RequestPage:
        """For whose approval one waits, newest first."""
        answer: RequestPage = self._call(
            "GET", "/v1/me/follow-requests/sent", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def approve_request(self, username: str) -> None:
        """Let somebody follow who asked to; doing so again changes nothing."""
        self._call("PUT", f"/v1/me/follow-requests/{part(username)}", session=True)

    def decline_request(self, username: str) -> None:
        """Do not let somebody follow who asked to, without telling them; doing so again changes nothing."""
        self._call("DELETE", f"/v1/me/follow-requests/{part(username)}", session=True)

    def open_challenges(self) -> Challenges:
        """What this session should still meet."""
        answer: Challenges = self._call("GET", "/v1/auth/challenges", session=True)
        return answer

    def finish_sign_in(self, body: SecondStep, *, x_session_in: str | None = None) -> Tokens:
        """Finish a sign-in with a code.

        Code and challenge work once; 5 wrong codes of an account wait for 10 minutes.
        """
        answer: Tokens = self._call("POST", "/v1/auth/second-step", body=body, headers={"x-session-in": x_session_in})
        return answer

    def confirm_it_is_me(self, body: Confirmation) -> None:
        """Prove anew who you are, so that this session may change factors within the next 5 minutes."""
        self._call("POST", "/v1/auth/confirm", session=True, body=body)

    def read_contact(self) -> Contact:
        """One's own address, and whether it is verified."""
        answer: Contact = self._call("GET", "/v1/auth/contact", session=True)
        return answer

    def change_contact(self, body: NewContact) -> None:
        """Change one's address: a letter goes to the new one, and only its answer changes anything."""
        self._call("PUT", "/v1/auth/contact", session=True, body=body)

    def ask_for_letter(self) -> None:
        """Have the letter that verifies one's address sent again. The one before stops working."""
        self._call("POST", "/v1/auth/contact/letters", session=True)

    def verify_by_code(self, body: LetterCode) -> Contact:
        """Verify an address with the code of the latest letter. Five wrong codes, and that letter works no more."""
        answer: Contact = self._call("POST", "/v1/auth/contact/verify", session=True, body=body)
        return answer

    def verify_by_link(self, body: LetterLink) -> None:
        """Verify an address with the link of the latest letter. Works once, on any device, without signing in."""
        self._call("POST", "/v1/auth/contact/confirm", body=body)

    def list_sessions(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> DevicePage:
        """Where one is signed in, newest first."""
        answer: DevicePage = self._call(
            "GET", "/v1/auth/sessions", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def end_others(self) -> None:
        """Sign all other devices out."""
        self._call("DELETE", "/v1/auth/sessions", session=True)

    def end_one(self, session_id: SessionId) -> None:
        """Sign one device out. Its tokens stop working within 60 seconds, its sockets are closed."""
        self._call("DELETE", f"/v1/auth/sessions/{part(session_id)}", session=True)

    def export(self) -> ExportState:
        """Have all that is kept of me put into one archive. Asks for a proof within the last 5 minutes."""
        answer: ExportState = self._call("POST", "/v1/me/export", session=True)
        return answer

    def export_state(self) -> ExportState:
        """How far my export is, and the link to it when it is ready."""
        answer: ExportState = self._call("GET", "/v1/me/export", session=True)
        return answer

    def my_factors(self) -> FactorsAnswer:
        """Which factors my account has."""
        answer: FactorsAnswer = self._call("GET", "/v1/auth/factors", session=True)
        return answer

    def begin_app(self) -> AppSecret:
        """Begin with an authenticator app.

        It is asked for only after it has shown a code. Doing it again starts anew.
        """
        answer: AppSecret = self._call("POST", "/v1/auth/factors/app", session=True)
        return answer

    def confirm_app(self, body: AppCode) -> RecoveryCodes:
        """Take the app into use with a code that it shows; the first factor of an account comes with recovery
        codes.
        """
        answer: RecoveryCodes = self._call("POST", "/v1/auth/factors/app/confirm", session=True, body=body)
        return answer

    def disable_app(self, body: Disable) -> None:
        """Stop asking for the app's codes. Asks for the password and a code."""
        self._call("POST", "/v1/auth/factors/app/disable", session=True, body=body)

    def renew_recovery_codes(self) -> RecoveryCodes:
        """Ten new recovery codes; the old ones stop working."""
        answer: RecoveryCodes = self._call("POST", "/v1/auth/factors/recovery-codes", session=True)
        return answer

    def read_instance(self) -> Instance:
        """Name of this platform and who may sign up."""
        answer: Instance = self._call("GET", "/v1/public/instance")
        return answer

    def leave(self) -> Leaving:
        """Have my account deleted, with all its profiles. Asks for a proof within the last 5 minutes."""
        answer: Leaving = self._call("POST", "/v1/me/leave", session=True)
        return answer

    def stay(self) -> None:
        """Take back that my account is to be deleted.

        Refresh the session afterwards: the present token does little.
        """
        self._call("POST", "/v1/auth/stay", session=True)

    def begin_passkey(self) -> CreationOptions:
        """What a device needs for a new passkey. Asks for a fresh proof of who you are."""
        answer: CreationOptions = self._call("POST", "/v1/auth/passkeys/options", session=True)
        return answer

    def add_passkey(self, body: NewPasskey) -> AddedPasskey:
        """Keep a new passkey. From then on the password alone opens no session of this account."""
        answer: AddedPasskey = self._call("POST", "/v1/auth/passkeys", session=True, body=body)
        return answer

    def my_passkeys(self) -> Passkeys:
        """My passkeys, oldest first."""
        answer: Passkeys = self._call("GET", "/v1/auth/passkeys", session=True)
        return answer

    def rename_passkey(self, passkey_id: str, body: Rename) -> None:
        """Give a passkey another name."""
        self._call("PATCH", f"/v1/auth/passkeys/{part(passkey_id)}", session=True, body=body)

    def remove_passkey(self, passkey_id: str) -> None:
        """Forget a passkey. Asks for a fresh proof of who you are."""
        self._call("DELETE", f"/v1/auth/passkeys/{part(passkey_id)}", session=True)

    def begin_sign_in(self, body: Wish) -> RequestOptions:
        """What a device needs to use a passkey: to sign in, after a password, or to confirm that it is you."""
        answer: RequestOptions = self._call("POST", "/v1/auth/passkeys/sign-in/options", body=body)
        return answer

    def sign_in_by_passkey(self, body: PasskeySignIn, *, x_session_in: str | None = None) -> Tokens:
        """Open a session with a passkey. It stands for two factors: something that you have, unlocked by you."""
        answer: Tokens = self._call(
            "POST", "/v1/auth/passkeys/sign-in", body=body, headers={"x-session-in": x_session_in}
        )
        return answer

    def confirm_by_passkey(self, body: PasskeyProof) -> None:
        """Prove anew who you are, with a passkey, so that factors may be changed within the next 5 minutes."""
        self._call("POST", "/v1/auth/passkeys/confirm", session=True, body=body)

    def forgot_password(self, body: Forgotten) -> None:
        """Have a letter sent with which a new password can be set within 15 minutes."""
        self._call("POST", "/v1/auth/password/forgotten", body=body)

    def reset_password(self, body: NewPassword) -> None:
        """Set a new password with the link of the latest letter. Works once; all sessions end; sign in afterwards."""
        self._call("POST", "/v1/auth/password/reset", body=body)

    def change_password(self, body: ChangedPassword) -> None:
        """Change one's password. All other sessions end; this one stays."""
        self._call("PUT", "/v1/auth/password", session=True, body=body)

    def my_people(self) -> OwnPeople:
        """The persons of my account, the first one first."""
        answer: OwnPeople = self._call("GET", "/v1/auth/people", session=True)
        return answer

    def add_person(self, body: NewProfile) -> OwnPerson:
        """Add a person to my account. The same name again gives the same person."""
        answer: OwnPerson = self._call("POST", "/v1/auth/people", session=True, body=body)
        return answer

    def switch_person(self, person_id: PersonId) -> Switched:
        """Act as another person of my account in this session, also after it was refreshed."""
        answer: Switched = self._call("POST", f"/v1/auth/people/{part(person_id)}/switch", session=True)
        return answer

    def sign_up(self, body: NewPerson, *, x_session_in: str | None = None) -> Tokens:
        """Make an account and sign in to it."""
        answer: Tokens = self._call("POST", "/v1/auth/sign-up", body=body, headers={"x-session-in": x_session_in})
        return answer

    def sign_in(self, body: Credentials, *, x_session_in: str | None = None) -> SignedIn:
        """Open a session on this device, or ask for the second factor of an account that has one."""
        answer: SignedIn = self._call("POST", "/v1/auth/sign-in", body=body, headers={"x-session-in": x_session_in})
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

    def change_my_username(self, body: NewUsername) -> UsernameAnswer:
        """Go by another name; the present one again changes nothing."""
        answer: UsernameAnswer = self._call("PUT", "/v1/me/username", session=True, body=body)
        return answer

    def openid_configuration(self) -> dict[str, Any]:
        """The issuer of access tokens and where its keys are."""
        answer: dict[str, Any] = self._call("GET", "/.well-known/openid-configuration")
        return answer

    def jwks(self) -> dict[str, Any]:
        """The public keys that verify access tokens (RFC 7517)."""
        answer: dict[str, Any] = self._call("GET", "/.well-known/jwks.json")
        return answer

    def start_parts(self, body: NewUpload) -> PartsStarted:
        """Start to upload a photograph in parts; it can be taken up again for a day."""
        answer: PartsStarted = self._call("POST", "/v1/media/parts", session=True, body=body)
        return answer

    def sign_parts(self, media_id: MediaId, body: WantedParts) -> PartAddresses:
        """Get the addresses to which parts are sent; each takes one part of its exact size."""
        answer: PartAddresses = self._call("POST", f"/v1/media/{part(media_id)}/parts", session=True, body=body)
        return answer

    def list_parts(self, media_id: MediaId) -> ArrivedParts:
        """Which parts have arrived: what to leave out when an upload is taken up again."""
        answer: ArrivedParts = self._call("GET", f"/v1/media/{part(media_id)}/parts", session=True)
        return answer

    def complete_parts(self, media_id: MediaId) -> None:
        """Say that all parts were sent: the photograph is put together and processed.

        Saying it again changes nothing.
        """
        self._call("POST", f"/v1/media/{part(media_id)}/complete", session=True)

    def cancel_upload(self, media_id: MediaId) -> None:
        """Take an upload back that was not published. Taking it back again changes nothing."""
        self._call("DELETE", f"/v1/media/{part(media_id)}", session=True)

    def read_media(self, media_id: MediaId) -> MediaAnswer:
        """What has become of an upload of one's own."""
        answer: MediaAnswer = self._call("GET", f"/v1/media/{part(media_id)}", session=True)
        return answer

    def start_upload(self, body: NewUpload) -> UploadAnswer:
        """Get a form with which one photograph can be uploaded."""
        answer: UploadAnswer = self._call("POST", "/v1/media", session=True, body=body)
        return answer

    def queue(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> CaseAnswerPage:
        """Open cases, those first that have waited longest."""
        answer: CaseAnswerPage = self._call(
            "GET", "/v1/staff/cases", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def case_reports(self, case: str, *, cursor: Cursor | None = None, limit: Limit | None = None) -> CaseReportPage:
        """The reports of one subject, newest first."""
        answer: CaseReportPage = self._call(
            "GET", f"/v1/staff/cases/{part(case)}/reports", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def claim(self, case: str) -> Claimed:
        """Work on a case: for 15 minutes nobody else decides it. Claiming it again makes that longer."""
        answer: Claimed = self._call("PUT", f"/v1/staff/cases/{part(case)}/claim", session=True)
        return answer

    def decide(self, case: str, body: Decision) -> None:
        """Close a case: hide what was reported, suspend whose it is, or dismiss the reports."""
        self._call("POST", f"/v1/staff/cases/{part(case)}/decision", session=True, body=body)

    def hide(self, case: str, body: Because) -> None:
        """Take a post or a comment down; nobody but its author sees it. Doing so again changes nothing."""
        self._call("POST", f"/v1/staff/content/{part(case)}/hide", session=True, body=body)

    def show(self, case: str, body: Because) -> None:
        """Take a take-down back. Doing so again changes nothing."""
        self._call("POST", f"/v1/staff/content/{part(case)}/show", session=True, body=body)

    def suspend(self, person: PersonId, body: SuspendFor) -> None:
        """Suspend a person, with all others of their account, until a moment or until somebody reinstates them."""
        self._call("POST", f"/v1/staff/people/{part(person)}/suspend", session=True, body=body)

    def reinstate(self, person: PersonId, body: Because) -> None:
        """End the suspension of a person and all others of their account: everything is as it was before."""
        self._call("POST", f"/v1/staff/people/{part(person)}/reinstate", session=True, body=body)

    def look_up(self, username: str) -> LookUp:
        """Look a person up by username: their state, suspension and the latest 50 notes."""
        answer: LookUp = self._call("GET", f"/v1/staff/people/{part(username)}", session=True)
        return answer

    def note(self, person: PersonId, body: NewNote) -> Noted:
        """Keep a note about a person, for staff only."""
        answer: Noted = self._call("POST", f"/v1/staff/people/{part(person)}/notes", session=True, body=body)
        return answer

    def audit(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> EntryAnswerPage:
        """What staff did, newest first. For admins."""
        answer: EntryAnswerPage = self._call(
            "GET", "/v1/staff/audit", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def report(self, body: NewReport) -> ReportAnswer:
        """Report a post, a comment or an account. Reporting it again answers with the first report."""
        answer: ReportAnswer = self._call("POST", "/v1/reports", session=True, body=body)
        return answer

    def my_reports(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> ReportAnswerPage:
        """What you reported, newest first, and what became of it."""
        answer: ReportAnswerPage = self._call(
            "GET", "/v1/me/reports", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def list_notifications(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> NotificationAnswerPage:
        """What happened around oneself, newest first, for 90 days; likes and follows together until one has seen
        them.
        """
        answer: NotificationAnswerPage = self._call(
            "GET", "/v1/notifications", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def count_unread(self) -> Unread:
        """How many entries of the list came after the newest seen one."""
        answer: Unread = self._call("GET", "/v1/notifications/unread", session=True)
        return answer

    def mark_seen(self, body: Seen) -> None:
        """Say that all entries up to this one were seen. Saying so of an older one changes nothing."""
        self._call("PUT", "/v1/notifications/seen", session=True, body=body)

    def mark_all_read(self, body: Seen) -> None:
        """Say that all entries up to this one were read. Saying so of an older one changes nothing."""
        self._call("PUT", "/v1/notifications/read", session=True, body=body)

    def mark_read(self, notification_id: NotificationId) -> None:
        """Say that one entry was read; saying so again changes nothing."""
        self._call("PUT", f"/v1/notifications/{part(notification_id)}/read", session=True)

    def get_notification_settings(self) -> NotificationSettings:
        """How one is told of what."""
        answer: NotificationSettings = self._call("GET", "/v1/me/notification-settings", session=True)
        return answer

    def change_notification_settings(self, body: SettingsChange) -> NotificationSettings:
        """Change how one is told of what; what is left out stays."""
        answer: NotificationSettings = self._call("PATCH", "/v1/me/notification-settings", session=True, body=body)
        return answer

    def unsubscribe(self, *, token: str) -> None:
        """Get no more mails of one kind (RFC 8058). The token stands in the mail; no session is needed."""
        self._call("POST", "/v1/public/mail/unsubscribe", query={"token": token})

    def get_push_key(self) -> PushKey:
        """The key that a browser needs to subscribe to pushes."""
        answer: PushKey = self._call("GET", "/v1/me/push-key", session=True)
        return answer

    def subscribe(self, body: NewPushSubscription) -> PushDevice:
        """Have pushes sent to this device, until this session ends. Doing it again renews it."""
        answer: PushDevice = self._call("POST", "/v1/me/push-subscriptions", session=True, body=body)
        return answer

    def list_push_subscriptions(self) -> PushDevicePage:
        """One's devices that take pushes, the newest first; all on one page, for there are 20 at most."""
        answer: PushDevicePage = self._call("GET", "/v1/me/push-subscriptions", session=True)
        return answer

    def unsubscribe_device(self, subscription_id: str) -> None:
        """Send no more pushes to a device. Doing it again changes nothing."""
        self._call("DELETE", f"/v1/me/push-subscriptions/{part(subscription_id)}", session=True)

    def archive_post(self, post_id: PostId) -> None:
        """Take a post of one's own out of sight without deleting it; doing so again changes nothing."""
        self._call("PUT", f"/v1/posts/{part(post_id)}/archive", session=True)

    def restore_post(self, post_id: PostId) -> None:
        """Show an archived post again, where it was; doing so again changes nothing."""
        self._call("DELETE", f"/v1/posts/{part(post_id)}/archive", session=True)

    def list_archive(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> PostAnswerPage:
        """Posts that one archived, or that their author did where one stands beside them; newest first."""
        answer: PostAnswerPage = self._call(
            "GET", "/v1/me/archive", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def delete_post(self, post_id: PostId) -> None:
        """Delete a post of one's own, with its photographs and everything under it; doing so again changes
        nothing.
        """
        self._call("DELETE", f"/v1/posts/{part(post_id)}", session=True)

    def edit_post(self, post_id: PostId, body: Changes) -> PostAnswer:
        """Change a post of one's own: caption, descriptions, place, tags, who may comment, hidden counts."""
        answer: PostAnswer = self._call("PATCH", f"/v1/posts/{part(post_id)}", session=True, body=body)
        return answer

    def show_post(self, post_id: PostId) -> PostAnswer:
        """One post, with its counts as they are now."""
        answer: PostAnswer = self._call(
            "GET", f"/v1/posts/{part(post_id)}", public_path=f"/v1/public/posts/{part(post_id)}", session=True
        )
        return answer

    def list_coauthors(self, post_id: PostId) -> CoauthorsAnswer:
        """Whom one invited to a post of one's own, and who has accepted."""
        answer: CoauthorsAnswer = self._call("GET", f"/v1/posts/{part(post_id)}/coauthors", session=True)
        return answer

    def invite_coauthor(self, post_id: PostId, person_id: PersonId) -> None:
        """Invite somebody to stand beside oneself as an author; at most 3. Inviting again changes nothing."""
        self._call("PUT", f"/v1/posts/{part(post_id)}/coauthors/{part(person_id)}", session=True)

    def remove_coauthor(self, post_id: PostId, person_id: PersonId) -> None:
        """Take a co-author, or an invitation, off a post of one's own; doing so again changes nothing."""
        self._call("DELETE", f"/v1/posts/{part(post_id)}/coauthors/{part(person_id)}", session=True)

    def accept_invitation(self, post_id: PostId) -> None:
        """Become an author of a post to which one is invited; accepting again changes nothing."""
        self._call("PUT", f"/v1/me/coauthor-invitations/{part(post_id)}", session=True)

    def leave_post(self, post_id: PostId) -> None:
        """Decline an invitation, or be an author of somebody's post no longer; doing so again changes nothing."""
        self._call("DELETE", f"/v1/me/coauthor-invitations/{part(post_id)}", session=True)

    def list_invitations(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> PostAnswerPage:
        """Posts to which one is invited, newest first. An invitation shows the post, whoever else may see it."""
        answer: PostAnswerPage = self._call(
            "GET", "/v1/me/coauthor-invitations", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def like_comment(self, post_id: PostId, comment_id: CommentId) -> None:
        """Like a comment; liking it again changes nothing."""
        self._call("PUT", f"/v1/posts/{part(post_id)}/comments/{part(comment_id)}/like", session=True)

    def unlike_comment(self, post_id: PostId, comment_id: CommentId) -> None:
        """Take a like of a comment back; doing so again changes nothing.

        It can be done even when it is hidden now.
        """
        self._call("DELETE", f"/v1/posts/{part(post_id)}/comments/{part(comment_id)}/like", session=True)

    def list_comment_likers(
        self, post_id: PostId, comment_id: CommentId, *, cursor: Cursor | None = None, limit: Limit | None = None
    ) -> PersonAnswerPage:
        """Who likes a comment: the reader first, then the others, newest first."""
        answer: PersonAnswerPage = self._call(
            "GET",
            f"/v1/posts/{part(post_id)}/comments/{part(comment_id)}/likes",
            public_path=f"/v1/public/posts/{part(post_id)}/comments/{part(comment_id)}/likes",
            session=True,
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def pin_comment(self, post_id: PostId, comment_id: CommentId) -> None:
        """Pin a comment under a post of one's own, up to 3, the newest pin first; pinning it again changes
        nothing.
        """
        self._call("PUT", f"/v1/posts/{part(post_id)}/comments/{part(comment_id)}/pin", session=True)

    def unpin_comment(self, post_id: PostId, comment_id: CommentId) -> None:
        """Pin a comment no longer; doing so again changes nothing."""
        self._call("DELETE", f"/v1/posts/{part(post_id)}/comments/{part(comment_id)}/pin", session=True)

    def comment_on(self, post_id: PostId, body: NewComment, *, idempotency_key: str | None = None) -> CommentAnswer:
        """Write a comment, or a reply."""
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
    ) -> ThreadAnswerPage:
        """What was written under a post, newest first, after what its authors pinned. A page may be short."""
        answer: ThreadAnswerPage = self._call(
            "GET",
            f"/v1/posts/{part(post_id)}/comments",
            public_path=f"/v1/public/posts/{part(post_id)}/comments",
            session=True,
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def delete_comment(self, post_id: PostId, comment_id: CommentId) -> None:
        """Delete a comment of one's own, even under a post that one cannot see now, or one under a post of one's
        own.
        """
        self._call("DELETE", f"/v1/posts/{part(post_id)}/comments/{part(comment_id)}", session=True)

    def keep_draft(self, body: NewDraft, *, idempotency_key: str | None = None) -> DraftAnswer:
        """Keep a draft; one has at most 100. A repeat with the same `idempotency-key` answers with the first one."""
        answer: DraftAnswer = self._call(
            "POST", "/v1/me/drafts", session=True, body=body, headers={"idempotency-key": idempotency_key}
        )
        return answer

    def list_drafts(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> DraftAnswerPage:
        """One's own drafts, newest first."""
        answer: DraftAnswerPage = self._call(
            "GET", "/v1/me/drafts", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def show_draft(self, draft_id: DraftId) -> DraftAnswer:
        """One draft."""
        answer: DraftAnswer = self._call("GET", f"/v1/me/drafts/{part(draft_id)}", session=True)
        return answer

    def change_draft(self, draft_id: DraftId, body: NewDraft) -> DraftAnswer:
        """Make a draft say something else. When it is to be published stays."""
        answer: DraftAnswer = self._call("PUT", f"/v1/me/drafts/{part(draft_id)}", session=True, body=body)
        return answer

    def delete_draft(self, draft_id: DraftId) -> None:
        """Delete a draft; doing so again changes nothing."""
        self._call("DELETE", f"/v1/me/drafts/{part(draft_id)}", session=True)

    def schedule_draft(self, draft_id: DraftId, body: PublishAt) -> DraftAnswer:
        """Have a draft published later, or at another time than said before."""
        answer: DraftAnswer = self._call("PUT", f"/v1/me/drafts/{part(draft_id)}/schedule", session=True, body=body)
        return answer

    def unschedule_draft(self, draft_id: DraftId) -> DraftAnswer:
        """Have a draft not published by itself; doing so again changes nothing."""
        answer: DraftAnswer = self._call("DELETE", f"/v1/me/drafts/{part(draft_id)}/schedule", session=True)
        return answer

    def publish_draft(self, draft_id: DraftId) -> PostAnswer:
        """Publish a draft now. Doing so again within two days answers with the same post."""
        answer: PostAnswer = self._call("POST", f"/v1/me/drafts/{part(draft_id)}/publish", session=True)
        return answer

    def list_versions(
        self, post_id: PostId, *, cursor: Cursor | None = None, limit: Limit | None = None
    ) -> FormerAnswerPage:
        """What a post said before it was edited, newest first. Who was tagged is not kept."""
        answer: FormerAnswerPage = self._call(
            "GET",
            f"/v1/posts/{part(post_id)}/history",
            public_path=f"/v1/public/posts/{part(post_id)}/history",
            session=True,
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def untag_me(self, post_id: PostId) -> None:
        """Take oneself off the photographs of a post; doing so again changes nothing."""
        self._call("DELETE", f"/v1/posts/{part(post_id)}/tags/me", session=True)

    def show_hidden_words(self) -> HiddenWordsAnswer:
        """One's own hidden words. Nobody else sees them."""
        answer: HiddenWordsAnswer = self._call("GET", "/v1/me/hidden-words", session=True)
        return answer

    def set_hidden_words(self, body: HiddenWordsBody) -> HiddenWordsAnswer:
        """Replace one's own hidden words. It counts for comments that are written from now on."""
        answer: HiddenWordsAnswer = self._call("PUT", "/v1/me/hidden-words", session=True, body=body)
        return answer

    def approve_comment(self, post_id: PostId, comment_id: CommentId) -> None:
        """Let everybody see a comment that is held for a hidden word; doing so again changes nothing."""
        self._call("PUT", f"/v1/posts/{part(post_id)}/comments/{part(comment_id)}/approval", session=True)

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
        """Who likes a post: the reader first, then the others, newest first."""
        answer: PersonAnswerPage = self._call(
            "GET",
            f"/v1/posts/{part(post_id)}/likes",
            public_path=f"/v1/public/posts/{part(post_id)}/likes",
            session=True,
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def pin_post(self, post_id: PostId) -> None:
        """Pin a post of one's own on the profile, before those pinned already; at most 3. Again changes nothing."""
        self._call("PUT", f"/v1/posts/{part(post_id)}/pin", session=True)

    def unpin_post(self, post_id: PostId) -> None:
        """Pin a post no longer; doing so again changes nothing."""
        self._call("DELETE", f"/v1/posts/{part(post_id)}/pin", session=True)

    def publish(self, body: NewPost, *, idempotency_key: str | None = None) -> PostAnswer:
        """Publish photographs."""
        answer: PostAnswer = self._call(
            "POST", "/v1/posts", session=True, body=body, headers={"idempotency-key": idempotency_key}
        )
        return answer

    def list_posts_of(self, username: str, *, cursor: Cursor | None = None, limit: Limit | None = None) -> GridAnswer:
        """A person's posts, newest first, with what they pinned."""
        answer: GridAnswer = self._call(
            "GET",
            f"/v1/people/{part(username)}/posts",
            public_path=f"/v1/public/people/{part(username)}/posts",
            session=True,
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def list_posts_with(
        self, username: str, *, cursor: Cursor | None = None, limit: Limit | None = None
    ) -> PostAnswerPage:
        """Posts on whose photographs a person is tagged, newest first. What the reader may not see is left out."""
        answer: PostAnswerPage = self._call(
            "GET",
            f"/v1/people/{part(username)}/tagged",
            public_path=f"/v1/public/people/{part(username)}/tagged",
            session=True,
            query={"cursor": cursor, "limit": limit},
        )
        return answer

    def list_replies(
        self, post_id: PostId, comment_id: CommentId, *, cursor: Cursor | None = None, limit: Limit | None = None
    ) -> CommentAnswerPage:
        """Replies below a comment, oldest first. A page may be short."""
        answer: CommentAnswerPage = self._call(
            "GET",
            f"/v1/posts/{part(post_id)}/comments/{part(comment_id)}/replies",
            public_path=f"/v1/public/posts/{part(post_id)}/comments/{part(comment_id)}/replies",
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

    def list_saves(self, *, posts: str) -> Saves:
        """Which of up to 100 posts one has saved, and where. Their ids are separated by commas."""
        answer: Saves = self._call("GET", "/v1/me/saves", session=True, query={"posts": posts})
        return answer

    def list_collections(self, *, cursor: Cursor | None = None, limit: Limit | None = None) -> CollectionAnswerPage:
        """One's own collections, in one's own order; those that are in none come last, newest first."""
        answer: CollectionAnswerPage = self._call(
            "GET", "/v1/me/saved", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def order_collections(self, body: Order) -> None:
        """Say in which order one's own collections are listed."""
        self._call("PUT", "/v1/me/saved/order", session=True, body=body)

    def list_saved(
        self, collection: CollectionId, *, cursor: Cursor | None = None, limit: Limit | None = None
    ) -> PostAnswerPage:
        """The posts of one of one's own collections, newest saved first. What is hidden now is left out."""
        answer: PostAnswerPage = self._call(
            "GET", f"/v1/me/saved/{part(collection)}", session=True, query={"cursor": cursor, "limit": limit}
        )
        return answer

    def rename_collection(self, collection: CollectionId, body: NewName) -> None:
        """Give a collection of one's own another name, which no other one has."""
        self._call("PATCH", f"/v1/me/saved/{part(collection)}", session=True, body=body)

    def delete_collection(self, collection: CollectionId) -> None:
        """Delete a collection of one's own; what it holds moves to the first one."""
        self._call("DELETE", f"/v1/me/saved/{part(collection)}", session=True)

    def share_post(self, post_id: PostId) -> ShareAnswer:
        """The address of a post and its Open Graph card. Sharing is not counted, and nobody is told."""
        answer: ShareAnswer = self._call(
            "GET",
            f"/v1/posts/{part(post_id)}/share",
            public_path=f"/v1/public/posts/{part(post_id)}/share",
            session=True,
        )
        return answer

    def show_person(self, username: str) -> Profile:
        """A person's profile, with counts and what the person is to the reader."""
        answer: Profile = self._call(
            "GET", f"/v1/people/{part(username)}", public_path=f"/v1/public/people/{part(username)}", session=True
        )
        return answer

    def show_person_by_id(self, person_id: PersonId) -> Profile:
        """A person's profile, for who has met only the id."""
        answer: Profile = self._call(
            "GET",
            f"/v1/people/by-id/{part(person_id)}",
            public_path=f"/v1/public/people/by-id/{part(person_id)}",
            session=True,
        )
        return answer

    def list_people(self, *, ids: str) -> People:
        """Up to 100 people by their ids, separated by commas. Whom the reader may not meet is left out."""
        answer: People = self._call("GET", "/v1/people", session=True, query={"ids": ids})
        return answer

    def show_me(self) -> Profile:
        """One's own profile."""
        answer: Profile = self._call("GET", "/v1/me", session=True)
        return answer

    def describe_me(self, body: Description) -> Profile:
        """Change one's name, bio, pronouns and links."""
        answer: Profile = self._call("PATCH", "/v1/me", session=True, body=body)
        return answer

    def set_my_privacy(self, body: Privacy) -> Profile:
        """Make one's account private or public; doing so again changes nothing."""
        answer: Profile = self._call("PUT", "/v1/me/privacy", session=True, body=body)
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
