"""Words planted in fields that tell of people and of payment, and the hand-written table of who may meet each of them.

A row of fields.csv: the word, an address where it stands, and for each visitor "+" where he sees it there, "-" where he
does not. Whoever has no "+" in any row of a word meets it nowhere: on no page, in no file or list, by no search.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bonus_fund.models import BonusLine, BonusProposal, FundRecalculation
from projects.enums import TeamRole
from projects.models import Import, ProjectYear, TeamMember
from projects.services.facts import WHO_MAY_RECEIVE
from protocols.models import CouncilSeat, Protocol
from ranking_portal import clock
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.answers import DOCX, XLSX
from ranking_portal.directory.models import Appointment, Person, body_office
from ranking_portal.journal import services as journal
from ranking_portal.notices.models import Notice
from tests import factories
from tests.access.visitors import VISITORS

TABLE = Path(__file__).with_name("fields.csv")
# The word that stands in a field: one that nothing else in the portal says.
WORDS = {
    "a member's name": "Чернобурова Ефросинья Львовна",
    "a member's number": "ТАБ-771234",
    "a member's post": "оленевод-консультант",
    "login": "vhod-rukovoditelya",
    "e-mail": "pochta@rukovoditel.example",
    "order of an appointment": "распоряжение № 98761-рг",
    "position of a council's member": "вице-губернатор по оленям",
    "invited to a sitting": "Приглашённый Пафнутий Ильич",
    "a bonus": "7 313,17",
    "why a bonus": "за полярную смену",
    "remark on a line": "сумма не по чину",
    "remark on a proposal": "вернуть полярникам",
    "general fund": "1 731 319,00",
    "words on the general fund": "служебная пометка о фонде",
    "somebody's notice": "лично вам в руки",
    "words on an account": "по личным обстоятельствам",
    "change of a team": "замена в команде",
    "value in a rejected book": "ячейка с фамилией",
}
BONUS_KOPECKS, FUND_KOPECKS = 731_317, 1_731_319_00


def plant(own: ProjectYear, nobody: User, objects: dict[str, dict[str, Any]]) -> None:
    """Put each word in its field, with the database's barriers down."""
    assert own.head
    member = factories.PostFactory.create(
        person__full_name=WORDS["a member's name"],
        person__personnel_number=WORDS["a member's number"],
        organization=own.responsible,
        title=WORDS["a member's post"],
    ).person
    TeamMember.objects.create(card=own, person=member, role=TeamRole.MEMBER, since=date(2025, 1, 1))
    User.objects.filter(pk=nobody.pk).update(username=WORDS["login"], email=WORDS["e-mail"])
    office = body_office(own.responsible.short_name)
    Appointment.objects.filter(office=office).update(order=WORDS["order of an appointment"])
    CouncilSeat.objects.filter(**objects["seat"]).update(position=WORDS["position of a council's member"])
    Protocol.objects.filter(**objects["protocol"]).update(invited=WORDS["invited to a sitting"])
    _of_bonuses(member, own, objects)
    Notice.objects.create(
        recipient=nobody, key="planted", kind="opened", title="Срок", text=WORDS["somebody's notice"], at=clock.now()
    )
    with journal.transaction():
        journal.record(SYSTEM.actor, "Проверка", obj=nobody, personal={"reason": WORDS["words on an account"]})
        team = {"reason": WORDS["change of a team"]}
        journal.record(SYSTEM.actor, "Проверка", obj=own, clause=WHO_MAY_RECEIVE, details=team)
    objects["planted person"] = {"pk": member.pk}
    wrong = ["Команды", 3, "ФИО", WORDS["value in a rejected book"], "нет такого человека"]
    Import.objects.filter(**objects["import"]).update(errors=[wrong], errors_found=1)


def _of_bonuses(member: Person, own: ProjectYear, objects: dict[str, dict[str, Any]]) -> None:
    draft = BonusProposal.objects.get(**objects["own draft"])
    BonusLine.objects.create(
        proposal=draft,
        person=member,
        person_name=member.full_name,
        organization=own.responsible,
        authority=own.responsible.short_name,
        post_title=WORDS["a member's post"],
        days="365",
        weight="1",
        amount_kopecks=BONUS_KOPECKS,
        justification=WORDS["why a bonus"],
        remark=WORDS["remark on a line"],
    )
    BonusProposal.objects.filter(pk=draft.pk).update(remark=WORDS["remark on a proposal"])
    FundRecalculation.objects.update(team_kopecks=FUND_KOPECKS, comment=WORDS["words on the general fund"])


@dataclass(frozen=True)
class Row:
    """Where a word stands, and who sees it there."""

    word: str
    name: str
    obj: str
    seen_by: frozenset[str]

    def __str__(self) -> str:
        return f"{self.word} at {self.name}[{self.obj}]"


def table() -> list[Row]:
    """The rows of fields.csv; raises ValueError for columns and signs that are not of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != ("word", "address", "object", *VISITORS):
            raise ValueError(f"columns of {TABLE.name} must be: word,address,object,{','.join(VISITORS)}")
        rows = list(reader)
    if strange := {line[name] for line in rows for name in VISITORS} - {"+", "-"}:
        raise ValueError(f"{TABLE.name}: {strange}")
    return [
        Row(line["word"], line["address"], line["object"], frozenset(name for name in VISITORS if line[name] == "+"))
        for line in rows
    ]


ROWS = table()
# Who may meet a word anywhere.
MAY_MEET = {word: frozenset().union(*(row.seen_by for row in ROWS if row.word == word)) for word in WORDS}


def met(answer: Any, content: bytes | None = None) -> set[str]:
    """The planted words of an answer, whatever it is: a page, a workbook, an archive, the words of a PDF.

    `content` is that of an answer which has been read already.
    """
    text = re.sub(
        r"[\s\u00a0\u202f]+", " ", "\n".join(_texts(answer, answer.getvalue() if content is None else content))
    )
    return {word for word, told in WORDS.items() if told in text}


def leaked(answer: Any, visitor: str, content: bytes | None = None) -> list[str]:
    """Words that the visitor has no business to meet."""
    return sorted(word for word in met(answer, content) if visitor not in MAY_MEET[word])


def _texts(answer: Any, content: bytes) -> Iterator[str]:
    yield from (f"{name}: {value}" for name, value in answer.items())
    kind = answer.get("Content-Type", "")
    if kind in (XLSX, DOCX, "application/zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name).decode(errors="replace") for name in archive.namelist()]
        yield from (re.sub(r"<[^>]+>", "", part) for part in parts)
    else:
        yield content.decode(errors="replace")
