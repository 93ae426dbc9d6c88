"""Chat through the public doors: three people with two devices each, talking in twos and all together."""

from collections.abc import Callable
from typing import Any

from support import camera
from support.chat_devices import device, devices, direct, person_id
from support.people import Member, eventually

Join = Callable[[str], Member]


def conversation(member: Member, id_: str) -> dict[str, Any]:
    return dict(member.ask("GET", f"/v1/conversations/{id_}"))


def listed(member: Member, folder: str = "inbox") -> list[str]:
    return [each["id"] for each in member.ask("GET", "/v1/conversations", params={"folder": folder})["items"]]


def test_two_people_talk_on_two_devices_each(member: Join) -> None:
    alice, bob, carol = member("alice"), member("bob"), member("carol")
    for one, other in ((alice, bob), (bob, alice)):
        one.follow(other)
    talk = direct(alice, bob)
    assert direct(bob, alice) == talk
    assert listed(bob) == []  # it begins with the first message
    with devices(alice, bob, carol) as ((phone, laptop), (bobs, bobs_too), (stranger, _)):
        first = phone.send(talk, "Are you at the lake?", clientId="one")
        assert first["seq"] == 1
        for each in (laptop, bobs, bobs_too):
            assert each.hears(talk, 1)["text"] == "Are you at the lake?"
        assert laptop.hears(talk, 1)["clientId"] == "one"  # the sender's other device knows its own name for it
        assert bobs.hears(talk, 1)["clientId"] is None
        # a repeat is the first message, also over HTTP
        again = phone.ask("sendMessage", conversationId=talk, text="Are you", clientId="one")
        assert again["message"] == first
        assert alice.ask("POST", f"/v1/conversations/{talk}/messages", json={"clientId": "one", "text": "x"}) == first
        second = bobs.send(talk, "Not yet", replyTo=1)
        assert (second["seq"], second["replyTo"]) == (2, 1)
        phone.hears(talk, 2)
        assert conversation(bob, talk)["unread"] == 1
        # typing, delivered, read, on every device
        bobs.say("typing", conversationId=talk)
        phone.wait(lambda each: each["type"] == "typing" and each["person"] == person_id(bob))
        assert bobs.ask("markDelivered", conversationId=talk, seq=2)["type"] == "done"
        phone.wait(lambda each: each["type"] == "delivered" and each["seq"] == 2)
        assert bobs.ask("markRead", conversationId=talk, seq=2)["type"] == "done"
        for each in (phone, laptop, bobs_too):
            each.wait(lambda frame: frame["type"] == "read" and frame["seq"] == 2)
        assert conversation(bob, talk)["unread"] == 0
        assert alice.ask("GET", "/v1/conversations/unread") == {"conversations": 1, "messages": 1, "requests": 0}
        # a reaction, an edit, an unsend
        assert bobs.ask("react", conversationId=talk, seq=1, emoji="❤️")["type"] == "done"
        assert phone.changed(talk, 1)["reactions"] == [{"emoji": "❤️", "people": [person_id(bob)]}]
        assert phone.ask("editMessage", conversationId=talk, seq=1, text="Are you at the sea?")["type"] == "done"
        seen = bobs_too.changed(talk, 2)
        assert seen["text"] == "Are you at the sea?"
        assert seen["editedAt"]
        assert phone.ask("unsendMessage", conversationId=talk, seq=1)["type"] == "done"
        gone = bobs.changed(talk, 3)
        assert (gone["removed"], gone["text"], gone["reactions"]) == ("unsent", "", [])
        refused = bobs.ask("editMessage", conversationId=talk, seq=1, text="Mine now")
        assert refused["code"] == "message-not-found"
        assert bobs.ask("unsendMessage", conversationId=talk, seq=1)["code"] == "message-not-found"
        # presence
        assert bobs.ask("setPresence", state="active")["type"] == "done"
        phone.wait(lambda each: each["type"] == "presence" and each["active"] and each["person"] == person_id(bob))
        there = alice.ask("GET", "/v1/presence", params={"people": person_id(bob)})["items"]
        assert [each["active"] for each in there] == [True]
        assert carol.ask("GET", "/v1/presence", params={"people": person_id(bob)})["items"] == []
        # the history, both ways, and the list
        page = bob.ask("GET", f"/v1/conversations/{talk}/messages", params={"limit": 1})
        assert ([each["seq"] for each in page["items"]], page["older"], page["newer"]) == ([2], True, False)
        page = bob.ask("GET", f"/v1/conversations/{talk}/messages", params={"limit": 5, "before": 2})
        assert ([each["seq"] for each in page["items"]], page["older"], page["newer"]) == ([1], False, True)
        (item,) = bob.ask("GET", "/v1/conversations")["items"]
        assert (item["id"], item["last"]["text"], item["people"][0]["username"]) == (talk, "Not yet", alice.username)
        # a stranger has nothing of it, on any frame
        for action, more in (
            ("sendMessage", {"text": "hi"}),
            ("editMessage", {"seq": 1, "text": "hi"}),
            ("unsendMessage", {"seq": 1}),
            ("react", {"seq": 1, "emoji": "🎈"}),
            ("typing", {}),
            ("markRead", {"seq": 1}),
            ("markDelivered", {"seq": 1}),
            ("syncSince", {"seq": 0}),
        ):
            answer = stranger.ask(action, conversationId=talk, **more)
            assert (answer["type"], answer["code"]) == ("error", "conversation-not-found"), action
        assert [each["type"] for each in stranger.frames if each["type"] != "error"] == []


def test_a_group_of_three(member: Join) -> None:
    alice, bob, carol, dan = member("alice"), member("bob"), member("carol"), member("dan")
    for each in (bob, carol, dan):
        each.follow(alice)  # whom one follows may write at once
    with devices(alice, bob, carol) as ((phone, laptop), (bobs, _), (carols, carols_too)):
        people = [person_id(bob), person_id(carol)]
        made = alice.ask("POST", "/v1/conversations", json={"people": people, "name": "Lake"})
        group = made["id"]
        assert (made["kind"], made["members"], made["role"], made["name"]) == ("group", 3, "admin", "Lake")
        assert bobs.hears(group, 1)["note"]["kind"] == "made"
        texts = [phone.send(group, f"a{number}") for number in range(3)] + [carols.send(group, "c")]
        assert [each["seq"] for each in texts] == [2, 3, 4, 5]
        for screen in (laptop, bobs, carols_too):
            screen.hears(group, 5)
        assert [each["seq"] for each in bobs.everything(group)] == [1, 2, 3, 4, 5]
        # only admins change it
        assert bob.ask("PATCH", f"/v1/conversations/{group}", json={"name": "Mine"}, status=403)
        bob.ask("POST", f"/v1/conversations/{group}/members", json={"people": [person_id(dan)]}, status=403)
        changed = alice.ask("PATCH", f"/v1/conversations/{group}", json={"name": "The lake", "timer": 3600})
        assert (changed["name"], changed["timer"]) == ("The lake", 3600)
        assert bobs.hears(group, 6)["note"] == {"kind": "named", "people": [], "name": "The lake", "seconds": 0}
        assert bobs.hears(group, 7)["note"]["seconds"] == 3600
        vanishing = phone.send(group, "for an hour")
        assert vanishing["vanishesAt"]
        # somebody new sees what comes from now on
        alice.ask("POST", f"/v1/conversations/{group}/members", json={"people": [person_id(dan)]})
        with device(dan) as dans:
            phone.send(group, "Hello Dan")
            assert dans.hears(group, 10)["text"] == "Hello Dan"
            assert [each["seq"] for each in dans.everything(group)] == [9, 10]
            page = dan.ask("GET", f"/v1/conversations/{group}/messages", params={"before": 9})
            assert page["items"] == []
            # removed, nothing is left for them, on any door
            alice.ask("DELETE", f"/v1/conversations/{group}/members/{person_id(dan)}")
            dans.wait(lambda each: each["type"] == "conversation" and each["settings"])
            phone.send(group, "without Dan")
            carols.hears(group, 12)
            assert dans.ask("sendMessage", conversationId=group, text="hi")["code"] == "conversation-not-found"
            assert dans.ask("syncSince", conversationId=group, seq=0)["code"] == "conversation-not-found"
            assert not [each for each in dans.of("message", group) if each["message"]["seq"] > 10]
        for path in ("", "/messages", "/members", "/sync?seq=0", "/search?q=lake"):
            dan.ask("GET", f"/v1/conversations/{group}{path}", status=404)
        assert listed(dan) == []
        # the last admin leaves: somebody else becomes one
        alice.ask("DELETE", f"/v1/conversations/{group}/members/{person_id(alice)}")
        alice.ask("GET", f"/v1/conversations/{group}", status=404)
        roles = {
            each["person"]["username"]: each["role"]
            for each in bob.ask("GET", f"/v1/conversations/{group}/members")["items"]
        }
        assert sorted(roles.values()) == ["admin", "member"]
        assert set(roles) == {bob.username, carol.username}


def test_a_request_is_accepted_another_declined(member: Join) -> None:
    alice, bob, carol = member("alice"), member("bob"), member("carol")
    with device(alice) as phone, device(bob) as bobs, device(carol) as carols:
        talk = direct(alice, bob)
        phone.send(talk, "Hello, we do not know each other")
        assert bobs.hears(talk, 1)
        assert (listed(bob), listed(bob, "requests")) == ([], [talk])
        assert conversation(bob, talk)["standing"] == "asked"
        assert conversation(alice, talk)["waits"]
        assert bob.ask("GET", "/v1/conversations/unread")["requests"] == 1
        # before they accept, nothing is told of them
        bobs.ask("markRead", conversationId=talk, seq=1)
        bobs.ask("typing", conversationId=talk)
        for _ in range(4):
            phone.send(talk, "Still there?")
        refused = phone.ask("sendMessage", conversationId=talk, text="And now?")
        assert refused["code"] == "request-waits"
        assert phone.of("read", talk) == phone.of("typing", talk) == phone.of("delivered", talk) == []
        bob.ask("PUT", f"/v1/conversations/{talk}/acceptance")
        assert (listed(bob), listed(bob, "requests")) == ([talk], [])
        assert phone.send(talk, "Nice to meet you")["seq"] == 6
        # declined: nothing is heard, nothing is told
        other = direct(alice, carol)
        phone.send(other, "Hello")
        carols.hears(other, 1)
        carol.ask("DELETE", f"/v1/conversations/{other}/acceptance")
        assert phone.send(other, "Anybody?")["seq"] == 2
        assert (listed(carol), listed(carol, "requests")) == ([], [])
        carol.ask("GET", f"/v1/conversations/{other}", status=404)
        bobs.hears(talk, 6)
        assert len(carols.of("message", other)) == 1
        # writing to them oneself begins again
        assert direct(carol, alice) == other
        assert carols.send(other, "Sorry, hello!")["seq"] == 3
        assert phone.hears(other, 3)


def test_a_block_ends_a_conversation_of_two_at_once_and_hides_in_groups(member: Join) -> None:
    alice, bob, carol = member("alice"), member("bob"), member("carol")
    for each in (bob, carol):
        each.follow(alice)
    talk = direct(alice, bob)
    with device(alice) as phone, device(bob) as bobs, device(carol) as carols:
        group = alice.ask("POST", "/v1/conversations", json={"people": [person_id(bob), person_id(carol)]})["id"]
        phone.send(talk, "Hello Bob")
        bobs.hears(talk, 1)
        bob.ask("PUT", f"/v1/people/{alice.username}/block")
        for who, dev in ((alice, phone), (bob, bobs)):
            assert dev.ask("sendMessage", conversationId=talk, text="x")["code"] == "conversation-not-found"
            assert dev.ask("syncSince", conversationId=talk, seq=0)["code"] == "conversation-not-found"
            for path in ("", "/messages", "/members", "/sync?seq=0", "/search?q=hello"):
                who.ask("GET", f"/v1/conversations/{talk}{path}", status=404)
            assert talk not in listed(who)
        # in the group each is hidden from the other, and others see both
        seq = phone.send(group, "Hello all")["seq"]
        carols.hears(group, seq)
        seen = bobs.everything(group)
        assert [each["seq"] for each in seen] == list(range(1, seq + 1))
        assert {each["removed"] for each in seen} == {"hidden"}
        assert seen[-1]["sender"] is None
        assert seen[-1]["text"] == ""
        names = [each["person"]["username"] for each in bob.ask("GET", f"/v1/conversations/{group}/members")["items"]]
        assert alice.username not in names
        assert not [each for each in bobs.of("message", group) if each["message"]["seq"] == seq]
        # taken back, all is there again
        bob.ask("DELETE", f"/v1/people/{alice.username}/block")
        assert [each["text"] for each in bob.ask("GET", f"/v1/conversations/{talk}/messages")["items"]] == ["Hello Bob"]


def test_a_device_gets_exactly_what_it_missed(member: Join) -> None:
    alice, bob = member("alice"), member("bob")
    bob.follow(alice)
    talk = direct(alice, bob)
    with device(alice) as phone:
        with device(bob) as bobs:
            phone.send(talk, "one")
            phone.send(talk, "two")
            bobs.hears(talk, 2)
            bobs.ask("markRead", conversationId=talk, seq=2)
        for number in range(60):
            phone.send(talk, f"missed {number}")
        phone.ask("editMessage", conversationId=talk, seq=1, text="one, edited")
        phone.ask("unsendMessage", conversationId=talk, seq=2)
        phone.ask("editMessage", conversationId=talk, seq=62, text="the last, edited")
        with device(bob) as back:
            first = back.ask("syncSince", conversationId=talk, seq=2, rev=0)
            assert [each["seq"] for each in first["messages"]] == list(range(3, 53))
            assert [(each["seq"], each["removed"], each["text"]) for each in first["changed"]] == [
                (1, None, "one, edited"),
                (2, "unsent", ""),
            ]
            assert first["more"]
            rest = back.ask("syncSince", conversationId=talk, seq=first["seq"], rev=first["rev"])
            assert [each["seq"] for each in rest["messages"]] == list(range(53, 63))
            assert rest["messages"][-1]["text"] == "the last, edited"
            assert (rest["changed"], rest["more"], rest["seq"], rest["rev"]) == ([], False, 62, 3)
            twin = bob.ask("GET", f"/v1/conversations/{talk}/sync", params={"seq": 2, "rev": 0})
            assert twin["messages"] == first["messages"]
            # one that fell behind is told so, though no message came to it
            assert conversation(bob, talk)["unread"] == 60


def test_photographs_and_posts_are_shared(member: Join) -> None:
    alice, bob, carol = member("alice"), member("bob"), member("carol")
    bob.follow(alice)
    talk = direct(alice, bob)
    photo = camera.webp()
    mine, theirs = alice.upload(photo, "image/webp"), carol.upload(photo, "image/webp")
    with device(alice) as phone, device(bob) as bobs:
        sent = phone.send(talk, "", photos=[mine])
        assert bobs.hears(talk, 1)["photos"][0]["mediaId"] == mine
        assert sent["photos"][0]["sources"]
        refused = phone.ask("sendMessage", conversationId=talk, photos=[theirs])
        assert refused["code"] == "invalid"
        assert phone.ask("sendMessage", conversationId=talk, text="")["code"] == "invalid"
        post = carol.publish((theirs, "A lake"))
        shared = phone.send(talk, "look", postId=post["id"])
        assert shared["postId"] == post["id"]
        page = bob.ask("GET", f"/v1/conversations/{talk}/messages")
        assert [each["id"] for each in page["posts"]] == [post["id"]]
        # a live card obeys visibility
        carol.ask("PUT", f"/v1/people/{bob.username}/block")
        page = bob.ask("GET", f"/v1/conversations/{talk}/messages")
        assert page["posts"] == []
        # unsent, the photograph goes
        phone.ask("unsendMessage", conversationId=talk, seq=1)
    eventually(lambda: alice.http.get(f"/v1/media/{mine}").status_code, lambda status: status == 404)


def test_lists_are_pinned_muted_archived_searched_and_counted(member: Join) -> None:
    alice, bob, carol = member("alice"), member("bob"), member("carol")
    for each in (bob, carol):
        alice.follow(each)
        each.follow(alice)
    with_bob, with_carol = direct(alice, bob), direct(alice, carol)
    with device(bob) as bobs, device(carol) as carols:
        bobs.send(with_bob, "Über den Wolken")
        bobs.send(with_bob, "unter den Wellen")
        carols.send(with_carol, "Hello")
    assert listed(alice) == [with_carol, with_bob]
    alice.ask("PUT", f"/v1/conversations/{with_bob}/choices", json={"folder": "pinned"})
    eventually(lambda: listed(alice), lambda seen: seen == [with_bob, with_carol])
    alice.ask("PUT", f"/v1/conversations/{with_carol}/choices", json={"folder": "archived"})
    eventually(lambda: (listed(alice), listed(alice, "archived")), lambda seen: seen == ([with_bob], [with_carol]))
    assert alice.ask("GET", "/v1/conversations/unread")["messages"] == 2
    muted = alice.ask("PUT", f"/v1/conversations/{with_bob}/choices", json={"mutedFor": 3600})
    assert muted["mutedUntil"]
    assert alice.ask("GET", "/v1/conversations/unread")["messages"] == 0
    alice.ask("PUT", f"/v1/conversations/{with_bob}/choices", json={"mutedFor": 0})
    assert alice.ask("GET", "/v1/conversations/unread")["messages"] == 2
    hits = alice.ask("GET", f"/v1/conversations/{with_bob}/search", params={"q": "uber WOLKEN"})["items"]
    assert [(each["message"]["seq"], each["sender"]["username"]) for each in hits] == [(1, bob.username)]
    assert alice.ask("GET", f"/v1/conversations/{with_bob}/search", params={"q": "nothing"})["items"] == []


def test_somebody_who_was_away_is_notified_once(member: Join) -> None:
    alice, bob = member("alice"), member("bob")
    bob.follow(alice)
    talk = direct(alice, bob)

    def told() -> list[str]:
        return [each["conversationId"] for each in bob.notifications() if each["kind"] == "message"]

    with device(alice) as phone:
        for number in range(3):
            phone.send(talk, f"{number}")
        eventually(told, lambda seen: seen == [talk])
        bob.ask("PUT", f"/v1/conversations/{talk}/read", json={"seq": 3})
        phone.send(talk, "again")
        eventually(told, lambda seen: seen == [talk, talk])


def test_who_does_not_let_others_see_it_sees_it_of_nobody(member: Join) -> None:
    alice, bob = member("alice"), member("bob")
    for one, other in ((alice, bob), (bob, alice)):
        one.follow(other)
    talk = direct(alice, bob)
    assert bob.ask("PATCH", "/v1/me/chat", json={"receipts": False, "presence": False}) == {
        "presence": False,
        "receipts": False,
    }
    with device(alice) as phone, device(bob) as bobs:
        phone.send(talk, "Hello")
        bobs.ask("markRead", conversationId=talk, seq=1)
        bobs.ask("setPresence", state="active")
        phone.ask("markRead", conversationId=talk, seq=1)
        phone.ask("setPresence", state="active")
        assert phone.of("read", talk) == []
        assert phone.of("presence") == bobs.of("presence") == []
        marks = {
            each["person"]["username"]: each["read"]
            for each in alice.ask("GET", f"/v1/conversations/{talk}/members")["items"]
        }
        assert marks[bob.username] == 0
        marks = {
            each["person"]["username"]: each["read"]
            for each in bob.ask("GET", f"/v1/conversations/{talk}/members")["items"]
        }
        assert (marks[alice.username], marks[bob.username]) == (0, 1)
    assert alice.ask("GET", "/v1/presence", params={"people": person_id(bob)})["items"] == []
    assert bob.ask("GET", "/v1/presence", params={"people": person_id(alice)})["items"] == []


def test_a_session_that_ended_hears_nothing_more(member: Join) -> None:
    alice, bob = member("alice"), member("bob")
    bob.follow(alice)
    talk = direct(alice, bob)
    with device(alice) as phone, device(bob) as bobs:
        phone.send(talk, "Hello")
        bobs.hears(talk, 1)
        bob.ask("POST", "/v1/auth/sign-out")
        eventually(lambda: bobs.closed, lambda code: code is not None, seconds=60)
        phone.send(talk, "Are you there?")
    assert not [each for each in bobs.of("message", talk) if each["message"]["seq"] == 2]
