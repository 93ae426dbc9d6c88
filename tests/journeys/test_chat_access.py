"""Who gets nothing of chat: by a foreign page, a used ticket, a client of somebody else's make, after a suspension."""

import json
import subprocess
import sys
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from desk.platform import Platform
from support import camera
from support.chat_devices import device, direct, person_id
from support.moderators import become_moderator
from support.people import Member, eventually

Join = Callable[[str], Member]


def address(member: Member, ticket: str) -> str:
    return member.url.replace("http", "ws", 1) + "/socket?" + urlencode({"ticket": ticket})


def ticket_of(member: Member) -> str:
    return str(member.ask("POST", "/v1/socket-tickets")["ticket"])


def test_the_command_line_client_of_websockets_talks_too(member: Join) -> None:
    alice, bob = member("alice"), member("bob")
    bob.follow(alice)
    talk = direct(alice, bob)
    frame = {"action": "sendMessage", "clientId": "typed", "conversationId": talk, "text": "typed by hand"}
    words = [sys.executable, "-u", "-m", "websockets", address(alice, ticket_of(alice))]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with device(bob) as bobs, subprocess.Popen(words, text=True, **pipes) as client:  # type: ignore[call-overload]
        try:
            client.stdin.write(json.dumps(frame) + "\n")
            client.stdin.flush()
            assert bobs.hears(talk, 1)["text"] == "typed by hand"
            bobs.send(talk, "and read by eye")
            seen = ""
            while "and read by eye" not in seen:
                seen = client.stdout.readline()
                assert seen, "the client ended"
        finally:
            client.terminate()


@pytest.mark.parametrize("wrong", ["", "x", "A" * 43])
def test_a_wrong_ticket_opens_nothing(member: Join, wrong: str) -> None:
    alice = member("alice")
    with pytest.raises(InvalidStatus) as refused, connect(address(alice, wrong), origin=Origin(alice.url)):
        pass
    assert refused.value.response.status_code == 403


def test_a_ticket_is_good_once_and_for_this_page_only(member: Join) -> None:
    alice = member("alice")
    ticket = ticket_of(alice)
    for origin, good in (("https://evil.example", False), (alice.url, True), (alice.url, False)):
        if good:
            with connect(address(alice, ticket), origin=Origin(origin)):
                continue
        with pytest.raises(InvalidStatus), connect(address(alice, ticket), origin=Origin(origin)):
            pass


def test_wrong_frames_are_answered_and_the_line_stays(member: Join) -> None:
    alice = member("alice")
    with device(alice) as phone:
        for text in (
            "",
            "{",
            "[]",
            "null",
            '"hi"',
            "\ud83d",
            "[" * 500,
            '{"action": 7}',
        ):
            before = len(phone.of("error"))
            phone.connection.send(text.encode("utf-8", "replace").decode())
            eventually(lambda before=before: len(phone.of("error")), lambda seen, before=before: seen > before)  # type: ignore[misc]
        for text in ('{"action": "$disconnect"}', '{"action": "$connect"}'):
            phone.connection.send(text)  # whatever a frame says, it is none of these
        for action in ("sendMessage", "editMessage", "react", "typing", "markRead", "syncSince", "setPresence"):
            answer = phone.ask(action, conversationId=7)
            assert (answer["type"], answer["code"]) == ("error", "invalid"), action
        assert phone.ask("sendMessage", conversationId="0" * 26, text="hi")["code"] == "conversation-not-found"
        assert phone.ask("ping")["type"] == "pong"
        assert phone.closed is None


def test_who_is_suspended_hears_and_says_nothing_more(member: Join, platform: Platform) -> None:
    alice, bob, carol = member("alice"), member("bob"), member("carol")
    for each in (bob, carol):
        each.follow(alice)
    mia = become_moderator(member("mia"), platform)
    talk = direct(alice, bob)
    with device(alice) as phone, device(bob) as bobs, device(carol) as carols:
        group = alice.ask("POST", "/v1/conversations", json={"people": [person_id(bob), person_id(carol)]})["id"]
        phone.send(talk, "Hello Bob")
        who, said = person_id(alice), phone.send(group, "Hello all")["seq"]
        carols.hears(group, said)
        mia.ask("POST", f"/v1/staff/people/{who}/suspend", json={"reason": "It is spam"})
        eventually(lambda: phone.closed, lambda code: code is not None, seconds=60)
        eventually(lambda: alice.http.get("/v1/conversations").status_code, lambda status: status == 401, seconds=60)
        seen = eventually(lambda: carols.everything(group), lambda found: found[-1]["removed"] == "hidden")
        assert {each["text"] for each in seen} == {""}
        assert bob.ask("GET", f"/v1/conversations/{talk}")["closed"]
        assert bobs.ask("sendMessage", conversationId=talk, text="Are you there?")["code"] == "person-gone"
        mia.ask("POST", f"/v1/staff/people/{who}/reinstate", json={"reason": "It was none"})
        eventually(lambda: carols.everything(group)[-1]["text"], lambda text: text == "Hello all")


def test_a_group_has_a_picture_of_its_own(member: Join) -> None:
    alice, bob = member("alice"), member("bob")
    bob.follow(alice)
    group = alice.ask("POST", "/v1/conversations", json={"people": [person_id(bob)], "name": "Two"})["id"]
    assert bob.ask("GET", f"/v1/conversations/{group}")["kind"] == "group"
    picture, post = alice.upload(camera.webp(), "image/webp", purpose="avatar"), alice.upload(camera.png(), "image/png")
    alice.ask("PATCH", f"/v1/conversations/{group}", json={"picture": post}, status=422)
    changed = alice.ask("PATCH", f"/v1/conversations/{group}", json={"picture": picture})
    assert picture in changed["picture"]["small"]
    assert picture in bob.ask("GET", f"/v1/conversations/{group}")["picture"]["small"]
    assert alice.ask("PATCH", f"/v1/conversations/{group}", json={"withoutPicture": True})["picture"] is None
