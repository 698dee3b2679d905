"""The card of a project in a year: its facts by criterion, what is missing, its history."""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from projects import queries
from projects.models import ProjectYear
from projects.models.register import project_office
from projects.progress import Mark, fell_due, in_time, reached
from projects.services import facts
from projects.views import kinds
from projects.views.kinds import Kind, Moment
from ranking_portal import clock
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.accounts.models import User
from ranking_portal.directory.enums import OrganizationKind
from ranking_portal.directory.models import Appointment
from ranking_portal.figures import decimal_ru, roubles
from ranking_portal.journal.reading import told as in_words
from ranking_portal.journal.services import history
from ranking_portal.journal.standing import until_told
from ranking_portal.region import REGION, worded
from ranking_portal.words import NBSP

LONG_TABLE = 12
COUNTED = {
    OrganizationKind.AUTHORITY.value: "органы исполнительной власти",
    OrganizationKind.MUNICIPALITY.value: "муниципальные образования",
    OrganizationKind.AUTHORITY_INSTITUTION.value: "учреждения органов власти",
    OrganizationKind.MUNICIPAL_INSTITUTION.value: "муниципальные учреждения",
}


@dataclass(frozen=True)
class Cell:
    """A cell of a table under its column's title: text, or a word with a tone."""

    title: str
    text: str
    tone: str = ""
    css: str = ""


@dataclass(frozen=True)
class Row:
    """A fact in a table, with where it came from."""

    pk: int
    cells: list[Cell]
    source_url: str
    source: str


@dataclass(frozen=True)
class Section:
    """The table of a kind."""

    kind: Kind
    rows: list[Row]
    facts: list[Any] = field(repr=False, default_factory=list)

    @property
    def long(self) -> bool:
        """Whether the table is folded at first."""
        return len(self.rows) > LONG_TABLE

    @property
    def may_add(self) -> bool:
        """Money is one row a card."""
        return self.kind is not kinds.FUNDING or not self.rows


@dataclass(frozen=True)
class Group:
    """Sections of one criterion with its counts: (words, figure)."""

    code: str
    title: str
    clause: str
    counts: list[tuple[str, str]]
    sections: list[Section]


def card_or_404(request: HttpRequest, code: str, year: int) -> ProjectYear:
    """The card, where the user may see it."""
    found = queries.visible_cards(user_of(request), year).filter(project__code=code).first()
    if found is None:
        raise Http404(f"{code} {year}")
    return found


def sees_whole_team(user: User, card: ProjectYear) -> bool:
    """Whether the user sees every member of the team, not only the people of his body."""
    return permitted(user, "projects.view_all_people") or queries.heads(user, card)


def tabs_of(card: ProjectYear, current: str) -> list[dict[str, Any]]:
    """Pages of a card."""
    pages = (("facts", "Факты", "projects:card"), ("history", "История", "projects:card-history"))
    where = (card.project.code, card.cycle.year)
    return [{"title": title, "url": reverse(url, args=where), "current": key == current} for key, title, url in pages]


def section(kind: Kind, facts: list[Any], moment: Moment) -> Section:
    """A kind's facts as a table."""
    return Section(kind, [_row(kind, fact, moment) for fact in facts], facts)


def _row(kind: Kind, fact: Any, moment: Moment) -> Row:
    cells = []
    for column in kind.columns:
        value = column.value(fact, moment)
        mark = value if isinstance(value, Mark) else None
        cells.append(
            Cell(column.title, mark.word, mark.tone) if mark else Cell(column.title, str(value), css=column.css)
        )
    if fact.source_import_id is None:
        return Row(fact.pk, cells, "", "вручную")
    url = reverse("projects:import", args=(fact.source_import_id,))
    return Row(fact.pk, cells, url, f"строка{NBSP}{fact.source_row}")


def _timely(facts: list[Any], done: str, moment: Moment) -> str:
    """Share in time, as clause 2.2(4) counts it: "10 из 12"."""
    due = [fact for fact in facts if fell_due(fact.due_on, moment.today)]
    kept = sum(in_time(fact.due_on, getattr(fact, done)) for fact in due)
    return f"{kept} из {len(due)}" if due else "срок впереди"


@until_told
def _facts_of(card: ProjectYear) -> dict[str, list[Any]]:
    """All facts of a card but its team, by kind: one query a kind."""
    return {slug: list(kind.rows(card)) for slug, kind in kinds.KINDS.items() if kind is not kinds.TEAM}


def groups_of(card: ProjectYear, moment: Moment) -> list[Group]:
    """All facts of a card by criterion."""
    of = {slug: section(kinds.KINDS[slug], rows, moment) for slug, rows in _facts_of(card).items()}
    return [
        _eligibility(of["funding"], of["target"]),
        _participation(of["participation"]),
        _complexity([of["contract"], of["object"], of["partnership"]], of["funding"]),
        _uniqueness(of["unique"]),
        _discipline(of["step"], of["report"], of["change-request"], moment),
    ]


def _eligibility(funding: Section, targets: Section) -> Group:
    met = sum(reached(target.direction, target.plan, target.fact) for target in targets.facts)
    counts = [
        ("ассигнования, руб.", roubles(funding.facts[0].appropriation_kopecks) if funding.facts else "не введены"),
        ("показатели достигнуты", f"{met} из {len(targets.facts)}" if targets.facts else "не введены"),
    ]
    return Group("eligibility", "Допуск к ранжированию", worded("2.2"), counts, [funding, targets])


def _criterion(indicator: str, title: str, counts: list[tuple[str, str]], sections: list[Section]) -> Group:
    """Facts under the criterion that counts them by the indicator; under their own title where none does."""
    number = next((one.number for one in REGION.criteria if indicator in one.indicators), None)
    if number is None:
        return Group("facts", title, worded("2.2"), counts, sections)
    return Group(str(number), f"Критерий {number}. {title}", worded("2.2"), counts, sections)


def _participation(section: Section) -> Group:
    by_kind: dict[str, set[int]] = {kind: set() for kind in OrganizationKind.values}
    for fact in section.facts:
        by_kind[fact.organization.kind].add(fact.organization_id)
    counts = [(COUNTED[kind], str(len(found))) for kind, found in by_kind.items()]
    return _criterion("executive_authorities", "Участие организаций", counts, [section])


def _complexity(sections: list[Section], funding: Section) -> Group:
    contracts, objects, partnerships = sections
    total = sum(contract.price_kopecks for contract in contracts.facts)
    counts = [
        ("контракты", str(len(contracts.facts))),
        ("на сумму, руб.", roubles(total)),
        ("объекты строительства", str(len(objects.facts))),
        ("на федеральной собственности", str(sum(fact.federal_property for fact in objects.facts))),
        ("соглашения о ГЧП", str(len(partnerships.facts))),
        ("получатели, чел.", decimal_ru(funding.facts[0].recipients) if funding.facts else "не введены"),
    ]
    return _criterion("contracts", "Управленческая сложность", counts, sections)


def _uniqueness(section: Section) -> Group:
    counts = [("уникальные результаты", str(len(section.facts)))]
    return _criterion("other_unique_results", "Уникальность", counts, [section])


def _discipline(steps: Section, reports: Section, requests: Section, moment: Moment) -> Group:
    counts = [
        ("мероприятия и точки в срок", _timely(steps.facts, "done_on", moment)),
        ("отчёты в срок", _timely(reports.facts, "submitted_on", moment)),
        ("запросы на изменение в срок", _timely(requests.facts, "sent_on", moment)),
    ]
    return _criterion("steps_on_time", "Исполнительская дисциплина", counts, [steps, reports, requests])


def missing(groups: list[Group]) -> list[Kind]:
    """What a project cannot be ranked without: money, a target, a step of the year."""
    sections = {section.kind.slug: section for group in groups for section in group.sections}
    wanted = (kinds.FUNDING, kinds.TARGET, kinds.STEP)
    return [kind for kind in wanted if not sections[kind.slug].rows]


@access("projects.view_some")
def card(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The card with its facts."""
    shown, user = card_or_404(request, code, year), user_of(request)
    moment = Moment(clock.today(), year)
    groups = groups_of(shown, moment)
    team = None
    if permitted(user, "projects.view_people", shown):
        team = section(kinds.TEAM, list(queries.team_rows(user, shown)), moment)
    context = {
        "card": shown,
        "year": year,
        "groups": groups,
        "missing": missing(groups),
        "team": team,
        "whole_team": sees_whole_team(user, shown),
        "acting": Appointment.objects.on(moment.today)
        .filter(office=project_office(code, year))
        .select_related("person"),
        "may_edit": permitted(user, "projects.edit_facts", shown),
        "may_see_imports": permitted(user, "projects.view_imports"),
        "may_appoint": permitted(user, "directory.appoint"),
        "tabs": tabs_of(shown, "facts"),
    }
    return render(request, "projects/card.html", context)


@access("projects.view_some")
def card_history(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Who changed what of the card and its facts."""
    shown, user = card_or_404(request, code, year), user_of(request)
    entries = history(shown)
    if not sees_whole_team(user, shown):
        entries = entries.exclude(clause=facts.WHO_MAY_RECEIVE)
    context = {"card": shown, "year": year, "history": in_words(entries), "tabs": tabs_of(shown, "history")}
    return render(request, "projects/history.html", context)
