"""Lists of conversations, what stands in one, and searching: for its members only, whole, and in order."""

from functools import partial
from itertools import pairwise

import pytest
from chat import conversations, groups, history, list_store, model, reads
from chat.conversations import UnreadAnswer
from chat.groups import Choices, MorePeople
from chat.history import LOOKED_AT

from contracts.messages import MessageAnswer
from kernel import clock
from kernel.errors import Invalid
from kernel.ids import ConversationId, PersonId, new_id
from kernel.paging import Limit
from support import events, posts_world
from support.chat_world import (
    at_once,
    become,
    block,
    direct,
    fill,
    follow,
    friends,
    group,
    hear,
    large_group,
    people,
    person,
    refused,
    sent,
    sent_facts,
    two,
    write,
)

ROUTES = ("", "/messages", "/members", "/sync", "/search")


def listed(me: PersonId, folder: model.Folder = "inbox") -> list[ConversationId]:
    return [each.id for each in conversations.list_conversations(me, folder).items]


def seqs(found: list[MessageAnswer]) -> list[int]:
    return [each.seq for each in found]


def found_in(me: PersonId, talk: ConversationId, q: str) -> list[int]:
    """All that a search finds, page by page."""
    hits: list[int] = []
    cursor = None
    while True:
        page = history.search_messages(me, talk, q, cursor, Limit(5))
        hits += [each.message.seq for each in page.items]
        cursor = page.next
        if cursor is None:
            return hits


def moved(talk: ConversationId, *members: PersonId) -> None:
    """What the inbox does some time later: the conversation moves up."""
    for each in members:
        list_store.move_row(talk, each, clock.milliseconds() + 120_000)


def test_anonymous_is_refused(prefix: str) -> None:
    for app, route in (
        (conversations.app, "GET /v1/conversations"),
        (conversations.app, "GET /v1/conversations/unread"),
        (conversations.app, "GET /v1/presence"),
        (history.app, "GET /v1/conversations/{conversation_id}/messages"),
        (history.app, "GET /v1/conversations/{conversation_id}/search"),
    ):
        path = {"conversation_id": new_id()} if "{" in route else {}
        assert events.answer(app, events.request(route, path=path))[0] == 401


def test_who_is_not_in_a_conversation_or_behind_a_block_sees_nothing_of_it(prefix: str) -> None:
    alice, bob, carol, stranger = people(4)
    all_ = group(alice, bob, carol)
    write(alice, all_, "In the group")
    groups.remove_member(alice, all_, bob)
    friends(alice, bob)
    talk = direct(alice, bob)
    write(alice, talk, "To Bob")
    block(bob, alice)
    for who, where in ((bob, all_), (stranger, all_), (stranger, talk), (alice, talk), (bob, talk)):
        for attempt in (
            partial(conversations.read_conversation, who, where),
            partial(conversations.list_members, who, where),
            partial(history.list_messages, who, where),
            partial(history.search_messages, who, where, "to"),
        ):
            with refused("conversation-not-found"):
                attempt()
        assert where not in [*listed(who), *listed(who, "requests"), *listed(who, "archived")]
    assert conversations.count_unread_messages(bob) == UnreadAnswer(conversations=0, messages=0, requests=0)


def test_the_conversation_in_which_something_was_said_last_comes_first(prefix: str) -> None:
    alice, *others = people(4)
    friends(alice, *others)
    talks = [direct(alice, each) for each in others]
    for talk in talks:
        write(alice, talk)
    assert listed(alice) == talks[::-1]
    write(others[0], talks[0])  # the index has not moved yet: the order follows what was said
    assert listed(alice) == [talks[0], talks[2], talks[1]]
    found = conversations.list_conversations(alice).items[0]
    assert (found.last.seq if found.last else 0, found.unread, found.kind, found.members) == (2, 1, "direct", 2)
    assert found.people[0].id == others[0]


def test_a_list_comes_in_pages_without_gaps_or_repeats(prefix: str) -> None:
    alice, *others = people(12)
    for each in others:
        follow(each, alice)
    talks = [direct(alice, each) for each in others]
    for talk in talks:
        write(alice, talk)
    got: list[ConversationId] = []
    cursor, pages = None, 0
    while True:
        page = conversations.list_conversations(alice, cursor=cursor, limit=Limit(4))
        got += [each.id for each in page.items]
        cursor, pages = page.next, pages + 1
        if cursor is None:
            break
        with pytest.raises(Invalid):
            conversations.list_conversations(others[0], cursor=cursor)  # a cursor is its reader's
        with pytest.raises(Invalid):
            conversations.list_conversations(alice, "archived", cursor=cursor)
    assert sorted(got) == sorted(talks)
    assert pages >= 3


def test_pinned_ones_stand_before_all_others_and_archived_ones_apart(prefix: str) -> None:
    alice, *others = people(4)
    friends(alice, *others)
    first, second, third = (direct(alice, each) for each in others)
    for talk in (first, second, third):
        write(alice, talk)
    groups.choose(alice, first, Choices(folder="pinned"))
    groups.choose(alice, second, Choices(folder="archived"))
    assert (listed(alice), listed(alice, "archived"), listed(alice, "pinned")) == ([first, third], [second], [first])
    assert [each.folder for each in conversations.list_conversations(alice).items] == ["pinned", "inbox"]
    write(others[1], second)  # it stays where it was put
    hear(*sent_facts(second))
    assert listed(alice, "archived") == [second]
    groups.choose(alice, second, Choices(folder="inbox"))
    assert listed(alice) == [first, second, third]
    assert listed(others[0]) == [first]  # one's choices are one's own


def test_ten_can_be_pinned(prefix: str) -> None:
    alice, *others = people(12)
    for each in others:
        follow(each, alice)
    talks = [direct(alice, each) for each in others]
    for talk in talks[:10]:
        groups.choose(alice, talk, Choices(folder="pinned"))
    groups.choose(alice, talks[0], Choices(folder="pinned"))  # it is one of the ten
    with refused("too-many-pinned"):
        groups.choose(alice, talks[10], Choices(folder="pinned"))
    groups.choose(alice, talks[0], Choices(folder="inbox"))
    groups.choose(alice, talks[10], Choices(folder="pinned"))


def test_muted_ones_are_not_counted_until_that_ends(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob, talk = two()
    carol = person()
    friends(alice, carol)
    other = direct(alice, carol)
    for _ in range(2):
        write(bob, talk)
        write(carol, other)
    assert conversations.count_unread_messages(alice) == UnreadAnswer(conversations=2, messages=4, requests=0)
    assert groups.choose(alice, talk, Choices(muted_for=3600)).muted_until
    assert conversations.count_unread_messages(alice) == UnreadAnswer(conversations=1, messages=2, requests=0)
    assert conversations.read_conversation(alice, talk).unread == 2
    later = clock.seconds() + 3601.0
    with monkeypatch.context() as patch:
        patch.setattr("time.time", lambda: later)
        assert conversations.count_unread_messages(alice).messages == 4
    assert groups.choose(alice, talk, Choices(muted_for=0)).muted_until is None
    assert conversations.count_unread_messages(alice).messages == 4


def test_what_counts_as_unread(prefix: str) -> None:
    """Not one's own, not from before one came, not archived ones, not from behind a block; pinned ones do."""
    alice, bob, carol, dan, eve = people(5)
    friends(alice, bob, carol, dan)
    with_bob, with_carol, with_dan = (direct(alice, each) for each in (bob, carol, dan))
    for who, talk in ((bob, with_bob), (carol, with_carol), (dan, with_dan), (alice, with_bob)):
        write(who, talk)
    late = group(bob, carol)
    write(bob, late)
    follow(alice, bob)
    groups.add_members(bob, late, MorePeople(people=[alice]))
    request = direct(eve, alice)
    write(eve, request)
    groups.choose(alice, with_bob, Choices(folder="pinned"))
    groups.choose(alice, with_carol, Choices(folder="archived"))
    block(dan, alice)
    assert conversations.count_unread_messages(alice) == UnreadAnswer(conversations=2, messages=2, requests=1)


def test_a_closed_conversation_is_read_and_says_so(prefix: str) -> None:
    alice, bob, talk = two()
    write(bob, talk, "Before I go")
    become(bob, "suspended")
    found = conversations.read_conversation(alice, talk)
    assert (found.closed, found.unread) == (True, 1)
    shown = history.list_messages(alice, talk).items[0]
    assert (shown.removed, shown.text) == ("hidden", "")


def test_history_goes_both_ways_and_around(prefix: str) -> None:
    alice, bob = people(2)
    talk = large_group([alice, bob], messages=20)

    def stretch(**more: int) -> tuple[list[int], bool, bool]:
        page = history.list_messages(bob, talk, **more, limit=Limit(6))
        assert (page.seq, page.rev) == (20, 0)
        return seqs(page.items), page.older, page.newer

    assert stretch() == ([15, 16, 17, 18, 19, 20], True, False)
    assert stretch(before=15) == ([9, 10, 11, 12, 13, 14], True, True)
    assert stretch(before=3) == ([1, 2], False, True)
    assert stretch(before=1) == ([], False, False)
    assert stretch(after=0) == ([1, 2, 3, 4, 5, 6], False, True)
    assert stretch(after=17) == ([18, 19, 20], True, False)
    assert stretch(after=20) == ([], False, False)
    assert stretch(around=10) == ([8, 9, 10, 11, 12, 13], True, True)
    assert stretch(around=1) == ([1, 2, 3, 4], False, True)
    assert stretch(around=20) == ([18, 19, 20], True, False)
    assert seqs(history.list_messages(bob, talk, around=7, limit=Limit(1)).items) == [7]
    with pytest.raises(Invalid):
        history.list_messages(bob, talk, before=3, after=1)
    assert {each.id for each in history.list_messages(bob, talk).people} == {alice}


def test_pages_fit_together_while_others_write(prefix: str) -> None:
    alice, bob, talk = two()
    for number in range(30):
        write(alice, talk, f"{number}")
    page = history.list_messages(bob, talk, limit=Limit(7))
    got = seqs(page.items)
    while page.older:
        at_once([partial(write, who, talk) for who in (alice, bob)])
        page = history.list_messages(bob, talk, before=got[0], limit=Limit(7))
        got = seqs(page.items) + got
    assert got == list(range(1, 31))
    assert all(one + 1 == other for one, other in pairwise(got))


def test_a_shared_post_is_there_for_those_who_may_see_it(prefix: str) -> None:
    alice, bob, author = people(3)
    friends(alice, bob)
    talk = direct(alice, bob)
    post = posts_world.a_post(author)
    sent(alice, talk, "Look", post_id=post)
    assert [each.id for each in history.list_messages(bob, talk).posts] == [post]
    block(author, bob)
    page = history.list_messages(bob, talk)
    assert (page.posts, page.items[0].post_id) == ([], post)
    assert [each.id for each in history.list_messages(alice, talk).posts] == [post]


def test_search_finds_all_words_in_any_order_whatever_their_case_and_accents(prefix: str) -> None:
    alice, bob, talk = two()
    for text in ("Über den Wolken", "unter den Wellen", "wolken über uns", "STRASSE", "naïve Straße", "Привет, мир"):
        write(alice, talk, text)
    for words, hits in (
        ("uber WOLKEN", [3, 1]),
        ("den", [2, 1]),
        ("straße", [5, 4]),
        ("naive", [5]),
        ("мир привет", [6]),
        ("wolk", [3, 1]),
        ("nothing", []),
        ("den nothing", []),
        ("%", []),
        (".*", []),
    ):
        assert found_in(bob, talk, words) == hits, words
    with pytest.raises(Invalid):
        history.search_messages(bob, talk, "  ")


def test_search_does_not_find_what_is_gone_hidden_or_from_before(prefix: str) -> None:
    from chat import change_message

    alice, bob, carol = people(3)
    talk = group(alice, bob)
    write(alice, talk, "needle before")
    follow(carol, alice)
    groups.add_members(alice, talk, MorePeople(people=[carol]))
    gone, kept = write(alice, talk, "needle gone"), write(alice, talk, "needle kept")
    theirs = write(bob, talk, "needle of Bob")
    change_message.unsend_message(alice, talk, gone)
    assert found_in(carol, talk, "needle") == [theirs, kept]
    block(carol, bob)
    assert found_in(carol, talk, "needle") == [kept]
    assert found_in(bob, talk, "needle") == [theirs, kept, 2]


def test_search_goes_through_a_thousand_messages_a_page_and_on_from_there(prefix: str) -> None:
    alice, bob = people(2)
    talk = large_group([alice, bob], messages=LOOKED_AT + 100)
    for seq in (7, 50, LOOKED_AT):
        fill(talk, alice, range(seq, seq + 1), text="A needle")
    page = history.search_messages(bob, talk, "needle")
    assert [each.message.seq for each in page.items] == [LOOKED_AT]  # 101 to 1,100
    assert page.next
    rest = history.search_messages(bob, talk, "needle", page.next)
    assert ([each.message.seq for each in rest.items], rest.next) == ([50, 7], None)
    with pytest.raises(Invalid):
        history.search_messages(bob, talk, "other", page.next)
    with pytest.raises(Invalid):
        history.search_messages(alice, talk, "needle", page.next)


def test_a_moved_conversation_stays_in_its_folder(prefix: str) -> None:
    alice, bob, talk = two()
    write(alice, talk)
    groups.choose(bob, talk, Choices(folder="archived"))
    moved(talk, alice, bob)
    row = reads.row(bob, talk)
    assert row
    assert row.folder == "archived"
