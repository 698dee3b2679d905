"""A new edition is made on a page: shown with its differences, saved as shown, mistakes told beside fields."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from ranking_portal.accounts.models import User
from ranking_portal.journal.models import Entry
from ranking_portal.regulation.models import StoredEdition
from ranking_portal.regulation.services import edition_for, stored_edition_for
from tests.regulation.pages import addresses, filled_in

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def test_new_edition_is_shown_with_its_differences_and_then_saved(
    stored: StoredEdition, at_office: Client, office: User
) -> None:
    data = filled_in(
        stored,
        act_number="12-пг",
        act_date="2026-01-20",
        act_title="Постановление о новых изменениях",
        in_force_from="2026-02-01",
        parameter_max_projects="8",
        parameter_ceiling_multiplier="2,25",
        parameter_quorum="2/3",
        parameter_wait_for_governor="on",
        parameter_check_term_days="3",
        term_fund_notices="4",
        day_results_to_governor="20",
        month_results_to_governor="3",
        ground_text_ground_2="Новый текст основания",
        check_clause_positions="3.7",
    )
    url = addresses(stored)["new"]
    preview = at_office.post(url, data)
    told = {(change.place, change.was, change.now) for change in preview.context["changes"]}
    assert told == {
        ("Постановление", "10.10.2022 №\u00a083-пг", "20.01.2026 №\u00a012-пг"),
        ("Действует с", "10.10.2022", "01.02.2026"),
        ("Сколько проектов может получить коэффициент 1", "6", "8"),
        ("Во сколько раз премия может превысить среднюю", "1,5", "2,25"),
        ("Кворум малого совета – больше этой доли голосующих членов", "1/2", "2/3"),
        ("Ждать согласия Губернатора, прежде чем идти дальше", "нет", "да"),
        ("Своя цель на проверку и передачу предложений", "0", "3"),
        (
            "Срок: Проверить предложения и передать их в Управление делами Правительства",
            "срок не установлен",
            "3\u00a0рабочих дня (собственная цель)",
        ),
        (
            "Срок: Рассчитать фонды к распределению и сообщить их размеры",
            "2\u00a0рабочих дня",
            "4\u00a0рабочих дня",
        ),
        (
            "Срок: Направить утверждённые результаты на согласование Губернатору",
            "до 15 февраля года после финансового года",
            "до 20 марта года после финансового года",
        ),
        (
            "Основание 1.6(2): текст",
            stored.edition.ground("ground_2").text,
            "Новый текст основания",
        ),
        ("Проверка: Получатель замещает должность одного из трёх видов: пункт", "3.9", "3.7"),
    }
    assert stored_edition_for(2026) == stored, "nothing is saved before it has been shown"

    saved = at_office.post(url, data | {"shown": preview.context["digest"]})
    made = StoredEdition.objects.get(act_number="12-пг")
    assert saved["Location"] == reverse("regulation:edition", args=(made.pk,))
    assert (made.version, made.based_on, made.loaded_by) == (1, stored, office.actor.label)
    edition = edition_for(2026)
    assert edition == made.edition
    limit, untouched = edition.parameter("max_projects"), edition.parameter("majority")
    assert (limit.act, limit.in_force_from) == ("12-пг", date(2026, 2, 1))
    assert (untouched.act, untouched.in_force_from) == ("83-пг", date(2022, 10, 10))
    assert edition.due_date(edition.obligation("results_to_governor"), 2026) == date(2027, 3, 20)
    assert edition.obligation("check_and_forward").working_days == 3
    assert edition_for(2025) == stored.edition, "former years keep their edition"
    entry = Entry.objects.order_by("-pk")[0]
    assert (entry.actor, entry.action) == (office.actor.key, "Внесена редакция Порядка")
    assert "Внесена редакция Порядка" in at_office.get(saved["Location"]).content.decode()


def test_hidden_fields_of_the_preview_save_what_was_shown(stored: StoredEdition, at_office: Client) -> None:
    """What the preview page carries is the whole form: a box without a tick stays without."""
    data = filled_in(stored, parameter_deemed_receipt=None, parameter_max_projects="5")  # type: ignore[arg-type]
    url = addresses(stored)["new"]
    form = at_office.post(url, data).context["form"]
    carried = {bound.html_name: str(bound.value()) for bound in form}
    digest = at_office.post(url, carried).context["digest"]
    assert at_office.post(url, carried | {"shown": digest}).status_code == 302
    assert not edition_for(2025).boolean("deemed_receipt")
    assert edition_for(2025).integer("max_projects") == 5
    assert stored_edition_for(2025).version == 2


def test_what_was_not_shown_is_not_saved(stored: StoredEdition, at_office: Client) -> None:
    url = addresses(stored)["new"]
    digest = at_office.post(url, filled_in(stored, parameter_max_projects="5")).context["digest"]
    answer = at_office.post(url, filled_in(stored, parameter_max_projects="50") | {"shown": digest})
    assert answer.status_code == 200
    assert ("6", "50") in [(change.was, change.now) for change in answer.context["changes"]]
    assert edition_for(2025).integer("max_projects") == 6


def test_saving_twice_makes_one_edition(stored: StoredEdition, at_office: Client) -> None:
    url, data = addresses(stored)["new"], filled_in(stored, parameter_max_projects="5")
    data["shown"] = at_office.post(url, data).context["digest"]
    first, second = at_office.post(url, data), at_office.post(url, data)
    assert first["Location"] == second["Location"]
    assert StoredEdition.objects.filter(complete=True).count() == 2


def test_one_may_go_back_to_the_form_with_everything_kept(stored: StoredEdition, at_office: Client) -> None:
    data = filled_in(stored, parameter_max_projects="5", edit="1")
    page = at_office.post(addresses(stored)["new"], data)
    assert page.templates[0].name == "regulation/new.html"
    assert page.context["form"]["parameter_max_projects"].value() == "5"


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("act_number", "", "Обязательное поле."),
        ("in_force_from", "вчера", "Введите дату"),
        ("parameter_max_projects", "-1", "Не меньше 0"),
        ("parameter_max_projects", "шесть", "целое число"),
        ("parameter_ceiling_multiplier", "0,5", "Не меньше 1"),
        ("parameter_quorum", "1/0", "дробь меньше единицы"),
        ("parameter_quorum", "половина", "дробь меньше единицы"),
        ("parameter_allowed_coefficients", "0, один", "числа через точку с запятой"),
        ("parameter_allowed_coefficients", "1; 1,0", "Число повторяется"),
        ("parameter_discipline_fall", "never", "never"),
        ("term_fund_notices", "0", "Не меньше 1"),
        ("day_results_to_governor", "32", "Не больше 31"),
        ("ground_text_ground_2", " ", "Обязательное поле."),
        ("check_clause_positions", "9.9", "9.9"),
    ],
)
def test_mistake_is_told_beside_its_field(
    stored: StoredEdition, at_office: Client, field: str, typed: str, told: str
) -> None:
    page = at_office.post(addresses(stored)["new"], filled_in(stored, **{field: typed}))
    assert page.status_code == 200
    assert told in str(page.context["form"].errors[field])


def test_day_that_does_not_exist_is_refused(stored: StoredEdition, at_office: Client) -> None:
    data = filled_in(stored, day_results_to_governor="30", month_results_to_governor="2")
    page = at_office.post(addresses(stored)["new"], data)
    assert "нет такого дня – 30.02" in str(page.context["form"].non_field_errors())


def test_coefficients_that_no_code_can_carry_out_are_refused(stored: StoredEdition, at_office: Client) -> None:
    page = at_office.post(addresses(stored)["new"], filled_in(stored, parameter_allowed_coefficients="0, 2"))
    assert "значение 2 больше наибольшего" in str(page.context["form"].non_field_errors())


def test_edition_without_a_change_is_refused(stored: StoredEdition, at_office: Client) -> None:
    page = at_office.post(addresses(stored)["new"], filled_in(stored))
    assert "Ничего не изменено" in str(page.context["form"].non_field_errors())


def test_number_of_an_act_may_repeat_in_another_year(stored: StoredEdition, at_office: Client) -> None:
    url = addresses(stored)["new"]
    data = filled_in(
        stored, act_number="83-пг", act_date="2026-01-20", in_force_from="2026-02-01", parameter_max_projects="5"
    )
    data["shown"] = at_office.post(url, data).context["digest"]
    at_office.post(url, data)
    edition = edition_for(2026)
    assert (edition.own_act.number, edition.own_act.date) == ("83-пг", date(2026, 1, 20))
    assert edition.act_named(edition.parameter("majority").act).date == date(2022, 10, 10)
