"""Reading an HTTP answer: whole, in pieces, and everything that is none."""

import http.client
import socket
import time
from collections.abc import Sequence
from threading import Thread

import pytest

from kit.answers import MAX_HEAD, read_answer

WHOLE = (
    b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Amzn-RequestId:  abc \r\nContent-Length: 7\r\n\r\n{"a":1}'
)
CHUNKED = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=1\r\n{"a\r\n4\r\n":1}\r\n0\r\nT: 1\r\n\r\n'


def read(*pieces: bytes, close: bool = True, seconds: float = 2) -> tuple[int, dict[str, str], bytes]:
    """What is read when the other side sends these pieces, one after the other, and then goes away."""
    here, there = socket.socketpair()
    here.settimeout(seconds)

    def send(all_: Sequence[bytes] = pieces) -> None:
        for piece in all_:
            there.sendall(piece)
            if len(all_) > 1:
                time.sleep(0.001)
        if close:
            there.close()

    sender = Thread(target=send)
    sender.start()
    try:
        return read_answer(here, time.monotonic() + seconds)
    finally:
        sender.join()
        here.close()
        there.close()


def test_an_answer_in_one_piece() -> None:
    status, headers, body = read(WHOLE)
    assert (status, body) == (200, b'{"a":1}')
    assert headers == {"content-type": "application/json", "x-amzn-requestid": "abc", "content-length": "7"}


@pytest.mark.parametrize("answer", [WHOLE, CHUNKED], ids=["length", "chunks"])
def test_an_answer_cut_into_two_pieces_anywhere(answer: bytes) -> None:
    for cut in range(1, len(answer)):
        assert read(answer[:cut], answer[cut:])[2] == b'{"a":1}', cut


def test_an_answer_that_waits_for_the_other_side_to_be_ready() -> None:
    assert read(b"HTTP/1.1 100 Continue\r\n\r\n" + WHOLE)[0] == 200


def test_a_large_body() -> None:
    body = b"x" * 3_000_000
    assert read(b"HTTP/1.1 200 OK\r\ncontent-length: 3000000\r\n\r\n" + body)[2] == body


@pytest.mark.parametrize("answer", [WHOLE, CHUNKED], ids=["length", "chunks"])
def test_an_answer_that_ends_too_early_is_never_taken_for_whole(answer: bytes) -> None:
    for cut in range(len(answer) - 1):
        with pytest.raises((http.client.HTTPException, ConnectionError)):
            read(answer[:cut])


def test_nothing_at_all_is_a_connection_that_was_closed() -> None:
    with pytest.raises(http.client.RemoteDisconnected):
        read(b"")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2x\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nno colon\r\ncontent-length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\n folded: 1\r\ncontent-length: 2\r\n\r\n{}",
        b"HTTP/2 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 abc OK\r\ncontent-length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n{}\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nx: " + b"y" * (MAX_HEAD + 70_000),
    ],
)
def test_what_is_no_answer_is_refused(answer: bytes) -> None:
    with pytest.raises(http.client.HTTPException):
        read(answer)


def test_an_answer_that_trickles_is_given_up() -> None:
    began = time.monotonic()
    with pytest.raises((TimeoutError, OSError)):
        read(*[WHOLE[at : at + 1] for at in range(20)], close=False, seconds=0.2)
    assert time.monotonic() - began < 2
