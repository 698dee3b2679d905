"""The money's part of the demonstration: how a general fund becomes forwarded bonuses (clause 2.6).

2024 and 2025 are carried to their end; in November 2026 a new edition of the protocol of 2025 starts the chain anew,
and everybody has something to do now. Each acts through his own account, on the day when he would.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bonus_fund.demo_acts import (
    acknowledge,
    agree,
    announce,
    ask,
    current,
    enter,
    fill,
    head_of,
    in_state,
    rest_of,
    send,
)
from bonus_fund.enums import ProposalKind, ProposalState
from bonus_fund.services import forwarding, proposing
from bonus_fund.services.proposing import Written
from protocols.models import Dispatch
from protocols.services import dispatching
from ranking_portal.demo.story import scene
from ranking_portal.workflow.engine import perform


@dataclass(frozen=True)
class Chain:
    """One year's way from the general fund to the forwarded sums: days, numbers, kopecks, who is late."""

    year: int
    fund: date
    announced: date
    received: date
    asked: date
    sent: date
    late: date
    checked: date
    forwarded: date
    taken: date
    team: int
    infrastructure: int
    number: str
    late_project: str = ""
    silent: tuple[str, ...] = ()

    def tell(self) -> None:
        """Put every act on its day."""
        acts = (
            (self.fund, self.general_fund),
            (self.announced, self.announcement),
            (self.received, self.notices_received),
            (self.asked, self.proposals_asked),
            (self.sent, self.proposals_sent),
            (self.late, self.late_proposal),
            (self.checked, self.check),
            (self.forwarded, self.rework_and_forward),
            (self.taken, self.register_received),
        )
        for day, act in acts:
            scene(day, order=1)(act)

    def general_fund(self, cast: dict[str, Any]) -> str:
        """Clause 2.6: within one working day of the receipt of the protocol."""
        order = f"распоряжение от {self.fund:%d.%m.%Y} № {self.number}-р"
        fund = enter(cast, self.year, self.team, self.infrastructure, order)
        fund = perform(fund, "submit", by=cast["administration"], number=f"УД-{self.number}/{self.fund.year}")
        return f"{fund}: направлен в проектный офис"

    def announcement(self, cast: dict[str, Any]) -> str:
        """Clause 2.6: within two working days of the receipt of the size."""
        return f"размеры фондов объявлены, уведомлений: {announce(cast, self.year, f'12-{self.number}')}"

    def notices_received(self, cast: dict[str, Any]) -> str:
        """Most confirm; of the others receipt is deemed at the end of the next working day."""
        return f"получение подтвердили: {acknowledge(cast, f'12-{self.number}', but=self.silent)}"

    def proposals_asked(self, cast: dict[str, Any]) -> str:
        """Receipt of the other notices is deemed; heads of projects ask the bodies where their members serve."""
        deemed = dispatching.deem_receipts()
        teams = [one for one in current(self.year, ProposalKind.TEAM) if one.object_name != self.late_project]
        for proposal in teams:
            fill(cast, proposal)
            ask(cast, proposal)
        return f"получение считается состоявшимся: {deemed}; на согласовании предложений: {len(teams)}"

    def proposals_sent(self, cast: dict[str, Any]) -> str:
        """Bodies agree, heads send; heads of bodies send their own."""
        asked = in_state(self.year, ProposalState.IN_AGREEMENT)
        for proposal in asked:
            agree(cast, proposal)
            send(cast, proposal)
        own = current(self.year, ProposalKind.INFRASTRUCTURE)
        for proposal in own:
            fill(cast, proposal)
            send(cast, proposal)
        return f"направлено предложений: {len(asked) + len(own)}"

    def late_proposal(self, cast: dict[str, Any]) -> str:
        """One project is late: its step is possible, and marked for ever."""
        late = [one for one in current(self.year, ProposalKind.TEAM) if one.object_name == self.late_project]
        for proposal in late:
            rest_of(cast, proposal)
        return f"направлено с опозданием: {len(late)}"

    def check(self, cast: dict[str, Any]) -> str:
        """The office registers; the Committee checks against clauses 3.7-3.9 and returns one."""
        waiting = in_state(self.year, ProposalState.SUBMITTED)
        for number, proposal in enumerate(waiting):
            passed = perform(proposal, "pass_to_check", by=cast["office"])
            if number:
                perform(passed, "pass_check", by=cast["economy"])
                continue
            forwarding.remark_lines(passed, {passed.lines.all()[0].pk: "Уточните обоснование."}, by=cast["economy"])
            perform(passed, "send_back", by=cast["economy"], remark="Обоснование одной премии не раскрыто.")
        return f"проверено предложений: {len(waiting) - 1}, возвращено: 1"

    def rework_and_forward(self, cast: dict[str, Any]) -> str:
        """The head answers the remark, only the body whose line has changed agrees anew; all go in one register."""
        for proposal in in_state(self.year, ProposalState.RETURNED):
            head = head_of(cast, proposal.office)
            draft = perform(proposal, "rework", by=head)
            line = draft.lines.exclude(remark="")[0]
            told = "Объекты сданы на месяц раньше срока, без роста сметы."
            proposing.write(draft, {line.pk: Written(line.amount_kopecks, told)}, by=head)
            ask(cast, draft)
            agree(cast, draft)
            send(cast, draft)
        for proposal in in_state(self.year, ProposalState.SUBMITTED):
            perform(perform(proposal, "pass_to_check", by=cast["office"]), "pass_check", by=cast["economy"])
        checked = in_state(self.year, ProposalState.CHECKED)
        made = forwarding.forward(checked, number=self._register_number(), by=cast["economy"])
        return f"{made}: предложений {len(checked)}"

    def register_received(self, cast: dict[str, Any]) -> str:
        """The year is carried to its end."""
        letter = Dispatch.objects.get(number=self._register_number())
        dispatching.acknowledge(letter, by=cast["administration"])
        return f"Управление делами подтвердило получение реестра за {self.year} год"

    def _register_number(self) -> str:
        return f"КЭР-{self.number}/{self.forwarded.year}"


Chain(
    year=2024,
    fund=date(2025, 2, 13),
    announced=date(2025, 2, 17),
    received=date(2025, 2, 18),
    asked=date(2025, 2, 20),
    sent=date(2025, 2, 24),
    late=date(2025, 2, 25),
    checked=date(2025, 2, 27),
    forwarded=date(2025, 3, 3),
    taken=date(2025, 3, 4),
    team=21_800_000_00,
    infrastructure=5_450_000_00,
    number="31",
).tell()
Chain(
    year=2025,
    fund=date(2026, 2, 17),
    announced=date(2026, 2, 18),
    received=date(2026, 2, 19),
    asked=date(2026, 2, 24),
    sent=date(2026, 2, 25),
    late=date(2026, 3, 2),
    checked=date(2026, 3, 3),
    forwarded=date(2026, 3, 5),
    taken=date(2026, 3, 6),
    team=24_500_000_00,
    infrastructure=6_200_000_00,
    number="43",
    late_project="J3",
    silent=("authority:КФ", "authority:УД"),
).tell()

# The chain of November: numbers of its documents, and who has done how much of it by now.
ANEW, YEAR = "97", 2025
HEAD_OF_THE_ACCOUNT, SENT_PROJECTS = "E3", ("A2", "J3")


@scene(date(2026, 11, 17), order=1)
def fund_anew(cast: dict[str, Any]) -> str:
    """A new edition of the protocol has been received: the general fund is recalculated by it."""
    fund = enter(cast, YEAR, 26_100_000_00, 6_200_000_00, f"распоряжение от 17.11.2026 № {ANEW}-р")
    fund = perform(fund, "submit", by=cast["administration"], number=f"УД-{ANEW}/2026")
    return f"{fund}: направлен в проектный офис"


@scene(date(2026, 11, 18), order=1)
def announcement_anew(cast: dict[str, Any]) -> str:
    """The former funds and proposals have given way; everybody is told of the new ones."""
    return f"новые размеры фондов объявлены, уведомлений: {announce(cast, YEAR, f'12-{ANEW}')}"


@scene(date(2026, 11, 19), order=1)
def received_anew(cast: dict[str, Any]) -> str:
    """Five working days run to 26 November."""
    return f"получение подтвердили: {acknowledge(cast, f'12-{ANEW}', but=())}"


@scene(date(2026, 11, 20), order=1)
def everybody_has_something_to_do(cast: dict[str, Any]) -> str:
    """One draft, one in agreement, one sent, one being checked, one checked: for each role its own."""
    dispatching.deem_receipts()
    for proposal in current(YEAR, ProposalKind.TEAM):
        if proposal.object_name in SENT_PROJECTS:
            rest_of(cast, proposal)
        elif proposal.object_name != HEAD_OF_THE_ACCOUNT:
            # The body of the account is among those that are asked.
            fill(cast, proposal)
            ask(cast, proposal)
    perform(in_state(YEAR, ProposalState.SUBMITTED)[0], "pass_to_check", by=cast["office"])
    for number, proposal in enumerate(current(YEAR, ProposalKind.INFRASTRUCTURE)[:3]):
        rest_of(cast, proposal)
        if number:
            passed = perform(current(YEAR, pk=proposal.pk)[0], "pass_to_check", by=cast["office"])
            if number > 1:
                perform(passed, "pass_check", by=cast["economy"])
    return f"предложений в работе: {len(current(YEAR))}"
