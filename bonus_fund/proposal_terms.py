"""The five working days of a proposal: until when, how many are left, by how many it is late for ever (clause 2.6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bonus_fund.models import BonusProposal
from ranking_portal import figures, words
from ranking_portal.deadlines.calendar import WorkingCalendar
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.deadlines.presenting import late_days, shown
from ranking_portal.words import NBSP


@dataclass(frozen=True)
class Term:
    """The five working days of a proposal; no deadline: they do not run yet.

    `late`: working days past the term, 0 in time; `left`: those that are left while it runs.
    """

    deadline: Deadline | None
    late: int
    sent: bool
    left: int = 0

    @property
    def words(self) -> str:
        """Until when, how many days are left, or by how many it is late: before the step and for ever after it."""
        return f"{self.due} · {self.stands}" if self.due else self.stands

    @property
    def due(self) -> str:
        """Until when; "" before the term runs."""
        return f"до{NBSP}{figures.short_day(self.deadline.due_on)}" if self.deadline else ""

    @property
    def stands(self) -> str:
        """What of it is left, or by how much it was missed."""
        if self.deadline is None:
            return "срок пойдёт с получения уведомления о размере фонда"
        if self.late:
            what = "направлено позже срока" if self.sent else "срок прошёл: позже срока"
            return f"{what} на{NBSP}{words.working_days(self.late)}"
        if self.sent:
            return "направлено в срок"
        return f"ещё {words.working_days(self.left)}" if self.left else "сегодня последний день"

    @property
    def tone(self) -> str:
        """Of its badge."""
        if self.late:
            return "bad"
        return "ok" if self.sent else ("grey" if self.deadline is None else "blue")


def deadlines_of(proposals: Iterable[BonusProposal]) -> dict[int, Deadline]:
    """The newest term of each proposal's own distribution, by key of the proposal; one query."""
    rows = list(proposals)
    scopes = {one.scope for one in rows}
    years = {one.year for one in rows}
    terms = Deadline.objects.filter(
        year__in=years, object_key__in=scopes, code__in=("team_proposal", "infrastructure_proposal")
    )
    by_key: dict[tuple[int, str, str], Deadline] = {}
    for term in terms.exclude(state__in=(DeadlineState.CANCELLED, DeadlineState.UNTRACKED)).order_by("pk"):
        by_key[term.year, term.code, term.object_key] = term
    found = {}
    for one in rows:
        deadline = by_key.get((one.year, f"{one.kind}_proposal", one.scope))
        announced = one.distribution.announced_on
        if deadline is not None and announced is not None and deadline.event_on >= announced:
            found[one.pk] = deadline
    return found


def term_of(
    proposal: BonusProposal, today: date, deadline: Deadline | None = None, calendar: WorkingCalendar | None = None
) -> Term:
    """The proposal's term as it stands on a day; what is not given is looked up."""
    found = deadline or deadlines_of([proposal]).get(proposal.pk)
    if found is None:
        return Term(None, 0, False)
    left = shown(found, today, calendar).left
    return Term(found, late_days(found, today), found.state != DeadlineState.OPEN, max(0, left))
