"""A repeat is answered with the first message, also where another message would be refused."""

from chat.model import REQUEST_MESSAGES

from support.chat_world import at_once, direct, people, refused, sent, write


def test_a_repeat_of_the_last_message_before_an_answer_is_that_message(prefix: str) -> None:
    alice, bob = people(2)
    talk = direct(alice, bob)
    first = [sent(alice, talk, client_id=f"{number}") for number in range(REQUEST_MESSAGES)]
    with refused("request-waits"):
        write(alice, talk)
    assert [sent(alice, talk, "again", client_id=f"{number}") for number in range(REQUEST_MESSAGES)] == first


def test_both_copies_of_the_last_message_before_an_answer_are_that_message(prefix: str) -> None:
    alice, bob = people(2)
    talk = direct(alice, bob)
    for _ in range(REQUEST_MESSAGES - 1):
        write(alice, talk)
    found = at_once([lambda: sent(alice, talk, client_id="last").seq] * 8)
    assert found == [REQUEST_MESSAGES] * 8
