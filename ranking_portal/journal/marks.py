"""The end of the journal as a paper bears it: the number of the last record and the beginning of its hash.

Whoever owns the database can rewrite records and chain them anew, so that the chain holds again. The paper is out of
his reach: what is printed on it must still be found in the journal.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ranking_portal.journal.chain import GENESIS
from ranking_portal.journal.models import Entry, Head
from ranking_portal.journal.services import broken_before

NBSP = "\u00a0"
# Twenty hexadecimal digits, eighty bits: few enough to be typed, too many for anybody to find another record to them.
PRINTED_DIGITS, FEWEST_DIGITS, GROUP = 20, 16, 4
DIGITS = re.compile(rf"[0-9a-f]{{{FEWEST_DIGITS},64}}\Z")
# What a Russian keyboard gives where a Latin letter was meant.
LOOKALIKE = str.maketrans("асевоl", "aceb01")
SPACES, GAPS = re.compile(r"\s+"), re.compile(r"[\s-]+")
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Mark:
    """A record of the journal by its number, and its hash or the beginning of it (hexadecimal, lower case)."""

    number: int
    digits: str

    def __str__(self) -> str:
        """As it stands on paper: "запись № 1 234, хеш a1b2 c3d4 e5f6 0718 293a", numbers with non-breaking spaces."""
        shown = self.digits[:PRINTED_DIGITS]
        groups = " ".join(shown[at : at + GROUP] for at in range(0, len(shown), GROUP))
        return f"запись №{NBSP}{self.number:,}".replace(",", NBSP) + f", хеш {groups}"


@dataclass(frozen=True)
class Printed:
    """A mark that something stored bears: what it is called, its journal key."""

    title: str
    ref: str
    mark: Mark


def current() -> Mark:
    """The end of the chain as it stands committed: later records are added behind it, so that it holds for ever.

    Records of the running transaction are not in it yet. Number 0 while the journal is empty.
    """
    head = Head.objects.filter(pk=1).first()
    last = Entry.objects.filter(hash=head.last_hash).values_list("pk", flat=True).first() if head else None
    return Mark(last or 0, head.last_hash if head and last else GENESIS)


def read(number: str, digits: str) -> Mark:
    """A mark as typed from paper: spaces and hyphens anywhere, either case, Russian letters that look like Latin ones.

    Raises ValueError with the reason in Russian.
    """
    plain_number = SPACES.sub("", number).lstrip("№")
    if not plain_number.isascii() or not plain_number.isdigit() or not 0 < int(plain_number) <= LARGEST:
        raise ValueError("Номер записи — целое число, как на бумаге: 1 234.")
    plain = GAPS.sub("", digits).lower().translate(LOOKALIKE)
    if not DIGITS.match(plain):
        raise ValueError(f"Хеш — от {FEWEST_DIGITS} до 64 знаков 0–9 и a–f, как на бумаге.")
    return Mark(int(plain_number), plain)


def read_pair(text: str) -> Mark:
    """A mark as one text, "1234:a1b2c3d4e5f60718". Raises ValueError with the reason in Russian."""
    number, colon, digits = text.partition(":")
    if not colon:
        raise ValueError("Пишите номер и хеш через двоеточие: 1234:a1b2c3d4e5f60718.")
    return read(number, digits)


def is_there(mark: Mark) -> bool:
    """Whether the record of that number stands in the journal with that hash; the chain before it is not looked at."""
    return Entry.objects.filter(pk=mark.number, hash__startswith=mark.digits).exists()


def against(mark: Mark) -> str:
    """What is wrong with the journal up to the mark, in Russian; "" where it holds up to that very record."""
    number = f"№{NBSP}{mark.number}"
    if not Entry.objects.filter(pk=mark.number).exists():
        return f"Записи {number} в журнале нет: журнал укорочен или переписан до неё."
    if not is_there(mark):
        return f"Хеш записи {number} другой: журнал переписан на ней или раньше неё."
    broken = broken_before(mark.number)
    return "" if broken is None else f"Цепочка журнала разорвана на записи №{NBSP}{broken}, раньше записи {number}."


def rewritten(printed: Iterable[Printed]) -> list[tuple[Printed, int]]:
    """Marks that the journal no longer bears out, by number, each with the number of the last one that it does (or 0).

    Between the two the journal was rewritten.
    """
    found: list[tuple[Printed, int]] = []
    holds = 0
    for one in sorted(printed, key=lambda one: one.mark.number):
        if is_there(one.mark):
            holds = one.mark.number
        else:
            found.append((one, holds))
    return found
