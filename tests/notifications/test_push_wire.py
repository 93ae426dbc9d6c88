"""Web Push on the wire, and the one door to addresses that strangers name."""

import socket
import threading
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from notifications import push_door, web_push
from notifications.push_door import NoAnswer, Refused, Target
from notifications.web_push import b64, unb64

from kernel.errors import Invalid
from kit.settings import settings
from support.push_service import PushService, push_service

# RFC 8291, Appendix A
TEXT = b"When I grow up, I want to be a watermelon"
AS_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
AS_PUBLIC = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
UA_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_vector_of_rfc_8291_comes_out_byte_for_byte() -> None:
    sender = ec.derive_private_key(int.from_bytes(unb64(AS_PRIVATE), "big"), ec.SECP256R1())
    assert b64(web_push.public_bytes(sender)) == AS_PUBLIC
    sealed = web_push.encrypt(TEXT, unb64(UA_PUBLIC), unb64(AUTH), sender=sender, salt=unb64(SALT), padded=0)
    assert b64(sealed) == SEALED


def test_a_browser_opens_it_and_every_message_has_a_key_of_its_own() -> None:
    browser = PushService(1).browser()
    keys = {name: unb64(text) for name, text in browser.subscription["keys"].items()}
    once, again = (web_push.encrypt(b'{"kind":"like"}', keys["p256dh"], keys["auth"]) for _ in range(2))
    assert browser.open(once) == browser.open(again) == {"kind": "like"}
    assert once[:16] != again[:16], "the salt"
    assert once[21:86] != again[21:86], "the key"
    assert len(once) == 86 + web_push.PADDED + 17, "short messages are of one length"


def test_the_longest_text_fits_into_one_record() -> None:
    browser = PushService(1).browser()
    keys = {name: unb64(text) for name, text in browser.subscription["keys"].items()}
    text = b'{"text":"' + b"x" * (web_push.MOST - 11) + b'"}'
    assert len(web_push.encrypt(text, keys["p256dh"], keys["auth"])) == web_push.RECORD


def test_the_proof_is_checked_by_a_push_service() -> None:
    key = web_push.key_of(bytes(32))
    with push_service() as service:
        body = bytes(200)
        made = web_push.proof(f"{service.origin}/push/x", key, contact="https://a.example", now=datetime.now(UTC))
        headers = {"ttl": "60", "content-encoding": "aes128gcm", "authorization": made}
        assert service.problem(headers, body) == ""
        other = web_push.proof("https://other.example/x", key, contact="https://a.example", now=datetime.now(UTC))
        assert "Audience" in service.problem({**headers, "authorization": other}, body)
        forged = made.replace("t=", "t=x")
        assert service.problem({**headers, "authorization": forged}, body).startswith("vapid token")


@pytest.mark.parametrize("raw", [b"", bytes(65), b"\4" + bytes(64), b"\2" + bytes(32), b"\4" + b"\xff" * 64])
def test_what_is_no_public_key_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        web_push.point(raw)


# The door

BAD_ENDPOINTS = [
    "http://push.example.com/x",
    "ftp://push.example.com/x",
    "javascript:alert(1)",
    "//push.example.com/x",
    "https://push.example.com:8443/x",
    "https://user@push.example.com/x",
    "https://push.example.com@127.0.0.1/x",
    "https://push.example.com\\@127.0.0.1/x",
    "https://127.0.0.1/x",
    "https://127.1/x",
    "https://2130706433/x",
    "https://0x7f000001/x",
    "https://0x7f.1/x",
    "https://0177.0.0.1/x",
    "https://0.0.0.0/x",
    "https://10.0.0.1/x",
    "https://169.254.169.254/latest/meta-data",
    "https://8.8.8.8/x",
    "https://[::1]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://[::ffff:7f00:1]/x",
    "https://[fe80::1%25eth0]/x",
    "https://[fd00::1]/x",
    "https://[2606:4700::1111]/x",
    "https://localhost/x",
    "https://localhost./x",
    "https://metadata/x",
    "https://printer.local/x",
    "https://metadata.google.internal/x",
    "https://x.localhost/x",
    "https://push.example.com/x#y",
    "https://push.example.com/a b",
    "https://push.example.com/\r\nHost: x",
    "https://pu\u0455h.example.com/x",
    "https:///x",
    "https://push.example.com:99999/x",
    "https://[/x",
    "https://push.example.com/" + "x" * 1100,
]


@pytest.mark.parametrize("endpoint", BAD_ENDPOINTS)
def test_an_endpoint_is_the_https_address_of_a_named_host(endpoint: str) -> None:
    with pytest.raises(Invalid):
        push_door.read_endpoint(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA?x=1",
        "https://web.push.apple.com/QABC",
        "https://wns2-par02p.notify.windows.com/w/?token=BQ%3d",
        "https://ntfy.example.com:443/up",
    ],
)
def test_push_services_of_today_are_taken(endpoint: str) -> None:
    target = push_door.read_endpoint(endpoint)
    assert (target.secure, target.port) == (True, 443)


PRIVATE = [
    "127.0.0.1",
    "0.0.0.0",  # noqa: S104 - an address that must be refused
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:8.8.8.8",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "not an address",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_only_public_addresses_are_connected_to(address: str) -> None:
    assert not push_door.is_public(address)


def test_public_addresses_are_public() -> None:
    assert all(push_door.is_public(each) for each in ("8.8.8.8", "1.1.1.1", "2606:4700::1111"))


def found(*addresses: str) -> Any:
    return lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in addresses]


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    target = Target(True, "push.example.com", 443, "/")
    monkeypatch.setattr(socket, "getaddrinfo", found("8.8.8.8", "10.0.0.1"))
    with pytest.raises(Refused):
        push_door.resolve(target)
    monkeypatch.setattr(socket, "getaddrinfo", found("8.8.8.8", "1.1.1.1"))
    assert push_door.resolve(target) == "8.8.8.8"


def test_the_address_that_was_looked_at_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rebinding: a second look at the name would find another address; there is none."""
    looked: list[str] = []
    connected: list[tuple[str, int]] = []

    def look(host: str, *_: Any, **__: Any) -> Any:
        looked.append(host)
        return found("8.8.8.8" if len(looked) == 1 else "127.0.0.1")()

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> Any:
        connected.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", look)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NoAnswer):
        push_door.post("https://push.example.com/x", {}, b"")
    assert (looked, connected) == (["push.example.com"], [("8.8.8.8", 443)])


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("PUSH_LOOPBACK", "true")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def test_this_machine_is_reached_only_where_a_setting_allows_it(local: None) -> None:
    with push_service() as service:
        service.says["/a"] = [(429, {"Retry-After": "7"}), (503, {"Retry-After": "x"}), (302, {"Location": "/b"})]
        answers = [push_door.post(f"{service.origin}/a", {}, b"x") for _ in range(3)]
        assert answers == [(429, 7), (503, 0), (302, 0)]
        assert service.asked == ["/a"] * 3, "a redirect is not followed"
    assert push_door.read_endpoint("http://localhost:1234/x").port == 1234
    with pytest.raises(Invalid):
        push_door.read_endpoint("http://10.0.0.1/x")
    with pytest.raises(Invalid):
        push_door.read_endpoint("https://127.0.0.2/x")


def test_an_answer_that_trickles_is_cut_off(local: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_door, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def trickle() -> None:
            line, _ = server.accept()
            with line:
                for letter in b"HTTP/1.1 201 Created\r\nX: " + b"y" * 100:
                    try:
                        line.send(bytes([letter]))
                    except OSError:
                        return
                    time.sleep(0.05)

        threading.Thread(target=trickle, daemon=True).start()
        began = time.monotonic()
        with pytest.raises(NoAnswer):
            push_door.post(f"http://127.0.0.1:{server.getsockname()[1]}/x", {}, b"x")
        assert time.monotonic() - began < 1


def test_an_endless_header_is_not_read(local: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def flood() -> None:
            line, _ = server.accept()
            with line:
                line.recv(65536)
                try:
                    line.sendall(b"HTTP/1.1 201 Created\r\nX: " + b"y" * 1_000_000)
                except OSError:
                    return

        threading.Thread(target=flood, daemon=True).start()
        with pytest.raises(NoAnswer):
            push_door.post(f"http://127.0.0.1:{server.getsockname()[1]}/x", {}, b"x")


@pytest.mark.parametrize(("text", "wait"), [("120", 120), ("-1", 0), ("9" * 30, 86400), ("soon", 0), ("", 0)])
def test_retry_after_is_read_with_care(text: str, wait: int) -> None:
    assert push_door._seconds(text) == wait
    assert push_door._seconds("Fri, 31 Dec 9999 23:59:59 GMT") == 86400
