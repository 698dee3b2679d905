"""What is there before each way, and how a person walks it: by what he sees written on the pages."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from projects.services.cycles import open_cycle
from protocols.letters import TO_GOVERNOR
from protocols.models import Dispatch, Protocol
from protocols.services import agenda
from ranking.models import Methodology, Ranking
from ranking.services import methodologies
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.bonus_fund import year as years
from tests.browser.hands import Hand
from tests.protocols.council import METHODOLOGY, confirmed_ranking, council
from tests.ranking.test_rankings import run

BEFORE_THE_YEAR, SITTING, DECIDED, PROPOSED = date(2024, 12, 20), date(2026, 2, 9), date(2026, 2, 10), date(2026, 2, 16)
PDF: Any = {"name": "order.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 order"}


# The office.


def before_the_year() -> Any:
    run("load_methodology", str(METHODOLOGY), "--in-force")
    office = factories.user_with(Role.OFFICE)
    with clock.at(BEFORE_THE_YEAR):
        open_cycle(2025, by=SYSTEM)
    for code in ("E3", "N4"):
        factories.complete_card(code)
    return SimpleNamespace(user=office)


def rank(hand: Hand, there: Any) -> None:
    hand.follow("первичное ранжирование")
    hand.choose("Вид", "первичное")
    hand.press("Рассчитать")
    hand.press("Подтвердить…")
    hand.press("Подтвердить")
    hand.sees("подтверждено")


def accepted() -> Any:
    year = years.submitted_year()
    assert year.fund is not None
    with clock.at(years.ANNOUNCED):
        perform(year.fund, "accept", by=year.office)
    return entered_by(year, year.office)


def announce(hand: Hand, there: Any) -> None:
    hand.follow("Рассчитать фонды к распределению, Общий фонд")
    hand.press("Рассчитать")
    hand.press("Объявить размеры фондов…")
    hand.write("Исходящий номер уведомлений", "12-45")
    hand.press("Объявить размеры фондов")
    hand.sees("12-45")


# Heads.


def of_project() -> Any:
    year = years.acknowledged_year()
    return entered_by(year, year.heads["A1"])


def propose(hand: Hand, there: Any) -> None:
    hand.follow("Заполнить")
    hand.press("Поровну")
    hand.press("Сохранить и направить на согласование")
    hand.sees("ждёт решения: КЗ, КТ")


def asked() -> Any:
    year = years.acknowledged_year()
    with clock.at(years.ACKNOWLEDGED):
        year.write("A1", Белова=500_000, Громов=300_000)
        perform(year.proposal("A1"), "ask_agreement", by=year.heads["A1"])
    return entered_by(year, year.body_heads["КТ"])


def agree(hand: Hand, there: Any) -> None:
    hand.follow("Согласовать премии сотрудников: КТ")
    hand.press("Согласовать")
    hand.sees("согласовано")


def of_body() -> Any:
    year = years.acknowledged_year()
    return entered_by(year, year.body_heads["КФ"])


def propose_own(hand: Hand, there: Any) -> None:
    hand.follow("Заполнить")
    hand.press("Поровну")
    hand.press("Сохранить и направить в проектный офис")
    hand.sees("Направлено в проектный офис")


# The council, the Governor.


def called(*, voted: bool) -> Any:
    ranking, members = confirmed_ranking("E3", "N4"), council()
    protocol = members.open(agenda_of(members, ranking))
    if voted:
        members.vote(protocol)
    return SimpleNamespace(council=members, protocol=protocol)


def agenda_of(members: Any, ranking: Ranking) -> Protocol:
    protocol: Protocol = members.draft(ranking)
    members.propose(protocol, "E3")
    agenda.add_question(protocol, title="Разное", speaker="", decision="Принять к сведению", by=members.office)
    return protocol


def of_secretary() -> Any:
    there = called(voted=False)
    return entered_by(there, there.council.secretary)


def record(hand: Hand, there: Any) -> None:
    hand.follow("Вести заседание")
    hand.follow("Весь протокол")
    for box in hand.all_of("#votes ~ form input[value=for]"):
        hand.mark(box)
    hand.press("Внести голоса")
    hand.sees("7 / 0 / 0")


def of_member() -> Any:
    there = called(voted=False)
    return entered_by(there, there.council.member)


def vote(hand: Hand, there: Any) -> None:
    hand.follow("Проголосовать на заседании")
    for box in hand.all_of(".own-ballot input[value=for]"):
        hand.mark(box)
    hand.press("Проголосовать")
    hand.sees("Голоса внесены")


def of_chair() -> Any:
    there = called(voted=True)
    return entered_by(there, there.council.chair)


def approve(hand: Hand, there: Any) -> None:
    hand.follow("Утвердить протокол")
    hand.press("Утвердить протокол…")
    hand.press("Утвердить протокол")
    hand.sees("утверждён")


def with_governor() -> Any:
    year = years.approved_year()
    with clock.at(SITTING):
        letter = Dispatch.objects.get(kind=TO_GOVERNOR.code, subject_key=year.protocol.pk)
        perform(letter, "send", by=year.office, number="01-12/14")
    return entered_by(year, year.governor)


def decide(hand: Hand, there: Any) -> None:
    hand.follow("Согласовать или вернуть результаты")
    hand.press("Согласовать результаты…")
    hand.write("Номер решения", "12-рез")
    hand.press("Согласовать результаты")
    hand.sees("согласован")


# Money.


def awaited() -> Any:
    year = years.received_year()
    return entered_by(year, year.administration)


def recalculate(hand: Hand, there: Any) -> None:
    hand.follow("Пересчитать общий фонд, Общий фонд")
    hand.write("Командная часть, руб.", "3 000 000,01")
    hand.write("Инфраструктурная часть, руб.", "600000")
    hand.write("Документ-основание", "Распоряжение № 43-р")
    hand.attach("Файл основания", PDF)
    hand.press("Сохранить")
    hand.press("Направить в проектный офис…")
    hand.write("Исходящий номер", "УД-43")
    hand.press("Направить в проектный офис")
    hand.sees("3 000 000,01")


def under_check() -> Any:
    year = years.acknowledged_year()
    with clock.at(PROPOSED):
        year.write("КФ", Ершов=100)
        perform(year.proposal("КФ"), "submit", by=year.body_heads["КФ"])
        perform(year.proposal("КФ"), "pass_to_check", by=year.office)
    return entered_by(year, year.economy)


def check(hand: Hand, there: Any) -> None:
    hand.follow("Проверить предложение: КФ")
    hand.follow("Проверено, соответствует")
    hand.press("Проверено, соответствует")
    hand.sees("Записано при проверке")


def checked() -> Any:
    there = under_check()
    with clock.at(PROPOSED):
        perform(there.proposal("КФ"), "pass_check", by=there.economy)
    return there


def forward(hand: Hand, there: Any) -> None:
    hand.follow("Передать в Управление делами 1 предложение")
    hand.write("Исходящий номер", "КЭР-3")
    hand.press("Проверить итоги")
    hand.press("Передать 100,00")
    hand.sees("передан в Управление делами")


# The methodology, the audit, the accounts.


def drafted() -> Any:
    run("load_methodology", str(METHODOLOGY), "--in-force")
    in_force = Methodology.objects.get()
    draft = methodologies.draft("Новый порядок", in_force.content, by=SYSTEM)
    economy = factories.user_with(Role.ECONOMY_COMMITTEE)
    return SimpleNamespace(user=factories.user_with(Role.FINANCE_COMMITTEE), draft=draft, economy=economy)


def agree_methodology(hand: Hand, there: Any) -> None:
    hand.follow("Согласовать методику")
    hand.follow("Согласовать")
    hand.write("Номер письма о согласовании", "КФ-7")
    hand.press("Согласовать")
    hand.sees("КФ-7")


def audited() -> Any:
    year = years.announced_year()
    return entered_by(year, year.auditor)


def audit(hand: Hand, there: Any) -> None:
    hand.open_menu("Журнал")
    hand.write("Что", "Объявить размеры")
    hand.press("Показать", within=".filters")
    hand.sees("Объявить размеры фондов")
    hand.sees(there.office.full_name)


def alone() -> Any:
    return SimpleNamespace(user=factories.user_with(Role.ADMIN))


def admit(hand: Hand, there: Any) -> None:
    hand.open_menu("Учётные записи")
    hand.follow("Новая учётная запись")
    hand.write("Имя для входа", "petrova")
    hand.write("Фамилия, имя, отчество", "Петрова Анна Сергеевна")
    hand.choose("Роль с сегодняшнего дня", "центральный проектный офис")
    hand.write("Основание роли", "приказ от 12.01.2026 № 7")
    hand.press("Создать")
    hand.sees("Учётная запись создана")


def entered_by(there: Any, user: User) -> Any:
    """The same, entered by the user."""
    there.user = user
    return there


def state_of(there: Any, name: str) -> str:
    return str(there.proposal(name).state)
