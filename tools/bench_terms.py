"""Terms by the hundred thousand: how long a round of enforcing takes, how many queries and how much memory.

The rounds run in processes of their own, as a worker would, so that their memory is theirs alone. Each term that is
due has a project head of its own: the dearest case, a message to every one of them.
"""

import json
import os
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
GROUP = "terms"
OPEN_TERMS = 100_000
# How many terms are due on each day: a few, a whole batch, a rush.
DUE_ON_DAY = {date(2026, 2, 16): 5, date(2026, 2, 17): 500, date(2026, 2, 18): 1_000}
EVENT_ON, DUE_ON, LOOKED_AT_LATER = date(2026, 2, 13), date(2026, 3, 13), date(2026, 3, 12)
MOST_SECONDS, MOST_MEGABYTES = 5, 150
YEAR = 2025
AT_ONCE = 5_000


def fill() -> None:
    """A hundred thousand open terms, each of those due with a head to be told."""
    from ranking_portal.accounts.models import User
    from ranking_portal.deadlines import calendars
    from ranking_portal.directory.models import Appointment, Person

    # Each year's calendar is stored when it is first asked for: that is not a round's work.
    calendars.working_calendar().is_working(DUE_ON)
    due = sum(DUE_ON_DAY.values())
    people = Person.objects.bulk_create(
        Person(personnel_number=f"terms-{number}", full_name=f"Иванов Пётр Номерович-{number}") for number in range(due)
    )
    User.objects.bulk_create(
        User(username=f"terms-{number}", full_name=person.full_name, person=person, email=f"head{number}@portal.test")
        for number, person in enumerate(people)
    )
    Appointment.objects.bulk_create(
        Appointment(office=_office(number), office_label="руководитель", person=person, since=EVENT_ON, order="№ 1")
        for number, person in enumerate(people)
    )
    days = [day for day, count in DUE_ON_DAY.items() for _ in range(count)]
    for first in range(0, OPEN_TERMS, AT_ONCE):
        _open_terms(first, days)


def _office(number: int) -> str:
    return f"project:B{number}:{YEAR}"


def _open_terms(first: int, days: list[date]) -> None:
    from ranking_portal import clock
    from ranking_portal.accounts.enums import Role
    from ranking_portal.deadlines.models import Deadline

    opened_at = datetime.combine(EVENT_ON, datetime.min.time(), tzinfo=clock.ZONE)
    Deadline.objects.bulk_create(
        Deadline(
            year=YEAR,
            code="team_proposal",
            clause="2.6",
            title="Предложение о премировании",
            object_key=f"project:B{number}",
            object_label=f"проект B{number}",
            who=Role.PROJECT_HEAD,
            office=_office(number),
            event_on=EVENT_ON,
            opened_at=opened_at,
            due_on=DUE_ON,
            act_by=DUE_ON,
            working_days=20,
            next_check_on=days[number] if number < len(days) else LOOKED_AT_LATER,
        )
        for number in range(first, first + AT_ONCE)
    )


def rounds() -> list[Any]:
    """Make the rounds of the three days; what the last has cost. Ends the programme where it has done other work."""
    from bench_table import Target

    made = [_round_in_a_process(day) for day in DUE_ON_DAY]
    for (day, count), done in zip(DUE_ON_DAY.items(), made, strict=True):
        if done["marked"] != count or done["reminded"] != count:
            raise SystemExit(f"{day}: {count} terms are due, told of {done['reminded']}")
    few, batch, rush = made
    title, asked = "round of terms, 1,000 due of 100,000", "queries of a round, 500 due, to 5 due"
    return [
        Target(GROUP, title, rush["seconds"], most=MOST_SECONDS),
        Target(GROUP, f"{title}, memory", rush["megabytes"], unit="MB", most=MOST_MEGABYTES),
        Target(
            GROUP,
            asked,
            batch["queries"],
            unit="queries",
            floor=few["queries"],
            most=1,
        ),
    ]


def _round_in_a_process(day: date) -> dict[str, Any]:
    from django.db import connection

    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    environment = {**os.environ, "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}"}
    command = [sys.executable, __file__, day.isoformat()]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _round(day: date) -> dict[str, Any]:
    """One round in this very process, as the worker's task makes it."""
    import django

    django.setup()
    from django.db import connection

    from ranking_portal import clock
    from ranking_portal.deadlines.enforcing import enforce

    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with clock.at(day), connection.execute_wrapper(count):
        start = time.perf_counter()
        done = enforce()
        seconds = time.perf_counter() - start
    found = {"seconds": seconds, "queries": queries, "megabytes": _most_megabytes()}
    return found | {"marked": done.marked, "reminded": done.reminded}


def _most_megabytes() -> float:
    """The most memory this process has taken; what getrusage says counts the parent's too."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    import bench
    import bench_table
    import django

    django.setup()
    bench.prepare_database()
    fill()
    bench_table.keep("terms", rounds())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ranking_portal.settings")
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(_round(date.fromisoformat(sys.argv[1]))))
    else:
        sys.path.insert(0, str(ROOT / "tools"))
        main()
