"""What was stored is named when it is no more what it was."""

import json

import pytest
from django.core.management import CommandError, call_command

from bonus_fund.models import FundRecalculation
from ranking_portal.journal.keeping import CHANGED, MISSING, damaged
from tests.bonus_fund import year as years

pytestmark = pytest.mark.django_db


def test_the_basis_of_a_fund_is_kept_as_it_was_entered():
    years.submitted_year()
    assert damaged()[1] == []


def test_an_altered_basis_is_named(capsys):
    years.submitted_year()
    fund = FundRecalculation.objects.get()
    with open(fund.basis.path, "ab") as stored:
        stored.write(b" ")
    with pytest.raises(CommandError, match="файл изменён"):
        call_command("verify_journal", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    assert answer["damaged"] == [{"title": f"{fund}: order.pdf", "ref": fund.ref, "why": CHANGED}]


def test_a_lost_basis_is_named():
    years.submitted_year()
    fund = FundRecalculation.objects.get()
    fund.basis.storage.delete(str(fund.basis.name))
    assert [one.why for one in damaged()[1]] == [MISSING]
