"""Loading a methodology from a file: what a draft needs, what one in force needs (clause 2.1)."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from ranking.enums import MethodologyState
from ranking.models import Methodology
from tests.ranking.reading import DATA

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
DOCUMENT = yaml.safe_load((DATA / "methodology-demo.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def sent(tmp_path: Path) -> Callable[..., str]:
    """A file of the demonstration methodology whose order has other requisites."""

    def write(**order: Any) -> str:
        document = deepcopy(DOCUMENT)
        document["order"].update(order)
        document["order"] = {name: value for name, value in document["order"].items() if value is not None}
        file = tmp_path / "methodology.yaml"
        file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
        return str(file)

    return write


def load(file: str, *flags: str) -> None:
    call_command("load_methodology", file, *flags, stdout=StringIO())


def test_a_draft_may_come_before_the_agreement_of_the_committee_of_finance(sent) -> None:
    load(sent(agreed_with_finance=None))
    assert Methodology.objects.get().state == MethodologyState.DRAFT


@pytest.mark.parametrize(
    ("agreement", "place"),
    [
        (None, "order.agreed_with_finance.date"),
        ({"date": date(2024, 11, 12)}, "order.agreed_with_finance.number"),
        ({"number": "демо-ф-1"}, "order.agreed_with_finance.date"),
    ],
)
def test_in_force_only_with_the_number_and_the_date_of_that_agreement(sent, agreement: Any, place: str) -> None:
    with pytest.raises(CommandError, match=place):
        load(sent(agreed_with_finance=agreement), "--in-force")
    assert not Methodology.objects.exists()


def test_a_wrong_agreement_is_named_in_a_draft_too(sent) -> None:
    with pytest.raises(CommandError, match=r"order\.agreed_with_finance\.date: нужна дата"):
        load(sent(agreed_with_finance={"number": "демо-ф-1", "date": "12 ноября"}))


@pytest.mark.parametrize(("name", "most"), [("number", 64), ("title", 500)])
def test_a_requisite_longer_than_is_kept_is_refused_on_any_database(sent, name: str, most: int) -> None:
    with pytest.raises(CommandError, match=rf"order\.{name}: не больше {most} знаков"):
        load(sent(**{name: "9" * (most + 1)}))
    assert not Methodology.objects.exists()


def test_a_day_that_is_in_no_calendar_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "methodology.yaml"
    file.write_text("order: {number: демо-1, date: 2024-02-31}\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"methodology\.yaml: .*day is out of range"):
        load(str(file))
