"""The register of a year as the import sees it: what is there now, and the keys of what rows refer to.

One query a sheet, whatever the number of rows.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from projects.importing.difference import Values
from projects.importing.sheets import (
    BY_TITLE,
    ORGANIZATIONS,
    PERSON,
    PERSON_NAME,
    PROJECTS,
    SHEETS,
    STAFF,
    TITLES,
    Sheet,
)
from projects.models import Cycle, Project, ProjectYear
from ranking_portal.directory.models import Organization, Person

Identity = tuple[str, str]  # personnel number and name: together they are a person


@dataclass
class Register:
    """Rows of a year by sheet, and people by identity (of all years)."""

    rows: dict[str, list[tuple[int, Values]]]
    people: dict[Identity, int]

    def keys(self, title: str) -> set[str]:
        """The keys of a sheet's stored rows: short names, codes, personnel numbers."""
        sheet = BY_TITLE[title]
        place = sheet.paths.index(sheet.key[0])
        return {values[place] for _, values in self.rows[title]}

    def names(self) -> dict[str, str]:
        """Names of the year's people by number."""
        paths = BY_TITLE[STAFF].paths
        number, name = paths.index(PERSON), paths.index(PERSON_NAME)
        return {values[number]: values[name] for _, values in self.rows[STAFF]}

    def full_names(self) -> dict[str, str]:
        """Full names of organizations by short ones."""
        paths = BY_TITLE[ORGANIZATIONS].paths
        short, full = paths.index("short_name"), paths.index("full_name")
        return {values[short]: values[full] for _, values in self.rows[ORGANIZATIONS]}

    def given_to_others(self, staff: set[Identity]) -> int:
        """How many personnel numbers of the staff belong to people of other names, and are new with these."""
        numbers = {number for number, _ in self.people}
        return sum(number in numbers for number, _ in staff - self.people.keys())


def register_of(year: int, titles: Iterable[str] = TITLES) -> Register:
    """What is stored of a year on some sheets, and all organizations and people."""
    wanted = {*titles, ORGANIZATIONS, PROJECTS, STAFF}
    return Register({sheet.title: _rows(sheet, year) for sheet in SHEETS if sheet.title in wanted}, people())


def people() -> dict[Identity, int]:
    """Keys of all people."""
    rows = Person.objects.order_by().values_list("personnel_number", "full_name", "pk")
    return {(number, name): pk for number, name, pk in rows}


def _rows(sheet: Sheet, year: int) -> list[tuple[int, Values]]:
    of_the_year = {"card": {"card__cycle__year": year}, "cycle": {"cycle__year": year}, "year": {"year": year}}
    rows = sheet.model._default_manager.filter(**of_the_year.get(sheet.owner, {})).order_by("pk")
    return [(row[0], row[1:]) for row in rows.values_list("pk", *sheet.paths)]


@dataclass
class Keys:
    """Database keys of what rows refer to, by the field that refers."""

    organizations: dict[str, int] = field(default_factory=dict)
    people: dict[Identity, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    cards: dict[str, int] = field(default_factory=dict)

    def read_organizations(self) -> None:
        """Once they are all written."""
        self.organizations = dict(Organization.objects.order_by().values_list("short_name", "pk"))

    def read_people(self) -> None:
        """Once they are all written."""
        self.people = people()

    def read_projects(self) -> None:
        """Once they are all written."""
        self.projects = dict(Project.objects.order_by().values_list("code", "pk"))

    def read_cards(self, cycle: Cycle) -> None:
        """Once they are all written."""
        self.cards = dict(ProjectYear.objects.filter(cycle=cycle).order_by().values_list("project__code", "pk"))

    def of(self, attribute: str) -> Mapping[str, int]:
        """Where the keys behind a field are."""
        return {"card": self.cards, "project": self.projects}.get(attribute, self.organizations)


def fields_of(sheet: Sheet, keys: Keys) -> Callable[[Values], dict[str, Any]]:
    """How rows become fields of their model: names of others become their keys. The keys must be read by then."""
    paths = sheet.paths
    plain: list[tuple[str, int]] = []
    referring: list[tuple[str, int, Mapping[str, int]]] = []
    people: list[tuple[str, int, int]] = []
    for place, path in enumerate(paths):
        attribute, _, rest = path.partition("__")
        if not rest:
            plain.append((attribute, place))
        elif rest == PERSON.partition("__")[2]:
            people.append((f"{attribute}_id", place, paths.index(f"{attribute}__full_name")))
        elif rest != PERSON_NAME.partition("__")[2]:
            referring.append((f"{attribute}_id", place, keys.of(attribute)))

    def fields(values: Values) -> dict[str, Any]:
        found = {attribute: values[place] for attribute, place in plain}
        for name, place, of in referring:
            found[name] = None if values[place] is None else of[values[place]]
        for name, number, full_name in people:
            found[name] = None if values[number] is None else keys.people[values[number], values[full_name]]
        return found

    return fields
