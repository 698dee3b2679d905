"""The differences of a workbook, written: leaves go first, roots come first; in batches, never row by row.

What is needed to take it all back is kept on the way.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models

from projects.importing.bulk import BATCH, insert
from projects.importing.difference import Changed, Created, Difference
from projects.importing.pages import keep
from projects.importing.sheets import BY_TITLE, ORGANIZATIONS, PROJECTS, STAFF, TITLES, Sheet
from projects.importing.stored import Keys, fields_of
from projects.models import Cycle, Import, Part, Project
from ranking_portal.directory.models import Organization, Person

# What facts lean on is written before them, and removed after them.
ROOTS = (ORGANIZATIONS, STAFF, PROJECTS)
FACTS = [title for title in TITLES if title not in ROOTS]
# Roots behind the roots: they have no sheets of their own.
PEOPLE, CODES = "люди", "проекты"
NOTHING = Difference()

Differences = Mapping[str, Difference]


def write(differences: Differences, cycle: Cycle, made: Import) -> None:
    """Write the differences of all sheets into the register of the cycle's year, as brought by the import `made`."""
    # Removal frees the keys that new rows may need.
    for title in (*FACTS, STAFF, PROJECTS):
        _remove(BY_TITLE[title], differences.get(title, NOTHING), made)
    keys = Keys()
    _write_organizations(differences.get(ORGANIZATIONS, NOTHING), keys, made)
    _write_people(differences.get(STAFF, NOTHING), keys, made)
    _write_rows(STAFF, differences, keys, {"year": cycle.year}, made)
    _write_projects(differences.get(PROJECTS, NOTHING), keys, made)
    _write_rows(PROJECTS, differences, keys, {"cycle_id": cycle.pk}, made)
    keys.read_cards(cycle)
    for title in FACTS:
        owner = {"cycle_id": cycle.pk} if BY_TITLE[title].owner == "cycle" else {}
        _write_rows(title, differences, keys, owner, made)


def _remove(sheet: Sheet, difference: Difference, made: Import) -> None:
    gone = [pk for pk, _ in difference.removed]
    keep(made, Part.TAKEN, sheet.title, stored_rows(sheet.model, gone))
    for start in range(0, len(gone), BATCH):
        sheet.model._default_manager.filter(pk__in=gone[start : start + BATCH]).delete()


def stored_rows(model: type[models.Model], pks: list[int]) -> list[dict[str, Any]]:
    """Rows as they are stored, by names of columns, in the order of their keys."""
    names = [field.attname for field in model._meta.concrete_fields]
    found: list[dict[str, Any]] = []
    for start in range(0, len(pks), BATCH):
        rows = model._default_manager.filter(pk__in=pks[start : start + BATCH]).order_by("pk")
        found += [dict(row) for row in rows.values(*names)]
    return found


def _write_organizations(difference: Difference, keys: Keys, made: Import) -> None:
    """New ones first without their parents, which may be new too; then everything that has changed, and the parents."""
    sheet = BY_TITLE[ORGANIZATIONS]
    _keep_former(sheet, difference, made)
    plain = [dict(zip(sheet.paths, row.values, strict=True)) for row in difference.created]
    Organization.objects.bulk_create(
        [Organization(**{path: value for path, value in row.items() if "__" not in path}) for row in plain]
    )
    keys.read_organizations()
    fields_by = fields_of(sheet, keys)
    changed = [Organization(pk=row.pk, **fields_by(row.values)) for row in difference.changed]
    brought = []
    for row in difference.created:
        fields = fields_by(row.values)
        pk = keys.organizations[fields["short_name"]]
        brought.append(pk)
        if fields["parent_id"] is not None:
            changed.append(Organization(pk=pk, **fields))
    if changed:
        Organization.objects.bulk_update(changed, ["full_name", "kind", "parent"], BATCH)
    keep(made, Part.BROUGHT, ORGANIZATIONS, stored_rows(Organization, brought))


def _write_people(difference: Difference, keys: Keys, made: Import) -> None:
    """A number with a name not seen before is a new person, with rights of his own."""
    keys.read_people()
    sheet = BY_TITLE[STAFF]
    number, name = sheet.paths.index("person__personnel_number"), sheet.paths.index("person__full_name")
    rows: list[Created | Changed] = [*difference.created, *difference.changed]
    named = {(row.values[number], row.values[name]) for row in rows}
    new = sorted(named - keys.people.keys())
    Person.objects.bulk_create([Person(personnel_number=number, full_name=name) for number, name in new])
    keys.read_people()
    keep(made, Part.BROUGHT, PEOPLE, [keys.people[identity] for identity in new])


def _write_projects(difference: Difference, keys: Keys, made: Import) -> None:
    """Codes not seen before begin projects."""
    keys.read_projects()
    place = BY_TITLE[PROJECTS].paths.index("project__code")
    new = [code for row in difference.created if (code := row.values[place]) not in keys.projects]
    Project.objects.bulk_create([Project(code=code) for code in new])
    keys.read_projects()
    keep(made, Part.BROUGHT, CODES, [keys.projects[code] for code in new])


def _write_rows(title: str, differences: Differences, keys: Keys, owner: Mapping[str, Any], made: Import) -> None:
    """Created and changed rows of a sheet; each remembers the import and the row that brought it."""
    sheet, difference = BY_TITLE[title], differences.get(title, NOTHING)
    remembers = sheet.has_source()
    _keep_former(sheet, difference, made)

    fields_by = fields_of(sheet, keys)

    def fields(row: Created | Changed) -> dict[str, Any]:
        found = fields_by(row.values)
        found.update(owner)
        if remembers:
            found.update(source_import_id=made.pk, source_row=row.line)
        return found

    insert(sheet.model, [fields(row) for row in difference.created])
    if not remembers:
        _keep_brought(sheet, difference, owner, keys, made)
    changed = [sheet.model(pk=row.pk, **fields(row)) for row in difference.changed]
    if changed:
        differing = {field for row in difference.changed for field in _differing(sheet, row)}
        names = [*sorted(differing), *(("source_import", "source_row") if remembers else ())]
        sheet.model._default_manager.bulk_update(changed, names, BATCH)


def _keep_former(sheet: Sheet, difference: Difference, made: Import) -> None:
    """Rows that are about to change, as they are."""
    keep(made, Part.FORMER, sheet.title, stored_rows(sheet.model, [row.pk for row in difference.changed]))


def _keep_brought(sheet: Sheet, difference: Difference, owner: Mapping[str, Any], keys: Keys, made: Import) -> None:
    """New rows of a sheet whose rows do not know their import: posts, of whom a person has one a year."""
    fields_by = fields_of(sheet, keys)
    people = [fields_by(row.values)["person_id"] for row in difference.created]
    found = []
    for start in range(0, len(people), BATCH):
        rows = sheet.model._default_manager.filter(person__in=people[start : start + BATCH], **owner)
        found += list(rows.values_list("pk", flat=True))
    keep(made, Part.BROUGHT, sheet.title, stored_rows(sheet.model, found))


def _differing(sheet: Sheet, row: Changed) -> set[str]:
    """Fields of the model in which a row differs from what was stored."""
    pairs = zip(sheet.paths, row.was, row.values, strict=True)
    return {path.partition("__")[0] for path, was, now in pairs if was != now}
