"""Every form of the portal: each field has a name; sums, numbers and days are taken as people write them."""

from datetime import date

import pytest

from ranking_portal.fields import DayField, RoubleField
from ranking_portal.ui.templatetags.portal import with_clauses
from tests.forms_of_portal import faults, fields_of, form_classes

CLASSES = form_classes()
SUM = 123_456_789
# Forms of the law: what a field of theirs is for is said beside it. The rest of the rooms are known to everybody.
OF_THE_LAW = ("ranking.", "protocols.", "bonus_fund.", "ranking_portal.deadlines.")
FILTERS = ("Filter", "SearchForm", "AsOfForm")
SELF_EVIDENT = {
    "ActForm.number",
    "DayForm.number",
    "DecreeForm.number",
    "SavedViewForm.name",
    "Choosing.proposals",
    "ReceiveForm.proposals",
    "ForwardForm.proposals",
}


def test_the_forms_are_found() -> None:
    names = {form.__name__ for form in CLASSES}
    assert {"LinesForm", "ContractForm", "EditionForm", "DayForm", "NewAccountForm", "ProtocolForm"} <= names


def test_every_field_has_a_name_and_takes_what_people_write() -> None:
    assert [fault for form in CLASSES for fault in faults(form)] == []


@pytest.mark.parametrize("typed", ["1 234 567,89", "1234567.89", "1 234 567,89 руб."])
def test_every_sum(typed: str) -> None:
    for form in CLASSES:
        for name, field in fields_of(form).items():
            if isinstance(field, RoubleField):
                assert field.clean(typed) == SUM, f"{form.__name__}.{name}"


@pytest.mark.parametrize("typed", ["01.02.2026", "2026-02-01", "1 февраля 2026 г."])
def test_every_day(typed: str) -> None:
    for form in CLASSES:
        for name, field in fields_of(form).items():
            if isinstance(field, DayField):
                assert field.clean(typed) == date(2026, 2, 1), f"{form.__name__}.{name}"


def test_fields_of_the_law_say_what_they_are_for() -> None:
    silent = {
        f"{form.__name__}.{name}"
        for form in CLASSES
        if form.__module__.startswith(OF_THE_LAW) and not form.__name__.endswith(FILTERS)
        for name, field in fields_of(form).items()
        if not field.help_text
    }
    # A form may say it for its object, once it is made.
    assert silent - SELF_EVIDENT == {"SendForm.number", "FundForm.file"}


def test_a_clause_in_a_help_text_leads_to_the_law() -> None:
    assert 'href="/regulation/#clause-2.6"' in with_clauses("Кому и когда (пункт 2.6).")
    assert 'href="/regulation/#clause-1.6-2"' in with_clauses("Признак (пункт 1.6(2)).")


def test_a_help_text_is_text_whatever_signs_are_in_it() -> None:
    assert with_clauses("Больше 5 & <b>меньше</b>") == "Больше 5 &amp; &lt;b&gt;меньше&lt;/b&gt;"
