"""A year of clauses 2.2-2.6 as acts that may be tried again: each tells whether it has happened.

The same year as tests/browser/whole_year.py, without a browser: E3 alone is proposed for coefficient 1.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet

from bonus_fund.models import Agreement, BonusProposal, ForwardingRegister, FundDistribution, FundRecalculation
from projects.models import Import, ImportState, ProjectYear
from protocols.enums import SeatRole
from protocols.models import Attendance, Candidate, CouncilSeat, Dispatch, Protocol, Vote
from ranking.models import Ranking
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.deadlines.models import Deadline
from tests import factories
from tests.browser.whole_year import CODE, head_of, head_of_body, seat
from tests.kills.robot import EVERY, Robot
from tests.ranking.reading import DATA

ORDER = b"%PDF-1.7 order"


@dataclass(frozen=True)
class Act:
    """What somebody does on a day. `done` tells from the rows; `do` may be tried until it is; `by_worker`: who waits
    for the background worker does nothing himself."""

    what: str
    day: date
    done: Callable[[], bool]
    do: Callable[[], Any] = bool
    by_worker: bool = False


class Year:
    """The actors, each at his own screen, and their acts in order: an act is made when all before it are done."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.robots: dict[int, Robot] = {}
        self.office, self.administration, self.economy, self.governor = (
            self._of(factories.user_with(role))
            for role in (Role.OFFICE, Role.ADMINISTRATION, Role.ECONOMY_COMMITTEE, Role.GOVERNOR_OFFICE)
        )

    def acts(self) -> Iterator[Act]:
        """From the workbook to the forwarded bonuses."""
        yield from self._register()
        yield from self._rankings()
        yield from self._sitting()
        yield from self._letters()
        yield from self._fund()
        yield from self._proposals()
        yield from self._check()

    def _of(self, user: User) -> Robot:
        return self.robots.setdefault(user.pk, Robot(self.home, user))

    def _register(self) -> Iterator[Act]:
        day, office = date(2024, 12, 20), self.office
        book = (DATA / "register-2025.xlsx").read_bytes()
        sent: QuerySet[Import] = Import.objects.all()

        def page(tail: str = "") -> str:
            return f"/imports/{sent.latest('pk').pk}/{tail}"

        yield Act(
            "workbook sent",
            day,
            sent.exists,
            lambda: office.send("/imports/new/", year=2025, file=SimpleUploadedFile("register-2025.xlsx", book)),
        )
        yield Act("workbook read", day, lambda: sent.filter(state=ImportState.SHOWN).exists(), by_worker=True)
        asked = (ImportState.CONFIRMED, ImportState.WRITING, ImportState.DONE)
        yield Act(
            "workbook confirmed",
            day,
            lambda: sent.filter(state__in=asked).exists(),
            lambda: office.send(page(), "/act/", action="confirm"),
        )
        yield Act("register written", day, lambda: sent.filter(state=ImportState.DONE).exists(), by_worker=True)

    def _rankings(self) -> Iterator[Act]:
        for kind, as_of, day in (
            ("primary", date(2024, 12, 20), date(2024, 12, 20)),
            ("clarifying", date(2026, 1, 26), date(2026, 1, 28)),
        ):
            mine: QuerySet[Ranking] = Ranking.objects.filter(kind=kind)
            yield Act(
                f"{kind} ranking calculated",
                day,
                mine.exists,
                lambda kind=kind, as_of=as_of: self.office.send(  # type: ignore[misc]
                    "/rankings/?year=2025", "/rankings/", kind=kind, as_of=as_of.isoformat()
                ),
            )
            yield Act(
                f"{kind} ranking confirmed",
                day,
                mine.filter(state="confirmed").exists,
                lambda mine=mine: self.office.send(f"/rankings/{mine.latest('pk').pk}/", "/do/confirm/"),  # type: ignore[misc]
            )

    def _sitting(self) -> Iterator[Act]:
        day = date(2026, 2, 9)
        seats = [seat(SeatRole.CHAIR), seat(SeatRole.MEMBER), seat(SeatRole.MEMBER)]
        clerk = seat(SeatRole.SECRETARY)
        secretary = self._of(factories.user_with(Role.COUNCIL_SECRETARY, person=clerk.person))
        chair = self._of(factories.user_with(Role.COUNCIL_MEMBER, person=seats[0].person))
        written: dict[str, Any] = {"number": "1", "held_on": "2026-02-09", "place": "Санкт-Петербург"}
        written |= {"chair": seats[0].pk, "secretary": clerk.pk}

        def page(tail: str = "") -> str:
            return f"/protocols/{Protocol.objects.get().pk}/{tail}"

        def in_state(*states: str) -> Callable[[], bool]:
            return Protocol.objects.filter(state__in=states).exists

        yield Act(
            "protocol prepared",
            day,
            Protocol.objects.exists,
            lambda: self.office.send("/protocols/new/?year=2025", "/protocols/new/", **written),
        )
        proposed = {"project": CODE, "grounds": "2", "justification": "Наибольшая управленческая сложность"}
        yield Act(
            "candidate proposed",
            day,
            Candidate.objects.exists,
            lambda: self.office.send(page("candidates/new/"), "/candidates/new/", **proposed),
        )
        yield Act(
            "presence marked",
            day,
            lambda: Attendance.objects.count() == CouncilSeat.objects.exclude(role=SeatRole.SECRETARY).count(),
            lambda: secretary.send(page(), "/presence/", present=EVERY),
        )
        yield Act(
            "voting opened",
            day,
            in_state("voting"),
            lambda: secretary.send(page("do/open_voting/"), "/do/open_voting/"),
        )
        yield Act(
            "votes recorded",
            day,
            lambda: Vote.objects.count() == 2 * len(seats),
            lambda: secretary.send(page(), "/votes/", everywhere="for"),
        )
        approved = in_state("approved", "with_governor")
        yield Act("protocol approved", day, approved, lambda: chair.send(page("do/approve/"), "/do/approve/"))

    def _letters(self) -> Iterator[Act]:
        day = date(2026, 2, 10)
        for kind in ("protocol_to_administration", "results_to_governor"):
            letter: QuerySet[Dispatch] = Dispatch.objects.filter(kind=kind)
            yield Act(
                f"{kind} sent",
                day,
                letter.exclude(state="prepared").exists,
                lambda letter=letter, kind=kind: self._send_letter(letter, f"01-12/{kind}"),  # type: ignore[misc]
            )
        yield self._received("protocol_to_administration", day, self.administration, "/dispatches/{}/")
        yield Act(
            "results agreed",
            day,
            Protocol.objects.filter(state="agreed").exists,
            lambda: self.governor.send(f"/protocols/{Protocol.objects.get().pk}/do/agree/", "/agree/", number="12-рез"),
        )

    def _send_letter(self, letter: QuerySet[Dispatch], number: str) -> None:
        self.office.send(f"/dispatches/{letter.get().pk}/do/send/", "/do/send/", number=number)

    @staticmethod
    def _received(kind: str, day: date, robot: Robot, page: str, to: str = "/acknowledge/", **about: str) -> Act:
        letter: QuerySet[Dispatch] = Dispatch.objects.filter(kind__startswith=kind, **about)
        return Act(
            f"{kind} received",
            day,
            letter.filter(state="received").exists,
            lambda: robot.send(page.format(letter.get().pk), to),
        )

    def _fund(self) -> Iterator[Act]:
        day = date(2026, 2, 11)
        fund, sums = FundRecalculation.objects, FundDistribution.objects

        def page(tail: str = "") -> str:
            return f"/funds/{fund.get().pk}/{tail}"

        yield Act(
            "fund entered",
            day,
            fund.filter(team_kopecks__gt=0).exists,
            lambda: self.administration.send(
                page("edit/"),
                "/edit/",
                team_kopecks="3 000 000,01",
                infrastructure_kopecks="600000",
                basis_title="Распоряжение № 43-р",
                file=SimpleUploadedFile("order.pdf", ORDER, "application/pdf"),
            ),
        )
        yield Act(
            "fund sent",
            day,
            fund.filter(state="submitted").exists,
            lambda: self.administration.send(page("do/submit/"), "/do/submit/", number="УД-43"),
        )
        day = date(2026, 2, 12)
        accepted = fund.filter(state="accepted").exists
        yield Act("fund accepted", day, accepted, lambda: self.office.send(page("do/accept/"), "/do/accept/"))
        for name, state, asked in (("compute", "computed", {}), ("announce", "announced", {"number": "12-45"})):
            yield Act(
                f"sums: {name}",
                day,
                sums.filter(state=state).exists,
                lambda name=name, asked=asked: self.office.send(  # type: ignore[misc]
                    page(f"distribution/do/{name}/"), f"/do/{name}/", **asked
                ),
            )

    def _proposals(self) -> Iterator[Act]:
        day = date(2026, 2, 13)
        team = BonusProposal.objects.get(scope=f"project:{CODE}")
        own = BonusProposal.objects.filter(kind="infrastructure").order_by("pk")[0]
        yield from self._written(team, day)
        yield self._step(team, "ask_agreement", day, lambda: Agreement.objects.exists())
        for asked in Agreement.objects.order_by("pk"):
            head = self._of(head_of_body(asked.organization))
            yield Act(
                f"agreement of {asked.organization.short_name}",
                day,
                Agreement.objects.filter(pk=asked.pk, state="agreed").exists,
                lambda head=head, pk=asked.pk: head.send(f"/agreements/{pk}/", "/agree/"),  # type: ignore[misc]
            )
        yield self._step(team, "submit", day, BonusProposal.objects.filter(pk=team.pk, state="submitted").exists)
        yield from self._written(own, day)
        yield self._step(own, "submit", day, BonusProposal.objects.filter(pk=own.pk, state="submitted").exists)

    def _written(self, proposal: BonusProposal, day: date) -> Iterator[Act]:
        head = self._of(head_of(proposal.scope))
        yield self._received("fund_notice", day, head, "/notices/{}/", scope=proposal.scope)
        page = f"/proposals/{proposal.pk}/edit/"

        def write() -> None:
            shown = head.send(page, "/edit/", action="even")
            head.send_shown(page, shown, "/edit/", action="save")

        lines = proposal.lines.filter(amount_kopecks__gt=0)
        yield Act(f"{proposal.scope} written", day, lines.exists, write)

    def _step(self, proposal: BonusProposal, name: str, day: date, done: Callable[[], bool]) -> Act:
        head, page = self._of(head_of(proposal.scope)), f"/proposals/{proposal.pk}/do/{name}/"
        return Act(f"{proposal.scope}: {name}", day, done, lambda: head.send(page, f"/do/{name}/"))

    def _check(self) -> Iterator[Act]:
        day = date(2026, 2, 16)
        proposals = BonusProposal.objects.filter(state__in=("submitted", "under_check", "checked", "forwarded"))
        yield Act(
            "proposals registered",
            day,
            lambda: not BonusProposal.objects.filter(state="submitted").exists(),
            lambda: self.office.send("/proposals/receive/", "/receive/", proposals=EVERY),
        )
        for one in proposals.order_by("pk"):
            yield Act(
                f"{one.scope} checked",
                day,
                BonusProposal.objects.filter(pk=one.pk).exclude(state="under_check").exists,
                lambda pk=one.pk: self.economy.send(f"/checks/{pk}/do/pass_check/", "/pass_check/"),  # type: ignore[misc]
            )
        yield Act("bonuses forwarded", day, ForwardingRegister.objects.exists, self._forward)
        page = f"/registers/{ForwardingRegister.objects.get().pk}/"
        robot = self.administration
        yield Act(
            "register received",
            day,
            Dispatch.objects.filter(kind="forwarding_register", state="received").exists,
            lambda: robot.send(page, "/receipt/"),
        )

    def _forward(self) -> None:
        page = "/checks/forward/"
        shown = self.economy.send(page, "/forward/", number="КЭР-3")
        if not ForwardingRegister.objects.exists():  # the page asks once more before it forwards
            self.economy.send_shown(page, shown, "/forward/", confirmed="1")


def whole() -> bool:
    """The year has ended as a year without a single kill does."""
    ended = set(ForwardingRegister.objects.get().proposals.values_list("state", flat=True)) == {"forwarded"}
    heads = Deadline.objects.filter(code="fund_notices").values_list("state", flat=True)
    return ended and set(heads) == {"met"} and ProjectYear.objects.count() > 0 and Vote.objects.count() > 0
