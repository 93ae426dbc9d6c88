"""The rules of conversations and messages, in milliseconds: no store, no clock."""

import re
from typing import Any, get_args

import msgspec
import pytest
from chat import model
from chat.model import Conversation, Head, Mark, Member, Message, Note, answer
from msgspec.structs import replace

from contracts.messages import MessageAnswer, Removal
from kernel import text
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.ids import PATTERN, ConversationId, MediaId, PersonId, derived, new_id
from kernel.photos import Photo

ALICE, BOB, CAROL, DAN = (PersonId(new_id(at, bytes(10))) for at in (1, 2, 3, 4))
NOON = 1_800_000_000_000


def conversation(kind: model.Kind = "group", *members: Member) -> Conversation:
    return Conversation(ConversationId(new_id()), kind, {each.person: each for each in members})


def said(**more: Any) -> Message:
    return Message(**{"seq": 3, "sender": ALICE, "sent_at": NOON, "text": "A lake", "client_id": "c", **more})


def shown(message: Message, reader: PersonId | None = BOB, at: float = NOON / 1000, **more: Any) -> MessageAnswer:
    return answer(message, reader, at, present=lambda photo: photo, **more)  # type: ignore[arg-type,return-value]


def test_two_people_have_one_conversation_whoever_asks_first() -> None:
    assert model.direct_id(ALICE, BOB) == model.direct_id(BOB, ALICE)
    assert re.match(PATTERN, model.direct_id(ALICE, BOB))
    assert len({model.direct_id(one, other) for one in (ALICE, BOB, CAROL) for other in (ALICE, BOB, CAROL)}) == 6


def test_every_conversation_of_two_has_an_id_of_the_right_form() -> None:
    made = {model.direct_id(PersonId(new_id()), PersonId(new_id())) for _ in range(500)}
    assert len(made) == 500
    assert all(re.match(PATTERN, each) for each in made)


@pytest.mark.parametrize(
    ("seq", "read", "own", "since", "waiting"),
    [
        (0, 0, 0, 0, 0),
        (5, 0, 0, 0, 5),
        (5, 3, 0, 0, 2),
        (5, 3, 1, 0, 1),  # one of the two is one's own
        (5, 3, 2, 0, 0),
        (5, 5, 0, 0, 0),
        (5, 0, 0, 4, 1),  # what came before one was added does not count
        (5, 2, 0, 4, 1),
        (2, 5, 3, 0, 0),  # never less than nothing
    ],
)
def test_what_is_unread_is_what_others_wrote_after_the_last_read_message(
    seq: int, read: int, own: int, since: int, waiting: int
) -> None:
    assert model.unread(Head(seq=seq), Mark(read=read, own=own), since) == waiting


@pytest.mark.parametrize(
    ("seq", "read", "own", "since", "first"),
    [
        (1, 0, 0, 0, True),
        (2, 0, 0, 0, False),
        (2, 1, 0, 0, True),
        (3, 1, 1, 0, True),  # between them is only one's own
        (4, 1, 1, 0, False),
        (3, 3, 0, 0, False),  # it was read already
        (8, 0, 0, 7, True),
        (9, 0, 0, 7, False),
    ],
)
def test_the_first_unread_message_begins_a_stretch(seq: int, read: int, own: int, since: int, first: bool) -> None:
    assert model.first_unread(seq, Mark(read=read, own=own), since) is first


def test_a_group_keeps_an_admin() -> None:
    admin, old, asked, new = (
        Member(ALICE, role="admin"),
        Member(CAROL, since=2),
        Member(BOB, since=0, standing="asked"),
        Member(DAN, since=5),
    )
    left = model.without(conversation("group", admin, old, asked, new), ALICE)
    assert [each.person for each in left.values() if each.role == "admin"] == [CAROL]  # who accepted goes before asked
    assert model.without(conversation("group", admin, asked), ALICE)[BOB].role == "admin"
    assert model.without(conversation("group", admin), ALICE) == {}
    assert model.without(conversation("group", admin, old), CAROL) == {ALICE: admin}
    assert model.without(conversation("group", admin, old), DAN) == {ALICE: admin, CAROL: old}


@pytest.mark.parametrize("symbol", ["❤️", "👍🏽", "🇩🇪", "👩‍👩‍👧‍👦", "1️⃣", "☃"])  # noqa: RUF100
def test_a_reaction_is_one_emoji(symbol: str) -> None:
    assert model.emoji(symbol) == symbol


@pytest.mark.parametrize("written", ["a", "1", "❤️❤️", "👍 ", "ok", "\u200d", " ", "+", "\u0301", "́👍", "👍a"])
def test_what_is_not_one_emoji_is_no_reaction(written: str) -> None:
    with pytest.raises(Invalid):
        model.emoji(written)


def test_a_message_has_a_text_or_something_else() -> None:
    assert model.body("  Hello \n", parts=0) == "Hello"
    assert model.body(" \u200b ", parts=1) == ""
    for blank in ("", "   ", "\n", "\u200b", "\u0000"):
        with pytest.raises(Invalid):
            model.body(blank, parts=0)
    assert len(model.body("😀" * 4_000, parts=0)) == 4_000
    with pytest.raises(Invalid):
        model.body("x" * 4_001, parts=1)


def test_a_group_has_a_name_of_one_line_or_none() -> None:
    assert model.group_name("The lake") == "The lake"
    assert model.group_name("  ") == ""
    for wrong in ("two\nlines", "x" * 61):
        with pytest.raises(Invalid):
            model.group_name(wrong)


def test_only_members_who_did_not_decline_are_in_a_conversation() -> None:
    talk = conversation("direct", Member(ALICE), Member(BOB, standing="declined"))
    assert talk.member(ALICE).person == ALICE
    assert talk.listening == [ALICE]
    for each in (BOB, CAROL):
        with pytest.raises(NotFound) as refused:
            talk.member(each)
        assert (refused.value.code, refused.value.sentence) == (
            "conversation-not-found",
            "This conversation does not exist.",
        )


def test_only_admins_change_a_group_and_nobody_a_conversation_of_two() -> None:
    group = conversation("group", Member(ALICE, role="admin"), Member(BOB))
    assert model.administers(group, ALICE).person == ALICE
    with pytest.raises(Forbidden):
        model.administers(group, BOB)
    with pytest.raises(NotFound):
        model.administers(group, CAROL)
    with pytest.raises(Conflict):
        model.administers(conversation("direct", Member(ALICE, role="admin"), Member(BOB)), ALICE)


def test_a_message_can_be_edited_by_its_sender_for_a_quarter_of_an_hour() -> None:
    last = NOON + 15 * 60 * 1000
    model.editable(said(), ALICE, last)
    with pytest.raises(Conflict):
        model.editable(said(), ALICE, last + 1)
    with pytest.raises(Forbidden):
        model.editable(said(), BOB, NOON)
    with pytest.raises(Forbidden):
        model.editable(said(note=Note("made")), ALICE, NOON)
    model.removable(said(), ALICE)  # however old it is
    for refused in (said(note=Note("made")), said(sender=BOB)):
        with pytest.raises(Forbidden):
            model.removable(refused, ALICE)


def test_the_reader_of_a_message_gets_all_of_it_but_the_senders_name_for_it() -> None:
    message = said(reply_to=1, reactions={BOB: "👍"}, edited_at=NOON + 1, vanishes_at=NOON // 1000 + 60)
    for reader, name in ((BOB, None), (None, None), (ALICE, "c")):
        found = shown(message, reader)
        assert (found.text, found.reply_to, found.sender, found.client_id) == ("A lake", 1, ALICE, name)
        assert found.edited_at
        assert found.vanishes_at
        assert (found.removed, found.note) == (None, None)


@pytest.mark.parametrize("why", get_args(Removal))
def test_nothing_stands_in_a_removed_message_but_its_place(why: Removal) -> None:
    photo = Photo(media_id=MediaId(new_id()), width=4, height=3, widths=[4], thumbhash="", color="#000000")
    full = said(photos=[photo], reactions={BOB: "👍"}, reply_to=1, edited_at=NOON, note=Note("named", name="x"))
    hidden = why == "hidden"
    found = shown(full if hidden else replace(full, removed=why), ALICE, hidden=hidden)
    empty = MessageAnswer(
        seq=3, sender=None if why in ("hidden", "erased") else ALICE, sent_at=found.sent_at, removed=why
    )
    assert found == empty


def test_a_message_is_gone_from_its_very_second_on_whenever_it_is_swept() -> None:
    message = said(vanishes_at=NOON // 1000 + 60)
    assert shown(message, at=NOON / 1000 + 59.9).text == "A lake"
    gone = shown(message, at=NOON / 1000 + 60)
    assert (gone.removed, gone.text, gone.sender) == ("vanished", "", ALICE)
    assert shown(replace(message, removed="unsent"), at=NOON / 1000 + 60).removed == "unsent"


def test_reactions_that_many_chose_come_first() -> None:
    found = model.reactions({BOB: "👍", ALICE: "❤️", CAROL: "👍", DAN: "🎈"})
    assert [(each.emoji, each.people) for each in found] == [("👍", [BOB, CAROL]), ("❤️", [ALICE]), ("🎈", [DAN])]
    assert model.reactions({}) == []


def test_a_message_with_thousands_of_tags_fits_into_a_frame() -> None:
    """A gateway takes 128 KB; without a limit, tags that are written short and kept long would make more than that."""
    for tag in ("#a", "#ﷺ", "@abc ", "https://a.de "):
        found = shown(said(text=tag * (4_000 // len(tag)), reactions={PersonId(new_id()): "👍" for _ in range(250)}))
        assert found.entities
        assert len(msgspec.json.encode(found)) < 64_000


def test_a_text_of_nothing_but_tags_is_looked_through_for_a_hundred_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking through all of it takes 40 ms on a fast machine: a page of such messages could not be read."""
    looked: list[str] = []
    own = text.normal_tag

    def look(tag: str) -> str:
        looked.append(tag)
        return own(tag)

    monkeypatch.setattr(text, "normal_tag", look)
    found = shown(said(text="#ﷺ" * 2_000)).entities
    assert len(found) == len(looked) == model.MAX_ENTITIES
    assert found == list(text.entities("#ﷺ" * 2_000))[:100]


def test_search_does_not_care_for_case_and_accents() -> None:
    assert model.folded("Über STRASSE Ångström ﬁn") == model.folded("uber strasse angstrom fin")
    assert model.folded("ß") == "ss"


def test_a_derived_id_is_the_same_for_the_same_purpose_and_another_for_others() -> None:
    cause = new_id()
    made = derived(cause, "waits 0")
    assert made == derived(cause, "waits 0")
    assert re.match(PATTERN, made)
    assert made[:10] == cause[:10]
    assert len({made, derived(cause, "waits 1"), derived(new_id(), "waits 0"), cause}) == 4
