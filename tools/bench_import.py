"""How quickly 50,000 contracts are imported, beside the least that could be and beside ready-made defaults.

Run by `make bench` (and by hand: tools/with-services.sh .venv/bin/python tools/bench_import.py). A process of its
own: its memory is counted.
"""

import io
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GROUP = "files"
ROWS, PROJECTS, CUSTOMERS = 50_000, 60, 100
# The defaults are timed on a part and told for the whole: their cost goes by rows.
DEFAULTS_ROWS = 1_000
TIMES_FLOOR, TIMES_DEFAULTS, MOST_MEGABYTES = 5, 20, 300
HEADERS = ["Код проекта", "Номер контракта", "Вид", "Предмет", "Цена, руб.", "Дата заключения", "Заказчик"]
COLUMNS = "card_id, number, kind, subject, price_kopecks, concluded_on, customer_id"
KINDS = {"государственный": "state", "муниципальный": "municipal"}
YEAR = 2025


def row_of(number: int) -> list[Any]:
    """A contract."""
    day = date(2025, 1, 1) + timedelta(days=number % 365)
    kind = "государственный" if number % 3 else "муниципальный"
    customer = f"КОМ-{number % CUSTOMERS}"
    return [f"P{number % PROJECTS}", f"0145{number:08}", kind, f"Работы № {number}", number * 1.25, day, customer]


def workbook_of(rows: int) -> bytes:
    """The file of a procurement register."""
    import xlsxwriter

    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"constant_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        page = book.add_worksheet("Контракты")
        page.write_row(0, 0, HEADERS)
        for number in range(rows):
            page.write_row(number + 1, 0, row_of(number))
    return packed.getvalue()


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of a run, and what it gave."""
    start = time.perf_counter()
    found = act()
    return time.perf_counter() - start, found


def register() -> None:
    """The year with its projects and customers."""
    from projects.models import Cycle, Project, ProjectYear
    from ranking_portal import clock
    from ranking_portal.directory.enums import OrganizationKind
    from ranking_portal.directory.models import Organization

    cycle = Cycle.objects.create(year=YEAR, opened_at=clock.now())
    bodies = Organization.objects.bulk_create(
        Organization(short_name=f"КОМ-{n}", full_name=f"Комитет {n}", kind=OrganizationKind.AUTHORITY)
        for n in range(CUSTOMERS)
    )
    codes = Project.objects.bulk_create(Project(code=f"P{n}") for n in range(PROJECTS))
    ProjectYear.objects.bulk_create(
        ProjectYear(cycle=cycle, project=code, name=code.code, national_project="Н", responsible=bodies[0])
        for code in codes
    )


def floor(content: bytes) -> None:
    """A bare read and COPY of the same file into the same table: no check, no look at what is there, no source."""
    import csv

    from django.db import connection, transaction
    from python_calamine import CalamineWorkbook

    from projects.models import ProjectYear
    from ranking_portal.directory.models import Organization

    cards = dict(ProjectYear.objects.order_by().values_list("project__code", "pk"))
    bodies = dict(Organization.objects.order_by().values_list("short_name", "pk"))
    rows: list[list[Any]] = CalamineWorkbook.from_object(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1:]
    text = io.StringIO()
    csv.writer(text).writerows(
        (cards[code], number, KINDS[kind], subject, int(price * 100), day, bodies[customer])
        for code, number, kind, subject, price, day, customer in rows
    )
    text.seek(0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY projects_contract ({COLUMNS}) FROM STDIN WITH (FORMAT csv)", text)


def emptied() -> None:
    """No contracts."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE projects_contract")


def whole_way(content: bytes) -> Any:
    """Sent, checked, previewed, confirmed, written: as the office does it, without the pauses for thought."""
    from projects.importing.profiles import BY_KEY
    from projects.models import Import, ImportState
    from projects.services import imports
    from ranking_portal.accounts.principals import SYSTEM

    made = imports.send(content, "contracts.xlsx", YEAR, BY_KEY["procurement"], by=SYSTEM)
    made = Import.objects.get(pk=made.pk)
    if made.state == ImportState.SHOWN:
        imports.confirm(made, shown=made.shown, by=SYSTEM)
    return Import.objects.get(pk=made.pk)


def defaults(rows: int) -> None:
    """django-import-export as it comes, on the same model, with the same look-ups by name."""
    import tablib  # type: ignore[import-untyped]
    from import_export import fields, resources, widgets

    from projects.models import Contract, ProjectYear
    from ranking_portal.directory.models import Organization

    class ContractResource(resources.ModelResource):  # type: ignore[misc]
        card = fields.Field("card", "Код проекта", widgets.ForeignKeyWidget(ProjectYear, "project__code"))
        number = fields.Field("number", "Номер контракта")
        customer = fields.Field("customer", "Заказчик", widgets.ForeignKeyWidget(Organization, "short_name"))

        class Meta:
            model = Contract
            import_id_fields = ("card", "number")
            fields = ("card", "number", "kind", "subject", "price_kopecks", "concluded_on", "customer")

    data = tablib.Dataset(
        headers=["Код проекта", "Номер контракта", "kind", "subject", "price_kopecks", "concluded_on", "Заказчик"]
    )
    for number in range(rows):
        code, name, _, subject, price, day, customer = row_of(number)
        data.append((code, name, "state", subject, int(price * 100), day.isoformat(), customer))
    result = ContractResource().import_data(data, raise_errors=True)
    if result.totals["new"] != rows:
        raise SystemExit(f"defaults: {result.totals}")


def measure() -> dict[str, float]:
    """Every figure, in seconds and megabytes."""
    from projects.models import Contract, ImportState

    content = workbook_of(ROWS)
    register()
    found = {"bare read and COPY": timed(lambda: floor(content))[0]}
    emptied()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found["import"], done = timed(lambda: whole_way(content))
    if done.state != ImportState.DONE or Contract.objects.filter(source_import=done).count() != ROWS:
        raise SystemExit(f"not imported: {done.state} {done.reasons} {done.errors[:3]}")
    found["import again, nothing new"], again = timed(lambda: whole_way(content))
    if again.state != ImportState.SAME:
        raise SystemExit(f"not the same: {again.state}")
    found["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found["memory before, MB"] = before / 1024
    emptied()
    again_bare = timed(lambda: floor(content))[0]
    found["bare read and COPY"] = min(found["bare read and COPY"], again_bare)
    emptied()
    found["django-import-export"] = timed(lambda: defaults(DEFAULTS_ROWS))[0] * ROWS / DEFAULTS_ROWS
    return found


def targets(found: dict[str, float]) -> list[Any]:
    """Limits: of the bare read, of ready-made defaults, of memory."""
    from bench_table import Target

    spent, again = found["import"], found["import again, nothing new"]
    bare, ready_made = found["bare read and COPY"], found["django-import-export"]
    title = f"import of {ROWS:,} contracts"
    return [
        Target(GROUP, f"{title}, to a bare read and COPY", spent, floor=bare, most=TIMES_FLOOR),
        Target(GROUP, f"{title}, to django-import-export", spent, floor=ready_made, most=1 / TIMES_DEFAULTS),
        Target(GROUP, f"{title} again, to the first", again, floor=spent, most=1),
        Target(GROUP, f"{title}, memory", found["peak memory, MB"], unit="MB", most=MOST_MEGABYTES),
    ]


def main() -> None:
    # No worker runs here: every step is done by this process.
    os.environ.pop("CELERY_BROKER_URL", None)
    sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
    import bench
    import bench_table
    import django

    django.setup()
    bench.prepare_database()
    bench_table.keep("import", targets(measure()))


if __name__ == "__main__":
    main()
