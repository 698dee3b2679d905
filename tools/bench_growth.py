"""How the portal grows: from 1 to 20 years, from 51 to 5,000 projects, to 100,000 people.

Run by `make bench` (and by hand: tools/with-services.sh .venv/bin/python tools/bench_growth.py). One database grows
step by step; at each step every page and job is timed. The power of a growth is 0 for what stays, 1 for what grows
as the rows do. A page shows 200 rows at most, so that it shows no more of 5,000 projects than of 1,000.
`--whole` grows on, to 5,000 projects in each of the twenty years: a quarter of an hour, for docs/growth.md.
"""

import json
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GROUP = "growth"
FEW, MANY, FIRST_YEAR, YEAR, PEOPLE = 51, 5_000, 2006, 2025, 100_000
CONTRACTS, TERMS_OF_YEAR, ENTRIES_OF_YEAR, AT_ONCE = 6, 400, 5_000, 5_000
ENTRIES_OF_GREAT_YEAR, WHOLE = 45_000, "--whole"
AS_OF, LAST_DAY = date(2024, 12, 20), date(2099, 12, 31)
# Linear, and a tenth for what a busy machine adds.
LINEAR = 1.1


@dataclass
class Grown:
    """What has been timed, in seconds: by step, then by title; sizes are in bytes."""

    steps: dict[str, dict[str, float]] = field(default_factory=dict)
    sizes: dict[str, dict[str, float]] = field(default_factory=dict)

    def exponent(self, title: str, start: str, end: str, times: float) -> float:
        """log(time after / time before) / log(how many times more)."""
        return math.log(self.steps[end][title] / self.steps[start][title]) / math.log(times)


def bodies() -> list[Any]:
    """A hundred bodies."""
    from ranking_portal.directory.enums import OrganizationKind
    from ranking_portal.directory.models import Organization

    return Organization.objects.bulk_create(
        Organization(short_name=f"ОРГ-{n}", full_name=f"Орган {n}", kind=OrganizationKind.AUTHORITY) for n in range(100)
    )


def people(many: int) -> None:
    """So many people of the register."""
    from ranking_portal.directory.models import Person

    known = Person.objects.count()
    for start in range(known, many, AT_ONCE):
        Person.objects.bulk_create(
            Person(personnel_number=f"g{number:06}", full_name=f"Иванова Мария Номеровна-{number}")
            for number in range(start, min(many, start + AT_ONCE))
        )


def projects(year: int, first: int, last: int, of: list[Any]) -> None:
    """Projects of a year with all their facts."""
    from projects.models import Cycle, Project, ProjectYear
    from ranking_portal import clock
    from ranking_portal.directory.models import Person

    cycle, _ = Cycle.objects.get_or_create(year=year, defaults={"opened_at": clock.now()})
    heads = list(Person.objects.order_by("pk")[:1_000])
    known = {one.code: one for one in Project.objects.all()}
    fresh = [Project(code=f"G{n}") for n in range(first, last) if f"G{n}" not in known]
    known |= {one.code: one for one in Project.objects.bulk_create(fresh)}
    cards = ProjectYear.objects.bulk_create(
        ProjectYear(
            cycle=cycle,
            project=known[f"G{n}"],
            name=f"Проект G{n}",
            national_project="Образование",
            responsible=of[n % len(of)],
            head=heads[n % len(heads)],
            starts_on=date(2006, 1, 1),
            ends_on=date(2030, 12, 31),
        )
        for n in range(first, last)
    )
    _facts(cards, year)


def _facts(cards: list[Any], year: int) -> None:
    from projects import enums
    from projects import models as register

    made: dict[Any, Callable[[Any, int], list[Any]]] = {
        register.Funding: lambda card, n: [{"appropriation_kopecks": 100_000_00, "recipients": 10}],
        register.Target: lambda card, n: [
            {"name": "Доля", "unit": "процент", "direction": enums.Direction.UP, "plan": 50, "fact": 60}
        ],
        register.Step: lambda card, n: [
            {
                "kind": enums.StepKind.MILESTONE,
                "name": "Пункт 1",
                "due_on": date(year, 6, 1),
                "done_on": date(year, 5, 30),
            }
        ],
        register.Report: lambda card, n: [
            {"period": f"01.{year}", "due_on": date(year, 2, 5), "submitted_on": date(year, 2, 4)}
        ],
        register.Participation: lambda card, n: [
            {"organization": card.responsible, "kind": enums.ParticipationKind.RESPONSIBLE}
        ],
        register.Contract: lambda card, n: [
            {
                "number": f"{year}-{card.pk}-{k}",
                "kind": enums.ContractKind.STATE,
                "subject": "Работы",
                "price_kopecks": 1_000_00,
                "concluded_on": date(year, 3, 1),
                "customer": card.responsible,
            }
            for k in range(n % CONTRACTS)
        ],
    }
    for model, rows in made.items():
        model.objects.bulk_create(
            (model(card=card, **row) for n, card in enumerate(cards) for row in rows(card, n)), batch_size=AT_ONCE
        )


def ranking(year: int, model_of: Any) -> None:
    """A confirmed ranking of a former year, as large as that which is given."""
    from django.db import connection

    from projects.models import Cycle
    from ranking.models import Ranking

    made = Ranking.objects.create(
        cycle=Cycle.objects.get(year=year),
        kind="clarifying",
        as_of=date(year, 12, 20),
        methodology=model_of.methodology,
        edition=model_of.edition,
    )
    told = {name: getattr(model_of, name) for name in ("snapshot", "result", "names", "calculated_at")}
    Ranking.objects.filter(pk=made.pk).update(**told)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ranking_ranking SET state = 'calculated' WHERE id = %s", [made.pk])


def past(year: int, of: list[Any], many: int, model_of: Any) -> None:
    """A former year: its projects, its ranking, its closed terms, its entries of the journal."""
    from ranking_portal.accounts.enums import Role
    from ranking_portal.deadlines.models import Deadline

    projects(year, 0, many, of)
    ranking(year, model_of)
    opened, due = _moment(date(year, 2, 1)), date(year, 2, 10)
    Deadline.objects.bulk_create(
        Deadline(
            year=year,
            code="team_proposal",
            clause="2.6",
            title="Предложение о премировании",
            object_key=f"project:G{n}:{year}",
            object_label=f"проект G{n}",
            who=Role.OFFICE,
            event_on=date(year, 2, 1),
            opened_at=opened,
            due_on=due,
            act_by=due,
            working_days=5,
            next_check_on=LAST_DAY,
            done_on=due - timedelta(days=1),
            closed_at=_moment(due - timedelta(days=1)),
        )
        for n in range(TERMS_OF_YEAR)
    )
    _closed(year)
    entries(year, ENTRIES_OF_YEAR)


def entries(year: int, many: int) -> None:
    """So many entries of the journal about the projects of a year."""
    from projects.models import ProjectYear
    from ranking_portal.accounts.principals import SYSTEM
    from ranking_portal.journal import services as journal

    cards = list(ProjectYear.objects.filter(cycle__year=year).order_by("pk").values_list("pk", flat=True))
    with journal.transaction():
        for number in range(many):
            ref = f"projects.projectyear:{cards[number % len(cards)]}"
            journal.record(SYSTEM.actor, "Изменены сведения", ref=ref, label=f"G{number}", clause="2.2")


def _closed(year: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE deadlines_deadline SET state = 'met' WHERE year = %s", [year])


def _moment(day: date) -> Any:
    from datetime import datetime

    from ranking_portal import clock

    return datetime.combine(day, datetime.min.time(), tzinfo=clock.ZONE)


def calculated() -> Any:
    """The primary ranking of the year, calculated by the register as it stands."""
    from ranking.enums import RankingKind
    from ranking.services import rankings
    from ranking_portal.accounts.principals import SYSTEM

    return rankings.calculate(YEAR, RankingKind.PRIMARY, AS_OF, by=SYSTEM)


def pages_of(pk: int) -> dict[str, str]:
    """Pages that people open every day."""
    return {
        "home": "/",
        "rating": f"/rankings/{pk}/",
        "why this score": f"/rankings/{pk}/G7/",
        "list of rankings": "/rankings/",
        "register": f"/projects/?year={YEAR}",
        "card": f"/projects/G7/{YEAR}/",
        "history of a card": f"/projects/G7/{YEAR}/history/",
        "search": "/search/?q=G7",
        "terms": f"/deadlines/?year={YEAR}",
        "journal": "/journal/",
    }


def least(act: Callable[[], Any], times: int = 5, watch: Callable[[], float] = time.perf_counter) -> float:
    """The least of several runs, in seconds by the watch."""
    spent = []
    for _ in range(times):
        start = watch()
        act()
        spent.append(watch() - start)
    return min(spent)


def _opened(browser: Any, address: str) -> Callable[[], Any]:
    """Opens the page under an address of its own each time: nothing kept is shown."""
    turns, mark = count(), "&" if "?" in address else "?"
    return lambda: browser.get(f"{address}{mark}anew={next(turns)}")


def step(grown: Grown, title: str, browser: Any) -> None:
    """Time everything as it stands now."""
    from django.core.management import call_command
    from django.db import connection

    from ranking.computation import Snapshot

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found = {"calculation of a ranking": least(calculated, times=2)}
    draft = calculated()
    found["ranking from its snapshot"] = least(
        lambda: Snapshot.from_text(draft.snapshot).ranked(), times=4, watch=time.process_time
    )
    for name, address in pages_of(draft.pk).items():
        if browser.get(address).status_code != 200:
            raise SystemExit(f"{address} is not shown at {title}: {browser.get(address).status_code}")
        found[name] = least(_opened(browser, address))
    with open(os.devnull, "w", encoding="utf-8") as nowhere, tempfile.TemporaryDirectory() as folder:
        found["verify_journal"] = least(lambda: call_command("verify_journal", stdout=nowhere), times=1)
        found["check_integrity"] = least(lambda: call_command("check_integrity", stdout=nowhere), times=1)
        archive = Path(folder) / "copy.zip"
        found["backup"] = least(lambda: call_command("backup", str(archive), stdout=nowhere), times=1)
        size = archive.stat().st_size
    grown.steps[title] = found
    grown.sizes[title] = {"database": _database_bytes(), "backup": size} | _counted()
    for name, seconds in found.items():
        sys.stdout.write(f"{title:<40}{name:<30}{seconds * 1000:>10.1f} ms\n")
    sys.stdout.write(f"{title:<40}{grown.sizes[title]}\n")
    sys.stdout.flush()


def _database_bytes() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _counted() -> dict[str, float]:
    from projects.models import Contract, ProjectYear
    from ranking_portal.directory.models import Person
    from ranking_portal.journal.models import Entry

    counted = {"cards": ProjectYear, "contracts": Contract, "people": Person, "entries": Entry}
    return {name: model.objects.count() for name, model in counted.items()}  # type: ignore[attr-defined]


def grow() -> Grown:
    """The whole way."""
    from io import StringIO

    from django.core.management import call_command
    from django.test import Client

    from ranking_portal.accounts.enums import Role
    from tests import factories
    from tests.protocols.council import METHODOLOGY

    grown, of = Grown(), bodies()
    call_command("load_methodology", str(METHODOLOGY), "--in-force", stdout=StringIO())
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(factories.user_with(Role.OFFICE, Role.AUDITOR))
    people(1_000)
    projects(YEAR, 0, FEW, of)
    entries(YEAR, ENTRIES_OF_YEAR)
    step(grown, "1 year", browser)
    model_of = calculated()
    for year in range(FIRST_YEAR, YEAR):
        past(year, of, FEW, model_of)
    step(grown, "20 years", browser)
    projects(YEAR, FEW, MANY, of)
    step(grown, "5,000 projects", browser)
    people(PEOPLE)
    step(grown, "100,000 people", browser)
    if WHOLE in sys.argv:
        for year in range(FIRST_YEAR, YEAR):
            projects(year, FEW, MANY, of)
            entries(year, ENTRIES_OF_GREAT_YEAR)
        step(grown, "5,000 projects in each year", browser)
    return grown


def targets(grown: Grown) -> list[Any]:
    """Exponents: of pages from 51 to 5,000 projects, of everything from 1 to 20 years; none over linear."""
    from bench_table import Target

    found = []
    for start, end, times in (("1 year", "20 years", 20), ("20 years", "5,000 projects", MANY / FEW)):
        for title in grown.steps[start]:
            power = grown.exponent(title, start, end, times)
            was, now = grown.steps[start][title] * 1000, grown.steps[end][title] * 1000
            named = f"{title}, {start} to {end}: {was:,.0f} to {now:,.0f} ms"
            found.append(Target(GROUP, named, power, unit="power", most=LINEAR))
    return found


def main() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
    import bench
    import bench_table
    import django

    # No worker runs here: what is posted is done by this process.
    os.environ.pop("CELERY_BROKER_URL", None)
    django.setup()
    bench.prepare_database()
    grown = grow()
    bench_table.keep("growth", targets(grown))
    told = {"steps": grown.steps, "sizes": grown.sizes}
    (bench_table.KEPT / "growth-steps.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
