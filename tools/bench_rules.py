"""The rules on ten thousand projects beside plain arithmetic, the paper beside a bare table, the workshop's trials.

Run by `make bench` (and by hand: tools/with-services.sh .venv/bin/python tools/bench_rules.py). Seconds of the
processor: the work is one thread's, and a machine that is busy with something else does not make it dearer.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GROUP = "rules and papers"
PROJECTS, WEIGHTINGS, TIMES = 10_000, 1_000, 5
TIMES_ARITHMETIC, TIMES_TABLE, WORKSHOP_SECONDS = 3.0, 1.5, 2.0


def least(*acts: Callable[[], Any], times: int = TIMES) -> list[float]:
    """The least of each act's times on the processor; all are done in turn."""
    best = [float("inf")] * len(acts)
    for _ in range(times):
        for number, act in enumerate(acts):
            start = time.process_time()
            act()
            best[number] = min(best[number], time.process_time() - start)
    return best


def arithmetic() -> Any:
    """A ranking of ten thousand projects from its snapshot."""
    from bench_table import Target

    from ranking.computation import Snapshot
    from ranking.models import Ranking
    from tests.bench import arithmetic

    of = Snapshot.from_text(Ranking.objects.filter(cycle__year=2025, state="confirmed").latest("as_of").snapshot)
    turns = range(PROJECTS // len(of.facts) + 1)
    facts = tuple(replace(one, code=f"{one.code}-{turn}") for turn in turns for one in of.facts)[:PROJECTS]
    great = replace(of, facts=facts)
    plain = {code: -total for total, code in arithmetic.totals(facts, of.methodology, of.as_of)}
    if any(plain[one.code] != one.total for one in great.ranked()):
        raise SystemExit("the floor counts other points than the portal")
    value, floor = least(great.ranked, lambda: arithmetic.totals(facts, of.methodology, of.as_of), times=3)
    return Target(GROUP, f"ranking of {PROJECTS:,} projects from a snapshot", value, floor=floor, most=TIMES_ARITHMETIC)


def papers() -> list[Any]:
    """The protocol of the demonstration beside its own words, and beside the rows of its projects, in a bare table."""
    from bench_table import Target
    from django.template.loader import render_to_string

    from protocols.documents import paper_of
    from protocols.models import Protocol
    from tests.bench import paper

    protocol = Protocol.objects.filter(cycle__year=2025).latest("edition")
    made = paper_of(protocol)
    words = paper.words_of(render_to_string(made.template, dict(made.context)))
    names = json.loads(protocol.ranking.names)
    rows = [
        (row["place"], row["code"], *names[row["code"]].values(), *row["criteria"].values(), row["total"])
        for row in json.loads(protocol.ranking.result)
    ]
    whole, floor, bare = least(lambda: paper_of(protocol).pdf(), lambda: paper.table(words), lambda: paper.table(rows))
    title = f"protocol of {len(rows)} projects as PDF"
    return [
        Target(GROUP, f"{title}, to its words in a bare table", whole, floor=floor, most=TIMES_TABLE),
        Target(GROUP, f"{title}, to a bare table of {len(rows)} rows alone", whole, floor=bare),
    ]


def workshop() -> Any:
    """Places over a thousand random weightings of the indicators."""
    from bench_table import Target

    from ranking.computation import Snapshot
    from ranking.models import Ranking
    from ranking.sensitivity import contenders, factors, stability

    of = Snapshot.from_text(Ranking.objects.filter(cycle__year=2025, state="confirmed").latest("as_of").snapshot)
    rows = contenders(of.ranked(), factors(of.methodology, by_indicator=True))
    (spent,) = least(lambda: stability(rows, trials=WEIGHTINGS, seed=1, spread=30, limit=6))
    return Target(GROUP, f"workshop, {WEIGHTINGS:,} weightings", spent, most=WORKSHOP_SECONDS)


def main() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
    import bench
    import bench_table
    import django
    from django.core.management import call_command

    os.environ.pop("CELERY_BROKER_URL", None)
    django.setup()
    bench.prepare_database()
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        call_command("demo", stdout=nowhere)
    bench_table.keep("rules", [arithmetic(), *papers(), workshop()])


if __name__ == "__main__":
    main()
