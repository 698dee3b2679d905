"""The main way of each role, told as a person would tell it: what is there, what he does, what has become of it.

A way is walked by a hand (tests/browser/hands.py): a mouse or a keyboard, wide or narrow, with scripts or without.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bonus_fund.models import Agreement, BonusProposal, ForwardingRegister
from protocols.models import Protocol, Vote
from ranking.models import Methodology, Ranking
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from tests.bonus_fund import year as years
from tests.browser import walks
from tests.browser.hands import Hand


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


WAYS = [
    Way(
        "office",
        "ranking",
        walks.BEFORE_THE_YEAR,
        walks.before_the_year,
        walks.rank,
        lambda _: Ranking.objects.get().state == "confirmed",
        "Подтвердить",
        everywhere=True,
    ),
    Way(
        "office",
        "funds",
        years.ANNOUNCED,
        walks.accepted,
        walks.announce,
        lambda it: it.proposal("A1").state == "draft",
        "Объявить размеры фондов",
        lambda it: (it.heads["A1"], "Заполнить премии команды"),
    ),
    Way(
        "project head",
        "proposal",
        walks.PROPOSED,
        walks.of_project,
        walks.propose,
        lambda it: walks.state_of(it, "A1") == "in_agreement",
        "Направить на согласование",
        lambda it: (it.body_heads["КТ"], "Согласовать премии сотрудников: КТ"),
        everywhere=True,
    ),
    Way(
        "body head",
        "agreement",
        walks.PROPOSED,
        walks.asked,
        walks.agree,
        lambda it: Agreement.objects.get(authority="КТ").state == "agreed",
        "Согласовать",
        lambda it: (it.body_heads["КЗ"], "Согласовать премии сотрудников: КЗ"),
        everywhere=True,
    ),
    Way(
        "body head",
        "proposal",
        walks.PROPOSED,
        walks.of_body,
        walks.propose_own,
        lambda it: walks.state_of(it, "КФ") == "submitted",
        "Направить в проектный офис",
        lambda it: (it.office, "Зарегистрировать и передать в Комитет 1 предложение"),
    ),
    Way(
        "council secretary",
        "votes",
        walks.SITTING,
        walks.of_secretary,
        walks.record,
        lambda it: Vote.objects.count() == 21,
        "Внесены голоса",
        lambda it: (it.council.chair, "Утвердить протокол малого совета"),
    ),
    Way(
        "council member",
        "vote",
        walks.SITTING,
        walks.of_member,
        walks.vote,
        lambda it: Vote.objects.filter(seat=it.council.seats[2]).count() == 3,
        "Внесены голоса",
        lambda it: (it.council.chair, "Проголосовать на заседании малого совета"),
    ),
    Way(
        "council chair",
        "approval",
        walks.SITTING,
        walks.of_chair,
        walks.approve,
        lambda _: Protocol.objects.get().state == "approved",
        "Утвердить протокол",
        lambda it: (it.council.office, "Отправить:"),
    ),
    Way(
        "Governor's office",
        "decision",
        walks.DECIDED,
        walks.with_governor,
        walks.decide,
        lambda _: Protocol.objects.get().state == "agreed",
        "Согласовать результаты",
    ),
    Way(
        "Administration",
        "general fund",
        years.SUBMITTED,
        walks.awaited,
        walks.recalculate,
        lambda it: type(it.fund).objects.get().state == "submitted",
        "Направить в проектный офис",
        lambda it: (it.office, "Принять общий фонд или вернуть"),
    ),
    Way(
        "Economy Committee",
        "check",
        walks.PROPOSED,
        walks.under_check,
        walks.check,
        lambda it: walks.state_of(it, "КФ") == "checked",
        "Проверено, соответствует",
        lambda it: (it.economy, "Передать в Управление делами 1 предложение"),
    ),
    Way(
        "Economy Committee",
        "forwarding",
        walks.PROPOSED,
        walks.checked,
        walks.forward,
        lambda it: ForwardingRegister.objects.get().proposals.get() == it.proposal("КФ"),
        "Передать в Управление делами",
        lambda it: (it.administration, "Подтвердить получение"),
    ),
    Way(
        "Finance Committee",
        "methodology",
        walks.SITTING,
        walks.drafted,
        walks.agree_methodology,
        lambda it: Methodology.objects.get(pk=it.draft.pk).state == "agreed",
        "Согласовать",
        lambda it: (it.economy, "Утвердить методику ранжирования приказом"),
    ),
    Way(
        "auditor",
        "journal",
        walks.PROPOSED,
        walks.audited,
        walks.audit,
        lambda _: not BonusProposal.objects.exclude(state="draft").exists(),
        "Вход в портал",
    ),
    Way(
        "admin",
        "account",
        walks.SITTING,
        walks.alone,
        walks.admit,
        lambda _: Role.OFFICE in User.objects.get(username="petrova").roles,
        "Учётная запись создана",
    ),
]
