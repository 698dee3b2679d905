"""The main way of each role, told as a person would tell it: what is there, what he does, what has become of it.

A way is walked by a hand (tests/browser/hands.py): a mouse or a keyboard, wide or narrow, with scripts or without.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from bonus_fund.models import Agreement, BonusProposal, ForwardingRegister
from projects.services.cycles import open_cycle
from protocols.letters import TO_GOVERNOR
from protocols.models import Dispatch, Protocol, Vote
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


@dataclass(frozen=True)
class Way:
    """`prepare` makes what there is on `day` and names the `user`; `walk` does the work from the home page on.

    `happened` asserts what has become of it, `journal` is the entry under the user's name, `next_home` names whose
    home page tells what is to be done now, and in which words. `everywhere`: in all four combinations.
    """

    role: str
    task: str
    day: date
    prepare: Callable[[], Any]
    walk: Callable[[Hand, Any], None]
    happened: Callable[[Any], bool]
    journal: str
    next_home: Callable[[Any], tuple[User, str]] | None = None
    everywhere: bool = False

    def __str__(self) -> str:
        return f"{self.role}-{self.task}"


# The office.


def _before_the_year() -> Any:
    run("load_methodology", str(METHODOLOGY), "--in-force")
    office = factories.user_with(Role.OFFICE)
    with clock.at(BEFORE_THE_YEAR):
        open_cycle(2025, by=SYSTEM)
    for code in ("E3", "N4"):
        factories.complete_card(code)
    return SimpleNamespace(user=office)


def _rank(hand: Hand, there: Any) -> None:
    hand.follow("первичное ранжирование")
    hand.choose("Вид", "первичное")
    hand.press("Рассчитать")
    hand.press("Подтвердить…")
    hand.press("Подтвердить")
    hand.sees("подтверждено")


def _accepted() -> Any:
    year = years.submitted_year()
    assert year.fund is not None
    with clock.at(years.ANNOUNCED):
        perform(year.fund, "accept", by=year.office)
    return _as(year, year.office)


def _announce(hand: Hand, there: Any) -> None:
    hand.follow("Рассчитать фонды к распределению, Общий фонд")
    hand.press("Рассчитать")
    hand.press("Объявить размеры фондов…")
    hand.write("Исходящий номер уведомлений", "12-45")
    hand.press("Объявить размеры фондов")
    hand.sees("12-45")


# Heads.


def _of_project() -> Any:
    year = years.acknowledged_year()
    return _as(year, year.heads["A1"])


def _propose(hand: Hand, there: Any) -> None:
    hand.follow("Заполнить")
    hand.press("Поровну")
    hand.press("Сохранить и направить на согласование")
    hand.sees("ждёт решения: КЗ, КТ")


def _asked() -> Any:
    year = years.acknowledged_year()
    with clock.at(years.ACKNOWLEDGED):
        year.write("A1", Белова=500_000, Громов=300_000)
        perform(year.proposal("A1"), "ask_agreement", by=year.heads["A1"])
    return _as(year, year.body_heads["КТ"])


def _agree(hand: Hand, there: Any) -> None:
    hand.follow("Согласовать премии сотрудников: КТ")
    hand.press("Согласовать")
    hand.sees("согласовано")


def _of_body() -> Any:
    year = years.acknowledged_year()
    return _as(year, year.body_heads["КФ"])


def _propose_own(hand: Hand, there: Any) -> None:
    hand.follow("Заполнить")
    hand.press("Поровну")
    hand.press("Сохранить и направить в проектный офис")
    hand.sees("Направлено в проектный офис")


# The council, the Governor.


def _called(*, voted: bool) -> Any:
    ranking, members = confirmed_ranking("E3", "N4"), council()
    protocol = members.open(_agenda(members, ranking))
    if voted:
        members.vote(protocol)
    return SimpleNamespace(council=members, protocol=protocol)


def _agenda(members: Any, ranking: Ranking) -> Protocol:
    protocol: Protocol = members.draft(ranking)
    members.propose(protocol, "E3")
    agenda.add_question(protocol, title="Разное", speaker="", decision="Принять к сведению", by=members.office)
    return protocol


def _of_secretary() -> Any:
    there = _called(voted=False)
    return _as(there, there.council.secretary)


def _record(hand: Hand, there: Any) -> None:
    hand.follow("Вести заседание")
    hand.follow("Весь протокол")
    for box in hand.all_of("#votes ~ form input[value=for]"):
        hand.mark(box)
    hand.press("Внести голоса")
    hand.sees("7 / 0 / 0")


def _of_member() -> Any:
    there = _called(voted=False)
    return _as(there, there.council.member)


def _vote(hand: Hand, there: Any) -> None:
    hand.follow("Проголосовать на заседании")
    for box in hand.all_of(".own-ballot input[value=for]"):
        hand.mark(box)
    hand.press("Проголосовать")
    hand.sees("Голоса внесены")


def _of_chair() -> Any:
    there = _called(voted=True)
    return _as(there, there.council.chair)


def _approve(hand: Hand, there: Any) -> None:
    hand.follow("Утвердить протокол")
    hand.press("Утвердить протокол…")
    hand.press("Утвердить протокол")
    hand.sees("утверждён")


def _with_governor() -> Any:
    year = years.approved_year()
    with clock.at(SITTING):
        letter = Dispatch.objects.get(kind=TO_GOVERNOR.code, subject_key=year.protocol.pk)
        perform(letter, "send", by=year.office, number="01-12/14")
    return _as(year, year.governor)


def _decide(hand: Hand, there: Any) -> None:
    hand.follow("Согласовать или вернуть результаты")
    hand.press("Согласовать результаты…")
    hand.write("Номер решения", "12-рез")
    hand.press("Согласовать результаты")
    hand.sees("согласован")


# Money.


def _awaited() -> Any:
    year = years.received_year()
    return _as(year, year.administration)


def _recalculate(hand: Hand, there: Any) -> None:
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


def _under_check() -> Any:
    year = years.acknowledged_year()
    with clock.at(PROPOSED):
        year.write("КФ", Ершов=100)
        perform(year.proposal("КФ"), "submit", by=year.body_heads["КФ"])
        perform(year.proposal("КФ"), "pass_to_check", by=year.office)
    return _as(year, year.economy)


def _check(hand: Hand, there: Any) -> None:
    hand.follow("Проверить предложение: КФ")
    hand.follow("Проверено, соответствует")
    hand.press("Проверено, соответствует")
    hand.sees("Записано при проверке")


def _checked() -> Any:
    there = _under_check()
    with clock.at(PROPOSED):
        perform(there.proposal("КФ"), "pass_check", by=there.economy)
    return there


def _forward(hand: Hand, there: Any) -> None:
    hand.follow("Передать в Управление делами 1 предложение")
    hand.write("Исходящий номер", "КЭР-3")
    hand.press("Проверить итоги")
    hand.press("Передать 100,00")
    hand.sees("передан в Управление делами")


# The methodology, the audit, the accounts.


def _drafted() -> Any:
    run("load_methodology", str(METHODOLOGY), "--in-force")
    in_force = Methodology.objects.get()
    draft = methodologies.draft("Новый порядок", in_force.content, by=SYSTEM)
    economy = factories.user_with(Role.ECONOMY_COMMITTEE)
    return SimpleNamespace(user=factories.user_with(Role.FINANCE_COMMITTEE), draft=draft, economy=economy)


def _agree_methodology(hand: Hand, there: Any) -> None:
    hand.follow("Согласовать методику")
    hand.follow("Согласовать")
    hand.write("Номер письма о согласовании", "КФ-7")
    hand.press("Согласовать")
    hand.sees("КФ-7")


def _audited() -> Any:
    year = years.announced_year()
    return _as(year, year.auditor)


def _audit(hand: Hand, there: Any) -> None:
    hand.open_menu("Журнал")
    hand.write("Что", "Объявить размеры")
    hand.press("Показать", within=".filters")
    hand.sees("Объявить размеры фондов")
    hand.sees(there.office.full_name)


def _alone() -> Any:
    return SimpleNamespace(user=factories.user_with(Role.ADMIN))


def _admit(hand: Hand, there: Any) -> None:
    hand.open_menu("Учётные записи")
    hand.follow("Новая учётная запись")
    hand.write("Имя для входа", "petrova")
    hand.write("Фамилия, имя, отчество", "Петрова Анна Сергеевна")
    hand.choose("Роль с сегодняшнего дня", "центральный проектный офис")
    hand.write("Основание роли", "приказ от 12.01.2026 № 7")
    hand.press("Создать")
    hand.sees("Учётная запись создана")


def _as(there: Any, user: User) -> Any:
    """The same, entered by the user."""
    there.user = user
    return there


def _state(there: Any, name: str) -> str:
    return str(there.proposal(name).state)


WAYS = [
    Way(
        "office",
        "ranking",
        BEFORE_THE_YEAR,
        _before_the_year,
        _rank,
        lambda _: Ranking.objects.get().state == "confirmed",
        "Подтвердить",
        everywhere=True,
    ),
    Way(
        "office",
        "funds",
        years.ANNOUNCED,
        _accepted,
        _announce,
        lambda it: it.proposal("A1").state == "draft",
        "Объявить размеры фондов",
        lambda it: (it.heads["A1"], "Заполнить премии команды"),
    ),
    Way(
        "project head",
        "proposal",
        PROPOSED,
        _of_project,
        _propose,
        lambda it: _state(it, "A1") == "in_agreement",
        "Направить на согласование",
        lambda it: (it.body_heads["КТ"], "Согласовать премии сотрудников: КТ"),
        everywhere=True,
    ),
    Way(
        "body head",
        "agreement",
        PROPOSED,
        _asked,
        _agree,
        lambda it: Agreement.objects.get(authority="КТ").state == "agreed",
        "Согласовать",
        lambda it: (it.body_heads["КЗ"], "Согласовать премии сотрудников: КЗ"),
        everywhere=True,
    ),
    Way(
        "body head",
        "proposal",
        PROPOSED,
        _of_body,
        _propose_own,
        lambda it: _state(it, "КФ") == "submitted",
        "Направить в проектный офис",
        lambda it: (it.office, "Зарегистрировать и передать в Комитет 1 предложение"),
    ),
    Way(
        "council secretary",
        "votes",
        SITTING,
        _of_secretary,
        _record,
        lambda it: Vote.objects.count() == 21,
        "Внесены голоса",
        lambda it: (it.council.chair, "Утвердить протокол малого совета"),
    ),
    Way(
        "council member",
        "vote",
        SITTING,
        _of_member,
        _vote,
        lambda it: Vote.objects.filter(seat=it.council.seats[2]).count() == 3,
        "Внесены голоса",
        lambda it: (it.council.chair, "Проголосовать на заседании малого совета"),
    ),
    Way(
        "council chair",
        "approval",
        SITTING,
        _of_chair,
        _approve,
        lambda _: Protocol.objects.get().state == "approved",
        "Утвердить протокол",
        lambda it: (it.council.office, "Отправить:"),
    ),
    Way(
        "Governor's office",
        "decision",
        DECIDED,
        _with_governor,
        _decide,
        lambda _: Protocol.objects.get().state == "agreed",
        "Согласовать результаты",
    ),
    Way(
        "Administration",
        "general fund",
        years.SUBMITTED,
        _awaited,
        _recalculate,
        lambda it: type(it.fund).objects.get().state == "submitted",
        "Направить в проектный офис",
        lambda it: (it.office, "Принять общий фонд или вернуть"),
    ),
    Way(
        "Economy Committee",
        "check",
        PROPOSED,
        _under_check,
        _check,
        lambda it: _state(it, "КФ") == "checked",
        "Проверено, соответствует",
        lambda it: (it.economy, "Передать в Управление делами 1 предложение"),
    ),
    Way(
        "Economy Committee",
        "forwarding",
        PROPOSED,
        _checked,
        _forward,
        lambda it: ForwardingRegister.objects.get().proposals.get() == it.proposal("КФ"),
        "Передать в Управление делами",
        lambda it: (it.administration, "Подтвердить получение"),
    ),
    Way(
        "Finance Committee",
        "methodology",
        SITTING,
        _drafted,
        _agree_methodology,
        lambda it: Methodology.objects.get(pk=it.draft.pk).state == "agreed",
        "Согласовать",
        lambda it: (it.economy, "Утвердить методику ранжирования приказом"),
    ),
    Way(
        "auditor",
        "journal",
        PROPOSED,
        _audited,
        _audit,
        lambda _: not BonusProposal.objects.exclude(state="draft").exists(),
        "Вход в портал",
    ),
    Way(
        "admin",
        "account",
        SITTING,
        _alone,
        _admit,
        lambda _: Role.OFFICE in User.objects.get(username="petrova").roles,
        "Учётная запись создана",
    ),
]
