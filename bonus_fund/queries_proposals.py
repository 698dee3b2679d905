"""Which proposals and agreements a user sees, and the list of a year (clause 2.6; sums are shown to few)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from bonus_fund.enums import AgreementState, ProposalKind, ProposalState
from bonus_fund.guards.proposals import digest_of
from bonus_fund.models import Agreement, BonusLine, BonusProposal
from ranking_portal.accounts.access import permitted
from ranking_portal.accounts.enums import Role
from ranking_portal.directory.queries import BODY_PREFIX, matching

# A proposal that is with its author: its sums are nobody's but his until he sends them.
WITH_AUTHOR = (ProposalState.DRAFT, ProposalState.RETURNED, ProposalState.WITHDRAWN)
ORDERS: Mapping[str, tuple[str, ...]] = {
    "what": ("kind", "scope", "-pk"),
    "sum": ("-total", "scope"),
    "fund": ("-fund_kopecks", "scope"),
    "state": ("state", "scope"),
}
# What the page of a proposal asks again and again: read at once, whatever the number of people and bodies.
PARTS = (
    Prefetch("lines", BonusLine.objects.select_related("person")),
    Prefetch("agreements", Agreement.objects.select_related("organization", "decided_by")),
    "project_share__bodies",
)
SCOPES: Mapping[str, str] = {ProposalKind.TEAM: "project", ProposalKind.INFRASTRUCTURE: "authority"}


def headed_bodies(user: Any) -> list[str]:
    """Short names of the bodies that the user heads (or acts for the head of) today."""
    return [key.removeprefix(BODY_PREFIX) for key in user.office_keys(Role.AUTHORITY_HEAD)]


def own_proposals(user: Any) -> QuerySet[BonusProposal]:
    """Those that the user proposes today, by the office he holds."""
    team = Q(kind=ProposalKind.TEAM, office__in=user.office_keys(Role.PROJECT_HEAD))
    body = Q(kind=ProposalKind.INFRASTRUCTURE, office__in=user.office_keys(Role.AUTHORITY_HEAD))
    return _related().filter(team | body)


def visible_proposals(user: Any) -> QuerySet[BonusProposal]:
    """All for those who see sums; for a head: his own, and those that his body is or was asked to agree."""
    if permitted(user, "bonus_fund.view_all_proposals"):
        return _related()
    asked = Agreement.objects.filter(organization__short_name__in=headed_bodies(user)).values("proposal")
    return _related().filter(Q(pk__in=own_proposals(user).values("pk")) | Q(pk__in=asked))


def visible_agreements(user: Any) -> QuerySet[Agreement]:
    """All for those who see sums; for a head: those of the bodies he heads and those of his own proposals."""
    related = (
        "organization",
        "proposal__distribution__recalculation__protocol",
        "proposal__project_share",
        "decided_by",
    )
    rows: QuerySet[Agreement] = Agreement.objects.select_related(*related)
    if permitted(user, "bonus_fund.view_all_proposals"):
        return rows
    return rows.filter(Q(organization__short_name__in=headed_bodies(user)) | Q(proposal__in=own_proposals(user)))


def asked_of(user: Any) -> QuerySet[Agreement]:
    """What the bodies that the user heads are or were asked, of proposals that have not been replaced."""
    rows: QuerySet[Agreement] = Agreement.objects.filter(organization__short_name__in=headed_bodies(user))
    return rows.exclude(proposal__state=ProposalState.SUPERSEDED).select_related("organization", "proposal")


def lines_told(user: Any, proposal: BonusProposal) -> list[BonusLine]:
    """Lines that the user may see: all, or those of the people of the bodies that he heads and that were asked.

    What the author has taken back to change is his own again, until he asks anew.
    """
    lines = list(proposal.lines.all())
    if permitted(user, "bonus_fund.view_whole_proposal", proposal):
        return lines
    rows = proposal.agreements.filter(organization__short_name__in=headed_bodies(user))
    told = {row.organization_id for row in rows if shows_lines(row)}
    return [line for line in lines if line.organization_id in told]


def shows_lines(agreement: Agreement) -> bool:
    """Whether the body sees the lines now: they have been sent to it, or it has decided of these very lines."""
    # A replaced proposal may have been with its author when it was replaced.
    if agreement.proposal.state not in (*WITH_AUTHOR, ProposalState.SUPERSEDED):
        return True
    return bool(agreement.digest) and agreement.digest == digest_of(agreement)


def current(year: int, scope: str) -> QuerySet[BonusProposal]:
    """The proposal of a project or a body that is in force: of the newest distribution, not replaced."""
    rows: QuerySet[BonusProposal] = BonusProposal.objects.filter(year=year, scope=scope)
    return rows.exclude(state=ProposalState.SUPERSEDED).order_by("-pk")


def former_edition(proposal: BonusProposal) -> BonusProposal | None:
    """The newest replaced proposal of the same year about the same, with sums in it."""
    rows = BonusProposal.objects.filter(
        year=proposal.year, scope=proposal.scope, kind=proposal.kind, pk__lt=proposal.pk
    )
    found: BonusProposal | None = rows.filter(lines__amount_kopecks__gt=0).order_by("-pk").first()
    return found


def last_year(proposal: BonusProposal) -> BonusProposal | None:
    """The proposal about the same in the year before: the forwarded one, else the newest not replaced."""
    rows = current(proposal.year - 1, proposal.scope).filter(kind=proposal.kind, lines__amount_kopecks__gt=0)
    forwarded_first = Case(When(state=ProposalState.FORWARDED, then=0), default=1)
    found: BonusProposal | None = rows.order_by(forwarded_first, "-pk").first()
    return found


def sums_by_person(proposal: BonusProposal) -> dict[str, int]:
    """Kopecks that a proposal gives each person."""
    rows = proposal.lines.order_by().values("person").annotate(total=Sum("amount_kopecks"))
    return {str(row["person"]): row["total"] for row in rows}


def listed(rows: QuerySet[BonusProposal], year: int) -> QuerySet[BonusProposal]:
    """A year's proposals with their sums and how many people get something."""
    return rows.filter(year=year).annotate(
        total=Coalesce(Sum("lines__amount_kopecks"), 0),
        recipients=Count("lines", filter=Q(lines__amount_kopecks__gt=0)),
        people=Count("lines"),
        left=F("fund_kopecks") - Coalesce(Sum("lines__amount_kopecks"), 0),
    )


def chosen(rows: QuerySet[BonusProposal], given: Mapping[str, Any]) -> QuerySet[BonusProposal]:
    """Those that a filter has chosen, in its order; replaced ones only where they are asked for."""
    if given.get("q"):
        about = Q(project_share__isnull=False) & matching(given["q"], "project_share__code", "project_share__name")
        body = Q(body_share__isnull=False) & matching(given["q"], "body_share__authority", "proposed_by_name")
        rows = rows.filter(about | body | matching(given["q"], "proposed_by_name"))
    if given.get("kind"):
        rows = rows.filter(kind=given["kind"])
    in_force = rows.exclude(state=ProposalState.SUPERSEDED)
    rows = rows.filter(state=given["state"]) if given.get("state") else in_force
    if given.get("body"):
        # The people of a body, not its sums alone: a proposal of a project stands under every body of its team.
        rows = rows.filter(pk__in=BonusLine.objects.filter(authority=given["body"]).values("proposal"))
    return rows.order_by(*ORDERS.get(given.get("sort", ""), ORDERS["what"]))


def bodies_of_year(year: int) -> list[str]:
    """Bodies whose people stand in proposals of the year."""
    rows = BonusLine.objects.filter(proposal__year=year).order_by().values_list("authority", flat=True).distinct()
    return sorted(rows)


def missing_bodies(proposals: list[BonusProposal]) -> dict[int, list[str]]:
    """Bodies whose decision is awaited, by key of the proposal."""
    found: dict[int, list[str]] = {}
    rows = Agreement.objects.filter(proposal__in=proposals, state=AgreementState.AWAITED).order_by("authority")
    for key, authority in rows.values_list("proposal", "authority"):
        found.setdefault(key, []).append(authority)
    return found


def _related() -> QuerySet[BonusProposal]:
    rows: QuerySet[BonusProposal] = BonusProposal.objects.select_related(
        "distribution__recalculation__protocol__cycle", "project_share", "body_share__organization", "proposed_by"
    )
    return rows
