"""Whatever is altered behind the portal's back is named: a journal row, a file, a decision, a tail chained anew."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings

from protocols import documents
from protocols.models import Dispatch, Document, Protocol
from ranking_portal import clock
from ranking_portal.journal import marks
from ranking_portal.journal.chain import Link, canonical
from ranking_portal.journal.models import Entry, Head
from tests.bonus_fund.checked import forwarded_year
from tests.conftest import TODAY
from tests.unguarded import without_barriers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NBSP = "\u00a0"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Iterator[Path]:
    """A forwarded year with three of its papers, made once, and where its files lie."""
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), clock.at(TODAY), transaction.atomic():
        with override_settings(MEDIA_ROOT=folder):
            forwarded_year()
            documents.document_of(Protocol.objects.get())
            for letter in Dispatch.objects.exclude(number="").order_by("pk")[:2]:
                documents.letter_of(letter)
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def year(files: Path, settings: Any) -> None:
    """Every test damages the year inside a transaction of its own."""
    settings.MEDIA_ROOT = files


def spoil(*statements: str) -> None:
    """Change the database behind the portal's back."""
    with without_barriers(), connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def chained_anew(since: int, action: str) -> None:
    """What the owner of the database can do: another record, and the whole tail after it with hashes that fit."""
    fields = tuple(Link.__dataclass_fields__)
    previous = Entry.objects.filter(pk__lt=since).order_by("-pk").values_list("hash", flat=True)[0]
    with without_barriers(), connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET action = %s WHERE id = %s", (action, since))
        for row in Entry.objects.filter(pk__gte=since).order_by("pk"):
            current = Link(**{name: getattr(row, name) for name in fields}).hash_after(previous)
            cursor.execute(
                "UPDATE journal_entry SET previous_hash = %s, hash = %s WHERE id = %s", (previous, current, row.pk)
            )
            previous = current
        cursor.execute("UPDATE journal_head SET last_hash = %s", (previous,))


def refusal(*options: str) -> str:
    """What the command says against the journal."""
    with pytest.raises(CommandError) as refused:
        call_command("verify_journal", *options)
    return str(refused.value)


def last_paper() -> Document:
    """The paper that bears the latest mark."""
    found: Document = Document.objects.order_by("-journal_number")[0]
    return found


def test_a_sound_year_holds(year: None, capsys: Any) -> None:
    call_command("verify_journal", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["damaged"]) == (True, [])
    assert told["papers"] == Document.objects.count() > 0
    assert told["decisions"] > 10


# One byte of each: what is named.
DECISIONS = {
    "ranking_ranking": "UPDATE ranking_ranking SET names = names || ' ' WHERE state = 'confirmed'",
    "methodology": "UPDATE ranking_methodology SET order_number = order_number || '1' WHERE state = 'in_force'",
    "protocols_protocol": "UPDATE protocols_protocol SET number = number || '1'",
    "a vote of protocol": "UPDATE protocols_vote SET choice = 'against'",
    "the agenda of protocol": "UPDATE protocols_question SET decision = decision || '.'",
    "protocols_dispatch": "UPDATE protocols_dispatch SET addressee = addressee || '.'",
    "fundrecalculation": "UPDATE bonus_fund_fundrecalculation SET infrastructure_kopecks = infrastructure_kopecks + 1",
    "a share of funddistribution": "UPDATE bonus_fund_bodyshare SET amount_kopecks = amount_kopecks + 1",
    "a line of bonusproposal": "UPDATE bonus_fund_bonusline SET amount_kopecks = amount_kopecks + 1",
    "forwardingregister": "UPDATE bonus_fund_forwardingregister SET made_by = made_by || '.'",
    "agreement": "UPDATE bonus_fund_agreement SET remark = remark || '.'",
}


@pytest.mark.parametrize(("what", "sql"), DECISIONS.items(), ids=DECISIONS)
def test_an_altered_decision_is_named(year: None, what: str, sql: str) -> None:
    spoil(sql)
    said = refusal()
    assert f".{what.split()[-1].rpartition('_')[2]}:" in said
    assert "изменено после решения" in said


def test_a_deleted_vote_is_named(year: None) -> None:
    spoil("DELETE FROM protocols_vote WHERE id = (SELECT MAX(id) FROM protocols_vote)")
    assert "protocols.protocol:" in refusal()


def test_a_decision_put_in_past_the_portal_is_named(year: None) -> None:
    """The journal's print is of another: a row that was settled past the workflow has none."""
    spoil(
        "UPDATE journal_entry SET ref = 'protocols.protocol:999' WHERE ref LIKE 'protocols.protocol:%'",
    )
    said = refusal()
    assert "решения нет в журнале" in said
    assert "(protocols.protocol:999): решение есть в журнале, а в портале его нет" in said


def test_decisions_taken_before_prints_were_kept_are_sealed_once(year: None, capsys: Any) -> None:
    with without_barriers():
        for row in Entry.objects.filter(details__contains='"seal":'):
            told = {name: value for name, value in json.loads(row.details).items() if name != "seal"}
            with connection.cursor() as cursor:
                cursor.execute("UPDATE journal_entry SET details = %s WHERE id = %s", (canonical(told), row.pk))
    first = Entry.objects.order_by("pk")[0].pk
    chained_anew(first + 1, Entry.objects.get(pk=first + 1).action)
    assert "решения нет в журнале" in refusal()
    call_command("seal_decisions", "--json")
    assert json.loads(capsys.readouterr().out)["sealed"] > 10
    assert "решения нет в журнале" not in refusal()
    call_command("seal_decisions")
    assert "отпечатков: 0" in capsys.readouterr().out


def test_an_altered_file_is_named(year: None) -> None:
    paper = last_paper()
    with paper.file.open("rb") as file:
        content = bytearray(file.read())
    content[100] ^= 1
    try:
        with open(paper.file.path, "wb") as file:
            file.write(content)
        assert f"{paper.title} ({paper.ref}): файл изменён" in refusal()
    finally:
        content[100] ^= 1
        with open(paper.file.path, "wb") as file:
            file.write(content)


def test_a_paper_replaced_together_with_its_hash_is_named(year: None) -> None:
    paper = last_paper()
    spoil(f"UPDATE protocols_document SET sha256 = '{'0' * 64}' WHERE id = {paper.pk}")
    assert "отпечатка файла нет в журнале" in refusal()


def test_a_paper_taken_away_is_named(year: None) -> None:
    paper = last_paper()
    spoil(f"DELETE FROM protocols_document WHERE id = {paper.pk}")
    assert f"({paper.ref}): записан в журнале, а в портале его нет" in refusal()


def test_a_tail_chained_anew_is_found_by_the_papers(year: None) -> None:
    numbers = sorted(Document.objects.values_list("journal_number", flat=True).distinct())
    before, after = numbers[0], numbers[1]
    mark = marks.Mark(numbers[-1], Document.objects.get(journal_number=numbers[-1]).journal_hash[:20])
    call_command("verify_journal", "--head", f"{mark.number}:{mark.digits}")
    chained_anew(before + 1, "иное")
    said = refusal()
    assert "Цепочка" not in said
    assert (
        f"напечатана запись №{NBSP}{after}, а в журнале её нет: журнал переписан после записи №{NBSP}{before}" in said
    )
    # The rows of papers may be rewritten too: the sheet in somebody's hands may not.
    assert f"Хеш записи №{NBSP}{mark.number} другой" in refusal("--head", f"{mark.number}:{mark.digits}")


def test_a_tail_cut_off_is_found_by_the_paper(year: None) -> None:
    paper = last_paper()
    left = paper.journal_number - 1
    spoil(f"DELETE FROM journal_entry WHERE id > {left}")
    last = Entry.objects.get(pk=left)
    spoil(f"UPDATE journal_head SET last_hash = '{last.hash}', length = {Entry.objects.count()}")
    assert "журнал укорочен или переписан" in refusal("--head", f"{paper.journal_number}:{paper.journal_hash}")


def test_a_broken_row_before_the_mark_is_named(year: None) -> None:
    head = Head.objects.get()
    last = Entry.objects.get(hash=head.last_hash)
    spoil("UPDATE journal_entry SET action = 'иное' WHERE id = (SELECT MIN(id) + 5 FROM journal_entry)")
    said = refusal("--head", f"{last.pk}:{last.hash}")
    assert f"разорвана на записи №{NBSP}{Entry.objects.order_by('pk')[5].pk}, раньше записи №{NBSP}{last.pk}" in said
