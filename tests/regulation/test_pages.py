"""Pages of the law: reading it, making an edition, attaching the official text."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ranking_portal import clock
from ranking_portal.accounts.enums import DERIVED_ROLES, GRANTABLE_ROLES, Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.journal.models import Entry
from ranking_portal.regulation import officialtext
from ranking_portal.regulation.forms import EditionForm
from ranking_portal.regulation.models import StoredEdition
from ranking_portal.regulation.services import edition_for, load, stored_edition_for
from ranking_portal.ui import search
from tests import factories

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]
PDF = b"%PDF-1.7\n% text of the act"
ClientOf = Callable[[User], Client]


@pytest.fixture
def at_office(office: User, client_of: ClientOf) -> Client:
    """The office's browser."""
    return client_of(office)


def filled_in(stored: StoredEdition, **changed: str) -> dict[str, str]:
    """The form as the page gives it, with some fields changed; None takes a box's tick away."""
    form = EditionForm(base=stored.edition)
    data: dict[str, str] = {}
    for bound in form:
        value = bound.field.prepare_value(bound.value())
        if value is not False:
            data[bound.html_name] = "on" if value is True else str(value)
    data |= changed
    return {name: value for name, value in data.items() if value is not None}


def addresses(stored: StoredEdition) -> dict[str, str]:
    pages = {name: reverse(f"regulation:{name}", args=(stored.pk,)) for name in ("edition", "new", "attach")}
    return {"index": reverse("regulation:index"), **pages}


# Reading


def test_law_is_told_clause_by_clause(stored: StoredEdition, at_office: Client) -> None:
    page = at_office.get(reverse("regulation:index")).content.decode()
    for clause in stored.edition.clauses:
        assert f'id="{clause.anchor}"' in page
        assert clause.title in page
        for part in clause.parts:
            assert f'id="{part.anchor}"' in page
    for parameter in stored.edition.parameters:
        assert parameter.title in page
    assert "от 10.10.2022 №\u00a083-пг" in page
    assert "от 04.08.2021 №\u00a069-пг" in page
    assert "открытый вопрос" in page
    assert "только номер и дата" in page


def test_only_links_that_lead_somewhere_are_shown(stored: StoredEdition, at_office: Client) -> None:
    page = at_office.get(reverse("regulation:index")).content.decode()
    assert 'href="/rankings/"' in page
    edition = stored.edition.as_plain()
    edition["clauses"][0]["links"] = [{"title": "Нет такой страницы", "path": "/nowhere/at/all/"}]
    load(edition, SYSTEM)
    assert "Нет такой страницы" not in at_office.get(reverse("regulation:index")).content.decode()


def test_page_of_an_edition_known_by_its_act_only(at_office: Client) -> None:
    row = StoredEdition.objects.get(act_number="69-пг")
    page = at_office.get(reverse("regulation:edition", args=(row.pk,))).content.decode()
    assert "известна порталу только номером и датой" in page
    assert at_office.get(reverse("regulation:new", args=(row.pk,))).status_code == 404


def test_list_of_editions_costs_the_same_for_any_number(
    stored: StoredEdition, at_office: Client, django_assert_max_num_queries: Any
) -> None:
    at_office.get(reverse("regulation:index"))
    with django_assert_max_num_queries(20) as few:
        at_office.get(reverse("regulation:index"))
    cost = len(few)
    plain = stored.edition.as_plain()
    for year in range(2030, 2040):
        load(plain | {"in_force_from": f"{year}-01-01"}, SYSTEM)
    # What the frame knows is read anew after each change.
    at_office.get(reverse("regulation:index"))
    with django_assert_max_num_queries(20) as many:
        at_office.get(reverse("regulation:index"))
    assert len(many) == cost


def test_today_decides_which_edition_is_read(stored: StoredEdition, at_office: Client) -> None:
    plain = stored.edition.as_plain() | {"in_force_from": "2027-01-01", "title": "Редакция будущего"}
    load(plain, SYSTEM)
    law = reverse("regulation:index")
    assert "Редакция будущего" not in at_office.get(law).content.decode()
    with clock.at(date(2027, 1, 1)):
        assert "Редакция будущего" in at_office.get(law).content.decode()


def test_clauses_are_found_by_number_and_by_word(stored: StoredEdition, office: User) -> None:
    found = search.find(office, "пункт 2.5")["Регламент"]
    assert [one.url for one in found] == [reverse("regulation:index") + "#clause-2.5"]
    assert any(one.url.endswith("#clause-2.6-3") for one in search.find(office, "общего фонда")["Регламент"])


# Rights


@pytest.mark.parametrize("role", GRANTABLE_ROLES)
def test_everybody_signed_in_reads_and_the_office_alone_makes(
    stored: StoredEdition, client_of: ClientOf, user_with: Callable[..., User], role: Role
) -> None:
    client = client_of(user_with(role))
    making = 200 if role == Role.OFFICE else 403
    expected = {"index": 200, "edition": 200, "new": making, "attach": making}
    assert {name: client.get(url).status_code for name, url in addresses(stored).items()} == expected
    if role != Role.OFFICE:
        data = filled_in(stored, parameter_max_projects="5")
        assert client.post(addresses(stored)["new"], data).status_code == 403
        assert client.post(addresses(stored)["attach"]).status_code == 403


def test_heads_read_the_law(stored: StoredEdition, client_of: ClientOf) -> None:
    for head in (
        factories.body_head(factories.OrganizationFactory.create()),
        factories.project_head(factories.CardFactory.create()),
    ):
        assert head.roles & DERIVED_ROLES
        client = client_of(head)
        assert client.get(addresses(stored)["index"]).status_code == 200
        assert client.get(addresses(stored)["new"]).status_code == 403


def test_account_without_a_role_reads_the_law(
    stored: StoredEdition, client_of: ClientOf, user_with: Callable[..., User]
) -> None:
    assert client_of(user_with()).get(reverse("regulation:index")).status_code == 200


def test_anonymous_are_sent_to_sign_in(stored: StoredEdition) -> None:
    for url in (*addresses(stored).values(), reverse("regulation:official-text", args=(stored.pk,))):
        answer = Client().get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("login"))


def test_law_is_not_posted_to(stored: StoredEdition, at_office: Client) -> None:
    assert at_office.post(addresses(stored)["index"]).status_code == 405
    assert at_office.post(addresses(stored)["edition"]).status_code == 405


# Making an edition


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


# The official text


def docx(member: str = "word/document.xml") -> bytes:
    """A tiny archive of that kind."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, "<w:document/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("117-пг.pdf", PDF, "application/pdf"),
        ("117-пг.DOCX", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("117-пг.rtf", b"{\\rtf1 text}", "application/rtf"),
    ],
)
def test_official_text_is_attached_and_downloaded_as_it_was(
    stored: StoredEdition,
    at_office: Client,
    client_of: ClientOf,
    user_with: Callable[..., User],
    name: str,
    content: bytes,
    kind: str,
) -> None:
    answer = at_office.post(addresses(stored)["attach"], {"file": SimpleUploadedFile(name, content, "text/html")})
    assert answer["Location"] == addresses(stored)["edition"]
    assert name in at_office.get(addresses(stored)["index"]).content.decode()
    assert Entry.objects.order_by("-pk")[0].action == "Приложен официальный текст"
    reader = client_of(user_with(Role.AUDITOR))
    download = reader.get(reverse("regulation:official-text", args=(stored.pk,)))
    assert b"".join(download.streaming_content) == content  # type: ignore[attr-defined]
    assert download["Content-Type"] == kind
    assert download["Content-Disposition"].startswith("attachment")


def test_official_text_may_be_replaced_and_the_former_file_stays(stored: StoredEdition, at_office: Client) -> None:
    url = addresses(stored)["attach"]
    at_office.post(url, {"file": SimpleUploadedFile("a.pdf", PDF)})
    former = StoredEdition.objects.get(pk=stored.pk)
    at_office.post(url, {"file": SimpleUploadedFile("b.pdf", PDF + b" mended")})
    now = StoredEdition.objects.get(pk=stored.pk)
    assert now.official_text_name == "b.pdf"
    assert now.official_text_sha256 != former.official_text_sha256
    assert former.official_text.read() == PDF
    assert Entry.objects.order_by("-pk")[0].action == "Заменён официальный текст"


def test_same_file_again_changes_nothing(stored: StoredEdition, at_office: Client) -> None:
    url = addresses(stored)["attach"]
    at_office.post(url, {"file": SimpleUploadedFile("a.pdf", PDF)})
    told = Entry.objects.count()
    at_office.post(url, {"file": SimpleUploadedFile("a.pdf", PDF)})
    assert Entry.objects.count() == told


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pdf", b"<html>not a document</html>", "содержимое этого файла – другое"),
        ("a.docx", docx("xl/workbook.xml"), "содержимое этого файла – другое"),
        ("a.docx", b"PK\x03\x04broken", "содержимое этого файла – другое"),
        ("a.html", PDF, "расширение другое"),
        ("a.pdf", b"", "пуст"),
    ],
)
def test_file_of_another_kind_is_refused(
    stored: StoredEdition, at_office: Client, name: str, content: bytes, told: str
) -> None:
    page = at_office.post(addresses(stored)["attach"], {"file": SimpleUploadedFile(name, content, "application/pdf")})
    assert told in str(page.context["form"].errors["file"])
    assert not StoredEdition.objects.get(pk=stored.pk).official_text


def test_file_too_large_is_refused() -> None:
    assert "больше 20 МБ" in officialtext.complaint("a.pdf", officialtext.LARGEST_BYTES + 1, io.BytesIO(PDF))


def test_official_text_that_is_not_there_is_not_found(stored: StoredEdition, at_office: Client) -> None:
    assert at_office.get(reverse("regulation:official-text", args=(stored.pk,))).status_code == 404
