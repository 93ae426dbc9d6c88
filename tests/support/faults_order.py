"""What must hold of a conversation after much was said at once: one order, each message once, no change forgotten.

Pure: intents (what clients wanted, and what they were told), what is stored, and what was read meanwhile.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kernel.ids import PersonId
from support.faults_history import NEVER


@dataclass(frozen=True)
class Said:
    """One attempt at an intent: `verb` by `who`; attempts at the same intent have the same `name`.

    `about` is the message that is changed (or up to which was read), `value` what it shall say, `seq` the answer.
    """

    verb: str
    who: str
    name: str
    outcome: str
    t0: float
    t1: float
    about: int = 0
    value: str = ""
    seq: int = 0
    note: str = ""

    @property
    def number(self) -> int:
        """Messages of a sender are numbered as they are written: `sender.number`."""
        return int(self.name.rpartition(".")[2])


@dataclass(frozen=True)
class Kept:
    """A message as it is stored. `name` is its client id; empty for a note."""

    seq: int
    who: str
    name: str
    text: str
    reactions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Talk:
    """A conversation as it is stored, past every fault: `log` are numbers of changes and the messages they changed.

    `unread` are each member's own count and the mark that it is counted from.
    """

    head: tuple[int, int]
    messages: Sequence[Kept]
    log: Sequence[tuple[int, int]]
    unread: Mapping[PersonId, tuple[int, int]] = field(default_factory=dict)


Reading = Sequence[tuple[int, str]]
"""Place and name of each message of one answer, in the order in which they came."""


def violations(said: Sequence[Said], talk: Talk, readings: Iterable[Reading]) -> list[str]:
    """Everything that is wrong."""
    return [
        *refusals(said),
        *places(talk),
        *sent(said, talk),
        *turns(said, talk),
        *changes(said, talk),
        *final(said, talk),
        *counts(talk),
        *views(talk, readings),
    ]


def refusals(said: Iterable[Said]) -> list[str]:
    """Nothing that these members do is against a rule, and whatever breaks has to say that it may be asked again."""
    return [
        f"{each.outcome}: {each.verb} {each.name}: {each.note}" for each in said if each.outcome in ("fail", "broke")
    ]


def places(talk: Talk) -> list[str]:
    """Messages stand at 1 to n, changes at 1 to m, and the head knows both."""
    wrong = []
    for what, found, last in (
        ("messages", [each.seq for each in talk.messages], talk.head[0]),
        ("changes", [rev for rev, _ in talk.log], talk.head[1]),
    ):
        if sorted(found) != list(range(1, last + 1)):
            missing = sorted(set(range(1, last + 1)) - set(found))
            wrong.append(f"gap: {len(found)} {what}, the head says {last}; missing {missing[:5]}")
    return wrong


def sent(said: Iterable[Said], talk: Talk) -> list[str]:
    """What was acknowledged is there once, at the place that was told; what is unknown at most once."""
    there = Counter(each.name for each in talk.messages if each.name)
    at = {each.name: each.seq for each in talk.messages if each.name}
    wanted = _by_name(said, "send")
    wrong = [f"from nowhere: {name}" for name in sorted(there.keys() - wanted.keys())]
    for name, tries in wanted.items():
        told = {each.seq for each in tries if each.outcome == "ok"}
        if told and not there[name]:
            wrong.append(f"lost: {name}, told at {sorted(told)}")
        elif there[name] > 1:
            wrong.append(f"doubled: {name} is there {there[name]} times")
        elif told and told != {at[name]}:
            wrong.append(f"moved: {name} was told at {sorted(told)} and is at {at[name]}")
    return wrong


def turns(said: Sequence[Said], talk: Talk) -> list[str]:
    """Each sender's messages stand in their own order, and what was acknowledged stands before what came later."""
    wrong = []
    last: dict[str, Kept] = {}
    for each in sorted((each for each in talk.messages if each.name), key=lambda each: each.seq):
        before = last.get(each.who)
        if before is not None and _number(before) > _number(each):
            wrong.append(f"out of turn: {each.name} stands after {before.name}")
        last[each.who] = each
    at = {each.name: each.seq for each in talk.messages}
    begun = {name: min(each.t0 for each in tries) for name, tries in _by_name(said, "send").items() if name in at}
    acked = sorted((each.t1, at[each.name], each.name) for each in said if _is_acked(each) and each.name in at)
    newest, place = (0, ""), 0
    for name, t0 in sorted(begun.items(), key=lambda each: each[1]):
        while place < len(acked) and acked[place][0] < t0:
            newest = max(newest, acked[place][1:])
            place += 1
        if at[name] < newest[0]:
            wrong.append(f"overtaken: {name} began after {newest[1]} was acknowledged, and stands before it")
    return wrong


def changes(said: Iterable[Said], talk: Talk) -> list[str]:
    """The log has one line for each change of a message that was acknowledged, and at most one for an unknown one."""
    logged = Counter(seq for _, seq in talk.log)
    least, most = Counter[int](), Counter[int]()
    for verb in ("edit", "react"):
        for tries in _by_name(said, verb).values():
            least[tries[0].about] += any(each.outcome == "ok" for each in tries)
            most[tries[0].about] += 1
    return [
        f"log: {logged[seq]} changes of message {seq}, {least[seq]} were acknowledged and {most[seq]} asked for"
        for seq in sorted(logged.keys() | most.keys())
        if not least[seq] <= logged[seq] <= most[seq]
    ]


def final(said: Iterable[Said], talk: Talk) -> list[str]:
    """Each text and each reaction is what one of the changes left that can have been the last one."""
    wrong = []
    by_subject: dict[tuple[int, str], list[Said]] = {}
    for each in said:
        if each.verb in ("edit", "react") and each.outcome in ("ok", "info"):
            by_subject.setdefault((each.about, each.who if each.verb == "react" else ""), []).append(each)
    messages = {each.seq: each for each in talk.messages}
    for (seq, reader), tries in by_subject.items():
        begun = max((each.t0 for each in tries if each.outcome == "ok"), default=-NEVER)
        possible = {each.value for each in tries if each.t1 >= begun}
        message = messages.get(seq)
        if message is None:
            wrong.append(f"lost: message {seq}, which was changed")
            continue
        if begun == -NEVER:
            possible.add("" if reader else message.name)  # none of them is known to have happened
        found = message.reactions.get(reader, "") if reader else message.text
        if found not in possible:
            wrong.append(f"forgotten: message {seq} says {found!r}, not {sorted(possible)}")
    changed = {seq for seq, reader in by_subject if not reader}
    untouched = [each for each in talk.messages if each.name and each.seq not in changed and each.text != each.name]
    return wrong + [f"from nowhere: message {each.seq} says {each.text!r}" for each in untouched]


def counts(talk: Talk) -> list[str]:
    """Unread is the number of messages of others after the mark, for everybody."""
    return [
        f"unread: {who} is told {told}, there are {found} of others after {mark}"
        for who, (told, mark) in talk.unread.items()
        if told != (found := sum(each.seq > mark and each.who != who for each in talk.messages))
    ]


def views(talk: Talk, readings: Iterable[Reading]) -> list[str]:
    """Whoever read, whenever: an unbroken stretch of the one order."""
    there = {each.seq: each.name for each in talk.messages}
    wrong = set()
    for reading in readings:
        numbers = [seq for seq, _ in reading]
        if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            wrong.add(f"read with gaps: {numbers}")
        wrong |= {f"read otherwise: {name} at {seq}" for seq, name in reading if there.get(seq) != name}
    return sorted(wrong)


def _is_acked(each: Said) -> bool:
    return each.verb == "send" and each.outcome == "ok"


def _number(message: Kept) -> int:
    return int(message.name.rpartition(".")[2])


def _by_name(said: Iterable[Said], verb: str) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for each in said:
        if each.verb == verb:
            found.setdefault(each.name, []).append(each)
    return found
