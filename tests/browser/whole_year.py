"""A whole year in a real browser, a role after a role: from the workbook to the forwarded bonuses (clauses 2.2-2.6).

Walked through in the very services of docker-compose.yml (tests/deployment/test_native.py).

E3 alone is proposed for coefficient 1, so that every hand that clause 2.6 names acts once.
"""

from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from bonus_fund.models import BonusProposal, ForwardingRegister, FundRecalculation
from projects.models import ProjectYear
from protocols.enums import SeatRole
from protocols.models import CouncilSeat, Dispatch, Protocol
from ranking.models import Ranking
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.deadlines.models import Deadline
from ranking_portal.directory.enums import PostCategory
from ranking_portal.directory.models import Appointment, Organization, Post, body_office
from tests import factories
from tests.ranking.reading import DATA

CODE = "E3"


class Actors:
    """Everybody who acts, each signed in through the form of the page, on the portal's own day."""

    def __init__(self, browser: Browser, home: str, portal_day: Any) -> None:
        self.browser, self.home, self.portal_day = browser, home, portal_day
        self.pages: dict[int, Page] = {}

    def on(self, day: date) -> None:
        """The portal's day."""
        self.portal_day.day = day

    def of(self, user: User) -> Page:
        """The user's own browser."""
        if user.pk not in self.pages:
            page = self.browser.new_context(locale="ru-RU").new_page()
            page.set_default_timeout(15_000)
            page.goto(f"{self.home}/login/")
            page.fill("input[name=username]", user.username)
            page.fill("input[name=password]", factories.PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(f"{self.home}/")
            self.pages[user.pk] = page
        return self.pages[user.pk]


def submit(page: Page) -> None:
    """Press the button of the page's form."""
    page.click("main form[method=post] button[type=submit]")


def register_and_rankings(actors: Actors, office: User) -> None:
    """Clauses 2.2 and 2.3: the workbook, the primary ranking before the year, the clarifying one after it."""
    actors.on(date(2024, 12, 20))
    page = actors.of(office)
    page.goto(f"{actors.home}/imports/new/")
    page.set_input_files("input[type=file]", str(Path(DATA) / "register-2025.xlsx"))
    page.fill("input[name=year]", "2025")
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("Организации")
    page.click("main button:has-text('Загрузить')")
    expect(page.locator("main")).to_contain_text("загружена")
    page.goto(f"{actors.home}/projects/")
    expect(page.locator("main")).to_contain_text("Финансовая поддержка семей")
    for kind, as_of, day in (
        ("primary", "2024-12-20", date(2024, 12, 20)),
        ("clarifying", "2026-01-26", date(2026, 1, 28)),
    ):
        actors.on(day)
        page.goto(f"{actors.home}/rankings/?year=2025")
        page.select_option("select[name=kind]", kind)
        page.fill("input[name=as_of]", as_of)
        submit(page)
        if kind == "clarifying":
            # The reference points of the workbook (clause 2.2), and why the first project has them.
            expect(page.locator("tbody tr").first).to_contain_text("Цифровая образовательная среда")
            expect(page.locator("tbody tr").first).to_contain_text("71,58")
            page.click("tbody tr:first-child a")
            expect(page.locator("main")).to_contain_text("38")
            page.go_back()
        page.click("main summary:has-text('Подтвердить')")
        page.click("main details[open] button:has-text('Подтвердить')")
        expect(page.locator("main")).to_contain_text("подтверждено")
    assert Ranking.objects.filter(state="confirmed").count() == 2


def seat(role: SeatRole) -> CouncilSeat:
    """A seat of the council held by somebody since 2020."""
    return CouncilSeat.objects.create(
        person=factories.PersonFactory.create(), role=role, since=date(2020, 1, 1), order="распоряжение № 1"
    )


def protocol(actors: Actors, office: User) -> None:
    """Clauses 2.4-2.6: the sitting, the votes, the approval."""
    actors.on(date(2026, 2, 9))
    seats = [seat(SeatRole.CHAIR), *(seat(SeatRole.MEMBER) for _ in range(2))]
    clerk = seat(SeatRole.SECRETARY)
    page = actors.of(office)
    page.goto(f"{actors.home}/protocols/new/?year=2025")
    page.fill("input[name=number]", "1")
    page.fill("input[name=held_on]", "2026-02-09")
    page.fill("input[name=place]", "Санкт-Петербург")
    page.select_option("select[name=chair]", str(seats[0].pk))
    page.select_option("select[name=secretary]", str(clerk.pk))
    submit(page)
    page.click("main a[href$='/candidates/new/']")
    page.select_option("select[name=project]", CODE)
    page.check("input[name=grounds][value='2']")
    page.fill("textarea[name=justification]", "Наибольшая управленческая сложность")
    submit(page)
    address = f"{actors.home}/protocols/{Protocol.objects.get().pk}/"
    page = actors.of(factories.user_with(Role.COUNCIL_SECRETARY, person=clerk.person))
    page.goto(address)
    for box in page.locator("input[name=present]").all():
        box.check()
    page.click("button:has-text('Отметить присутствующих')")
    page.goto(f"{address}do/open_voting/")
    submit(page)
    for radio in page.locator("input[type=radio][value=for]").all():
        radio.check()
    page.click("button:has-text('Внести голоса')")
    page = actors.of(factories.user_with(Role.COUNCIL_MEMBER, person=seats[0].person))
    page.goto(f"{address}do/approve/")
    submit(page)
    expect(page.locator("main")).to_contain_text("утверждён")


def letters(actors: Actors, office: User, administration: User) -> None:
    """Clause 2.6: the protocol goes to the Administration and to the Governor, who agrees."""
    actors.on(date(2026, 2, 10))
    page = actors.of(office)
    for letter in Dispatch.objects.order_by("pk"):
        page.goto(f"{actors.home}/dispatches/{letter.pk}/do/send/")
        page.fill("input[name=number]", f"01-12/{letter.pk}")
        submit(page)
    page = actors.of(administration)
    page.goto(f"{actors.home}/dispatches/{Dispatch.objects.get(kind='protocol_to_administration').pk}/")
    page.click("button:has-text('Подтвердить получение')")
    page = actors.of(factories.user_with(Role.GOVERNOR_OFFICE))
    page.goto(f"{actors.home}/protocols/{Protocol.objects.get().pk}/do/agree/")
    page.fill("input[name=number]", "12-рез")
    submit(page)
    assert Protocol.objects.get().state == "agreed"


def general_fund(actors: Actors, office: User, administration: User) -> None:
    """Clause 2.6: the Administration enters and sends the fund, the office accepts, computes and announces."""
    actors.on(date(2026, 2, 11))
    page = actors.of(administration)
    address = f"{actors.home}/funds/{FundRecalculation.objects.get().pk}/"
    page.goto(f"{address}edit/")
    page.fill("input[name=team_kopecks]", "3 000 000,01")
    page.fill("input[name=infrastructure_kopecks]", "600000")
    page.fill("input[name=basis_title]", "Распоряжение № 43-р")
    order: Any = {"name": "order.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 order"}
    page.set_input_files("input[type=file]", order)
    page.click("main form[method=post] button:has-text('Сохранить')")
    page.goto(f"{address}do/submit/")
    page.fill("input[name=number]", "УД-43")
    submit(page)
    book = page.request.get(f"{address}xlsx/")
    assert book.body().startswith(b"PK")

    actors.on(date(2026, 2, 12))
    page = actors.of(office)
    page.goto(f"{address}do/accept/")
    submit(page)
    page.goto(f"{address}distribution/do/compute/")
    submit(page)
    expect(page.locator("main")).to_contain_text("3 000 000,01")
    page.goto(f"{address}distribution/do/announce/")
    page.fill("input[name=number]", "12-45")
    submit(page)
    assert set(Deadline.objects.filter(code="fund_notices").values_list("state", flat=True)) == {"met"}


def head_of(scope: str) -> User:
    """The account of the head of the project or of the body."""
    kind, _, name = scope.partition(":")
    if kind == "authority":
        return head_of_body(Organization.objects.get(short_name=name))
    person = ProjectYear.objects.get(project__code=name).head
    assert person is not None
    return User.objects.filter(person=person).first() or factories.user_with(person=person)


def head_of_body(body: Organization) -> User:
    """Somebody of the body who receives nothing by any proposal: nobody decides about himself."""
    held = Appointment.objects.filter(office=body_office(body.short_name)).first()
    if held is None:
        taken = BonusProposal.objects.filter(lines__person__isnull=False).values("lines__person")
        post = Post.objects.filter(organization=body, category=PostCategory.CIVIL_SERVICE).exclude(person__in=taken)[0]
        held = Appointment.objects.create(
            office=body_office(body.short_name),
            office_label=str(body),
            person=post.person,
            since=date(2024, 1, 1),
            order="распоряжение № 1",
        )
    return User.objects.filter(person=held.person).first() or factories.user_with(person=held.person)


def _acknowledge(actors: Actors, scope: str) -> Page:
    notice = Dispatch.objects.get(kind__startswith="fund_notice", scope=scope)
    page = actors.of(head_of(scope))
    page.goto(f"{actors.home}/notices/{notice.pk}/")
    page.click("button:has-text('Подтвердить получение')")
    return page


def proposals(actors: Actors) -> None:
    """Clause 2.6: the head fills and asks, each body agrees its people, the head sends; a body sends its own."""
    actors.on(date(2026, 2, 13))
    page = _acknowledge(actors, f"project:{CODE}")
    team = BonusProposal.objects.get(scope=f"project:{CODE}")
    address = f"{actors.home}/proposals/{team.pk}/"
    page.goto(f"{address}edit/")
    page.click("main button:has-text('Поровну')")
    page.click("main button:has-text('Сохранить')")
    page.goto(f"{address}do/ask_agreement/")
    submit(page)
    assert team.agreements.count() == 3
    for agreement in team.agreements.all():
        body_page = actors.of(head_of_body(agreement.organization))
        body_page.goto(f"{actors.home}/agreements/{agreement.pk}/")
        body_page.click("main button:has-text('Согласовать')")
    page.goto(f"{address}do/submit/")
    submit(page)
    assert BonusProposal.objects.get(pk=team.pk).state == "submitted"

    own = BonusProposal.objects.filter(kind="infrastructure").order_by("pk")[0]
    page = _acknowledge(actors, own.scope)
    page.goto(f"{actors.home}/proposals/{own.pk}/edit/")
    page.click("main button:has-text('Поровну')")
    page.click("main button:has-text('Сохранить')")
    page.goto(f"{actors.home}/proposals/{own.pk}/do/submit/")
    submit(page)


def check_and_forwarding(actors: Actors, office: User, administration: User) -> None:
    """Clause 2.6: the office registers, the Committee checks and forwards, the Administration confirms."""
    actors.on(date(2026, 2, 16))
    assert BonusProposal.objects.filter(state="submitted").count() == 2
    page = actors.of(office)
    page.goto(f"{actors.home}/proposals/receive/")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    submit(page)
    economy = actors.of(factories.user_with(Role.ECONOMY_COMMITTEE))
    for proposal in BonusProposal.objects.filter(state="under_check"):
        economy.goto(f"{actors.home}/checks/{proposal.pk}/do/pass_check/")
        submit(economy)
    economy.goto(f"{actors.home}/checks/forward/")
    economy.fill("input[name=number]", "КЭР-3")
    submit(economy)
    if not ForwardingRegister.objects.exists():  # the page asks once more before it forwards
        submit(economy)
    register = ForwardingRegister.objects.get()
    page = actors.of(administration)
    page.goto(f"{actors.home}/registers/{register.pk}/")
    page.click("button:has-text('Подтвердить получение')")
    assert set(register.proposals.values_list("state", flat=True)) == {"forwarded"}
    assert Dispatch.objects.get(kind="forwarding_register").state == "received"
    assert page.request.get(f"{actors.home}/registers/{register.pk}/xlsx/").body().startswith(b"PK")
