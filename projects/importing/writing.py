"""The differences of a workbook, written: leaves go first, roots come first; in batches, never row by row."""

from collections.abc import Mapping
from typing import Any

from projects.importing.difference import Changed, Created, Difference
from projects.importing.sheets import BY_TITLE, ORGANIZATIONS, PROJECTS, STAFF, TITLES, Sheet
from projects.importing.stored import Keys, fields_of
from projects.models import Cycle, Import, Project
from ranking_portal.directory.models import Organization, Person

BATCH = 500
SOURCE = ("source_import", "source_row")
# What facts lean on is written before them, and removed after them.
ROOTS = (ORGANIZATIONS, STAFF, PROJECTS)
FACTS = [title for title in TITLES if title not in ROOTS]

Differences = Mapping[str, Difference]


def write(differences: Differences, cycle: Cycle, made: Import) -> None:
    """Write the differences of all sheets into the register of the cycle's year, as brought by the import `made`."""
    # Removal frees the keys that new rows may need.
    for title in (*FACTS, STAFF, PROJECTS):
        _remove(BY_TITLE[title], differences[title])
    keys = Keys()
    _write_organizations(differences[ORGANIZATIONS], keys)
    _write_people(differences[STAFF], keys)
    _write_rows(STAFF, differences, keys, {"year": cycle.year}, made)
    _write_projects(differences[PROJECTS], keys)
    _write_rows(PROJECTS, differences, keys, {"cycle_id": cycle.pk}, made)
    keys.read_cards(cycle)
    for title in FACTS:
        owner = {"cycle_id": cycle.pk} if BY_TITLE[title].owner == "cycle" else {}
        _write_rows(title, differences, keys, owner, made)


def _remove(sheet: Sheet, difference: Difference) -> None:
    gone = [pk for pk, _ in difference.removed]
    for start in range(0, len(gone), BATCH):
        sheet.model._default_manager.filter(pk__in=gone[start : start + BATCH]).delete()


def _write_organizations(difference: Difference, keys: Keys) -> None:
    """New ones first without their parents, which may be new too; then everything that has changed, and the parents."""
    sheet = BY_TITLE[ORGANIZATIONS]
    plain = [dict(zip(sheet.paths, row.values, strict=True)) for row in difference.created]
    Organization.objects.bulk_create(
        [Organization(**{path: value for path, value in row.items() if "__" not in path}) for row in plain]
    )
    keys.read_organizations()
    changed = [Organization(pk=row.pk, **fields_of(sheet, row.values, keys)) for row in difference.changed]
    for row in difference.created:
        fields = fields_of(sheet, row.values, keys)
        if fields["parent_id"] is not None:
            changed.append(Organization(pk=keys.organizations[fields["short_name"]], **fields))
    if changed:
        Organization.objects.bulk_update(changed, ["full_name", "kind", "parent"], BATCH)


def _write_people(difference: Difference, keys: Keys) -> None:
    """A number with a name not seen before is a new person, with rights of his own."""
    keys.read_people()
    sheet = BY_TITLE[STAFF]
    number, name = sheet.paths.index("person__personnel_number"), sheet.paths.index("person__full_name")
    rows: list[Created | Changed] = [*difference.created, *difference.changed]
    named = {(row.values[number], row.values[name]) for row in rows}
    new = sorted(named - keys.people.keys())
    Person.objects.bulk_create([Person(personnel_number=number, full_name=name) for number, name in new])
    keys.read_people()


def _write_projects(difference: Difference, keys: Keys) -> None:
    """Codes not seen before begin projects."""
    keys.read_projects()
    place = BY_TITLE[PROJECTS].paths.index("project__code")
    codes = [row.values[place] for row in difference.created]
    Project.objects.bulk_create([Project(code=code) for code in codes if code not in keys.projects])
    keys.read_projects()


def _write_rows(title: str, differences: Differences, keys: Keys, owner: Mapping[str, Any], made: Import) -> None:
    """Created and changed rows of a sheet; each remembers the import and the row that brought it."""
    sheet, difference = BY_TITLE[title], differences[title]
    remembers = sheet.has_source()

    def fields(row: Created | Changed) -> dict[str, Any]:
        source = {"source_import_id": made.pk, "source_row": row.line} if remembers else {}
        return {**fields_of(sheet, row.values, keys), **owner, **source}

    manager = sheet.model._default_manager
    manager.bulk_create([sheet.model(**fields(row)) for row in difference.created])
    changed = [sheet.model(pk=row.pk, **fields(row)) for row in difference.changed]
    if changed:
        differing = {field for row in difference.changed for field in _differing(sheet, row)}
        manager.bulk_update(changed, [*sorted(differing), *(SOURCE if remembers else ())], BATCH)


def _differing(sheet: Sheet, row: Changed) -> set[str]:
    """Fields of the model in which a row differs from what was stored."""
    pairs = zip(sheet.paths, row.was, row.values, strict=True)
    return {path.partition("__")[0] for path, was, now in pairs if was != now}
