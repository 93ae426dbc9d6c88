"""Identity's letters without a mail server: facts go from the table to the inbox, letters into a list."""

import json
import re
from dataclasses import dataclass
from typing import Any

import boto3
import msgspec
from identity import inbox

import contracts
from contracts import SealedEnvelope


@dataclass
class Sent:
    """A letter that has left."""

    to: str
    subject: str
    text: str
    html: str
    kind: str
    letter: str

    @property
    def token(self) -> str:
        """What the link carries."""
        found = re.search(r"#token=(\S+)", self.text)
        assert found, self.text
        return found[1]

    @property
    def code(self) -> str:
        found = re.search(r"^ {4}(\d{6})$", self.text, re.MULTILINE)
        assert found, self.text
        return found[1]


class Postbox:
    """What was sent; `deliver` lets the inbox react to all facts that it has not seen yet."""

    def __init__(self, endpoint: str, prefix: str) -> None:
        self._table = boto3.resource("dynamodb", endpoint_url=endpoint).Table(f"{prefix}-identity")
        self._old: set[str] = set()
        self._seen: set[str] = set()
        self.sent: list[Sent] = []

    def send(self, to: str, subject: str, text: str, html: str = "", *, kind: str, letter: str = "") -> None:
        """Stands for kit.mail.send."""
        self.sent.append(Sent(to, subject, text, html, kind, letter))

    def begin(self) -> None:
        """Deliver what is left of earlier tests, and forget it."""
        self.deliver()
        self._old = set(self._seen)
        self.sent.clear()

    def rows(self) -> list[dict[str, Any]]:
        return list(self._table.scan()["Items"])

    def facts(self) -> list[str]:
        """The facts in the table, oldest first."""
        page = self._table.scan(FilterExpression="attribute_exists(fact)", ProjectionExpression="fact")
        found = [str(row["fact"]) for row in page["Items"]]
        return sorted(found, key=lambda text: str(json.loads(text)["id"]))

    def deliver(self, *, again: bool = False) -> list[Sent]:
        """Hand new facts (or all since `begin` again) to the inbox; the letters that this sent."""
        before = len(self.sent)
        for text in self.facts():
            sealed = msgspec.json.decode(text, type=SealedEnvelope)
            if sealed.type in inbox.app.reactions and sealed.id not in (self._old if again else self._seen):
                self._seen.add(sealed.id)
                fact, reaction = inbox.app.reactions[sealed.type]
                reaction(contracts.decode(text.encode(), fact))
        return self.sent[before:]
