"""What each notice of size tells its addressee, and who has been told (clause 2.6)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bonus_fund import kinds
from bonus_fund.models import BodyShare, BonusProposal, FundDistribution, ProjectShare
from bonus_fund.queries_funds import notices_of
from protocols.enums import DispatchState
from protocols.models import Dispatch
from protocols.queries import agreement_note
from ranking_portal import clock
from ranking_portal.accounts.access import permitted
from ranking_portal.deadlines import calendars
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.regulation.services import edition_for

# The term that the receipt of a notice opens, by its kind; other notices open none.
TERMS = {
    kinds.NOTICE_TO_PROJECT_HEAD.code: "team_proposal",
    kinds.NOTICE_TO_BODY.code: "infrastructure_proposal",
}


@dataclass(frozen=True)
class Term:
    """Until when the addressee's proposal is due. `due` is None until the receipt, `by_deemed` is the latest day."""

    working_days: int | None
    due: date | None
    by_deemed: date | None


@dataclass(frozen=True)
class Content:
    """What exactly concerns the addressee: nothing else stands on his page or in his letter."""

    dispatch: Dispatch
    distribution: FundDistribution
    project: ProjectShare | None
    bodies: list[BodyShare]
    in_projects: list[BodyShare]
    infrastructure: BodyShare | None
    projects: list[ProjectShare]
    infrastructure_of_all: list[BodyShare]

    @property
    def is_of_project(self) -> bool:
        """To the head of a project."""
        return self.project is not None

    @property
    def is_of_body(self) -> bool:
        """To the head of a body."""
        return self.dispatch.scope.startswith("authority:")

    @property
    def is_of_all(self) -> bool:
        """To the Administration."""
        return not self.dispatch.scope

    @property
    def year(self) -> int:
        """The year whose bonuses are meant."""
        return int(self.dispatch.year)

    @property
    def in_projects_kopecks(self) -> int:
        """The body's shares of all projects' funds together."""
        return sum(one.amount_kopecks for one in self.in_projects)

    @property
    def stands(self) -> bool:
        """Nothing has replaced what it tells of."""
        return self.dispatch.about.stands(self.dispatch)


def content_of(dispatch: Dispatch) -> Content:
    """Sums that the notice tells: a project's, a body's, or all of them."""
    distribution = kinds.distribution_of(dispatch)
    of_what, _, name = dispatch.scope.partition(":")
    shares = distribution.bodyshares.select_related("project_share")
    project, bodies, projects, of_all = None, [], [], []
    in_projects: list[BodyShare] = []
    infrastructure = None
    if of_what == "project":
        project = distribution.projectshares.get(code=name)
        bodies = list(project.bodies.all())
    elif of_what == "authority":
        own = list(shares.filter(authority=name, amount_kopecks__gt=0).order_by("project_share__code"))
        in_projects = [one for one in own if one.project_share_id is not None]
        infrastructure = next((one for one in own if one.project_share_id is None), None)
    else:
        projects = list(distribution.projectshares.prefetch_related("bodies"))
        of_all = list(shares.filter(project_share=None))
    return Content(dispatch, distribution, project, bodies, in_projects, infrastructure, projects, of_all)


def term_of(dispatch: Dispatch) -> Term | None:
    """Until when the addressee proposes bonuses; None where the notice opens no term of his own."""
    code = TERMS.get(dispatch.kind)
    if code is None:
        return None
    days = edition_for(dispatch.year).obligation(code).working_days
    if dispatch.received_on is None:
        latest = dispatch.deemed_on
        due = calendars.working_calendar().term(latest, days).due if latest and days is not None else None
        return Term(days, None, due)
    opened = Deadline.objects.filter(year=dispatch.year, code=code, object_key=dispatch.scope)
    stored = opened.filter(event_on=dispatch.received_on).exclude(state=DeadlineState.CANCELLED).order_by("-pk").first()
    return Term(days, stored.due_on if stored else None, None)


def proposal_of(content: Content, user: Any) -> BonusProposal | None:
    """The proposal that the notice opens, if the user may see it."""
    if not content.dispatch.scope:
        return None
    found: BonusProposal | None = content.distribution.proposals.filter(scope=content.dispatch.scope).first()
    return found if found is not None and permitted(user, "bonus_fund.view_proposal", found) else None


def not_agreed(distribution: FundDistribution, day: date | None = None) -> str:
    """What a page or a paper says while the Governor has not agreed the results."""
    return agreement_note(distribution.recalculation.protocol, day)


@dataclass(frozen=True)
class Told:
    """One line of "who has been told". `left`: working days to the day at whose end receipt is deemed."""

    dispatch: Dispatch
    left: int | None
    opens: bool

    @property
    def waits(self) -> bool:
        """Neither acknowledged nor deemed."""
        return bool(self.dispatch.state == DispatchState.SENT)


def told_rows(distribution: FundDistribution, user: Any) -> list[Told]:
    """Everybody who has been told, with what is known of the receipt."""
    calendar, today = calendars.working_calendar(), clock.today()
    found = []
    for one in notices_of(distribution):
        left = None
        if one.state == DispatchState.SENT and one.deemed_on is not None:
            left = calendar.working_days_after(today, max(today, one.deemed_on))
        found.append(Told(one, left, permitted(user, "protocols.read_letter", one)))
    return found
