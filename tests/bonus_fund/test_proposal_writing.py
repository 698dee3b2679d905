"""Sums of a proposal as people type them: what is taken, kept, refused, filled in (clause 2.6)."""

import pytest
from django.test import Client

from bonus_fund.models import BonusProposal
from bonus_fund.services.proposing import Written, write
from ranking_portal.workflow.engine import perform
from tests.bonus_fund.drafts import line, page, sums_of, typed, words_of
from tests.bonus_fund.year import Year

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("as_written", "kopecks"),
    [("100000", 100_000_00), ("100 000,50", 100_000_50), ("100\u00a0000.5", 100_000_50), ("0,01", 1), ("", 0)],
)
def test_a_sum_is_taken_as_people_write_it(year: Year, client_of, as_written: str, kopecks: int) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    assert author.post(page(proposal, "edit/"), typed(proposal, Белова=as_written)).url == page(proposal)
    assert sums_of(proposal)["Белова"] == kopecks


@pytest.mark.parametrize("wrong", ["-1", "−5", "0,001", "1e9", "сто", "9" * 20, "1 000 000 000 000 000"])
def test_what_is_no_sum_is_kept_on_the_page_and_not_written(year: Year, client_of, wrong: str) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    answer = author.post(page(proposal, "edit/"), typed(proposal, Белова=wrong, Громов="5"))
    assert answer.status_code == 200
    assert "Не сохранено" in words_of(answer)
    assert f'value="{wrong}"' in answer.content.decode()
    assert sums_of(proposal) == {"Белова": 0, "Громов": 0}


def test_a_line_of_another_proposal_in_the_post_changes_nothing(year: Year, client_of) -> None:
    own, other = year.proposal("A1"), year.proposal("B2")
    posted = typed(own, Белова="100") | {f"sum-{line(other, 'Дёмина').pk}": "999", "sum-0": "1", "sum-": "2"}
    assert client_of(year.heads["A1"]).post(page(own, "edit/"), posted).status_code == 302
    assert sums_of(other) == {"Дёмина": 0}
    assert write(own, {line(other, "Дёмина").pk: Written(5, "")}, by=year.heads["A1"]).revision == 1


def test_a_stale_form_is_refused_with_both_values_in_sight(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    stale = typed(proposal, Белова="100")
    year.write("A1", Белова=777)
    answer = author.post(page(proposal, "edit/"), stale)
    assert answer.status_code == 409
    assert "записано: 777,00" in words_of(answer)
    assert 'value="100"' in words_of(answer)
    assert sums_of(proposal)["Белова"] == 777_00
    again = stale | {"version": answer.context["form"]["version"].value()}
    assert author.post(page(proposal, "edit/"), again).status_code == 302
    assert sums_of(proposal)["Белова"] == 100_00


def test_what_has_left_its_author_is_not_written(year: Year, client_of) -> None:
    proposal, author = year.write("A1", Белова=100), client_of(year.heads["A1"])
    posted = typed(proposal, Белова="200")
    perform(proposal, "ask_agreement", by=year.heads["A1"])
    assert author.post(page(proposal, "edit/"), posted).url == page(proposal)
    assert author.get(page(proposal, "import/")).url == page(proposal)
    assert sums_of(proposal)["Белова"] == 100_00


# Over the fund, over the ceiling


def test_more_than_the_fund_or_the_ceiling_is_kept_as_a_draft_and_goes_nowhere(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    author.post(page(proposal, "edit/"), typed(proposal, Белова="644366,21", Громов="300000"))
    shown = words_of(author.get(page(proposal)))
    assert "Больше фонда на" in shown
    assert "премия 644 366,21 руб. больше предела 644 366,20 руб., превышение 0,01 руб." in shown
    answer = author.post(page(proposal, "do/ask_agreement/"))
    assert answer.status_code == 409
    assert "пункт 3.7" in words_of(answer)
    assert "пункт 3.8" in words_of(answer)
    assert year.proposal("A1").state == "draft"


def test_while_one_types_the_server_checks_and_saves_nothing(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    posted = typed(proposal, Белова="644366,21", Громов="не число")
    answer = author.post(page(proposal, "edit/"), posted, headers={"HX-Request": "true"})
    told = words_of(answer)
    assert "Не прочитаны суммы: Громов Анна Петровна" in told
    assert "превышение 0,01 руб." in told
    assert f'id="about-{line(proposal, "Белова").pk}" hx-swap-oob="true"' in told
    assert "<html" not in told
    assert sums_of(proposal) == {"Белова": 0, "Громов": 0}


def test_without_scripts_the_same_is_told_by_a_button(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    answer = author.post(page(proposal, "edit/"), typed(proposal, "check", Белова="644366,21"))
    assert "превышение 0,01 руб." in words_of(answer)
    assert 'value="644366,21"' in words_of(answer)
    assert sums_of(proposal)["Белова"] == 0


# Filling in


def test_an_unfinished_draft_is_saved_and_says_what_remains(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    saved = author.post(page(proposal, "edit/"), typed(proposal, Белова="999 999"), follow=True)
    assert "Черновик сохранён." in words_of(saved)
    assert "Направить на согласование пока нельзя:" in words_of(saved)
    assert sums_of(proposal)["Белова"] == 999_999_00


def test_filling_in_is_shown_and_saved_by_the_author_only(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    posted = typed(proposal, "weight", Белова="1")
    answer = author.post(page(proposal, "edit/"), posted)
    assert "ещё не сохранены" in words_of(answer)
    assert sums_of(proposal) == {"Белова": 0, "Громов": 0}
    form = answer.context["form"]
    filled = {name: form[name].value() for name in form.fields} | {"action": "save"}
    assert author.post(page(proposal, "edit/"), filled).status_code == 302
    assert sums_of(proposal) == {"Белова": 571_205_01, "Громов": 287_949_93}
    assert line(proposal, "Белова").justification == "За результат."


def test_evenly_gives_all_of_the_fund(year: Year, client_of) -> None:
    proposal, author = year.proposal("A1"), client_of(year.heads["A1"])
    answer = author.post(page(proposal, "edit/"), typed(proposal, "even"))
    assert answer.context["table"].left == 0
    assert answer.context["table"].about_himself is False


def test_nothing_is_offered_to_fill_from_where_nothing_was_before(year: Year, client_of) -> None:
    offered = dict(client_of(year.heads["A1"]).get(page(year.proposal("A1"), "edit/")).context["fills"])
    assert set(offered) == {"even", "weight", "clear"}


def test_a_form_without_a_version_is_stale(year: Year, client_of) -> None:
    proposal: BonusProposal = year.proposal("A1")
    posted = typed(proposal, Белова="5")
    del posted["version"]
    assert client_of(year.heads["A1"]).post(page(proposal, "edit/"), posted).status_code == 409


def test_a_change_needs_a_post_and_the_token(year: Year) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(year.heads["A1"])
    proposal = year.proposal("A1")
    assert browser.post(page(proposal, "edit/"), typed(proposal, Белова="5")).status_code == 403
    browser.get(page(proposal, "edit/"), typed(proposal, Белова="5"))
    assert sums_of(proposal)["Белова"] == 0
