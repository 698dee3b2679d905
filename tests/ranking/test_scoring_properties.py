"""What holds for any register: discipline, order of rows, snapshots, places."""

import json
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from hypothesis import given
from hypothesis import strategies as st

from ranking.scoring import (
    ChangeRequest,
    ConstructionObject,
    Contract,
    Facts,
    Options,
    Organization,
    Partnership,
    Report,
    Step,
    Target,
    UniqueResult,
    as_json,
    canonical,
    facts_as_plain,
    rank,
)
from tests.ranking.reading import demo_methodology

METHODOLOGY = demo_methodology()
YEAR = 2025
T = TypeVar("T")
days = st.dates(date(YEAR, 1, 1), date(YEAR + 1, 2, 1))
maybe_days = st.none() | days
names = st.sampled_from(["Альфа", "Бета", "Ёлка", "Z", "ά", "№ 1"])
kinds = st.sampled_from(["authority", "municipality", "authority_institution", "municipal_institution"])
decimals = st.decimals(min_value=0, max_value=1000, places=2)
steps = st.builds(Step, names, st.sampled_from(["activity", "milestone"]), days, maybe_days)


@st.composite
def facts(draw: st.DrawFn, code: str = "P1") -> Facts:
    def rows(of: st.SearchStrategy[T]) -> tuple[T, ...]:
        return tuple(draw(st.lists(of, max_size=5)))

    return Facts(
        code=code,
        appropriation=draw(st.none() | decimals),
        recipients=draw(st.integers(0, 20000)),
        organizations=rows(st.builds(Organization, names, kinds)),
        contracts=rows(st.builds(Contract, names, maybe_days)),
        objects=rows(
            st.builds(
                ConstructionObject,
                names,
                st.sampled_from(["construction", "reconstruction", "major_repair"]),
                st.booleans(),
            )
        ),
        partnerships=rows(st.builds(Partnership, names, st.sampled_from(["partnership", "concession"]), maybe_days)),
        unique_results=rows(
            st.builds(UniqueResult, st.sampled_from(["technology", "it_product", "construction", "other"]), names)
        ),
        targets=rows(st.builds(Target, names, st.sampled_from(["up", "down"]), decimals, st.none() | decimals)),
        steps=rows(steps),
        reports=rows(st.builds(Report, names, days, maybe_days)),
        change_requests=rows(st.builds(ChangeRequest, names, names, days, maybe_days)),
    )


@st.composite
def registers(draw: st.DrawFn) -> list[Facts]:
    codes = draw(st.lists(st.sampled_from(["A1", "A10", "A2", "B", "Я", "я", "ё"]), unique=True, max_size=5))
    return [draw(facts(code=code)) for code in codes]


def in_another_order(project: Facts, random: Random) -> Facts:
    rows: dict[str, Any] = {
        field.name: tuple(random.sample(value, len(value)))
        for field in fields(project)
        if isinstance(value := getattr(project, field.name), tuple)
    }
    return replace(project, **rows)


options = st.builds(Options, st.booleans(), st.booleans())


def result(register: list[Facts], as_of: date, chosen: Options) -> str:
    return canonical(as_json(rank(register, METHODOLOGY, YEAR, as_of, chosen)))


@given(facts(), days, st.data())
def test_one_more_item_on_time_never_lowers_a_score(project: Facts, as_of: date, data: st.DataObject) -> None:
    """Clause 2.2, item 4: whether the item is new or was late before."""
    due = data.draw(days)
    on_time = Step("Новый", "activity", due, due - timedelta(days=data.draw(st.integers(0, 30))))
    better = [replace(project, steps=(*project.steps, on_time))]
    if project.steps:
        first, *others = project.steps
        better.append(replace(project, steps=(replace(first, done=first.due), *others)))
    (was,) = rank([project], METHODOLOGY, YEAR, as_of)
    for improved in better:
        (now,) = rank([improved], METHODOLOGY, YEAR, as_of)
        assert now.criteria[4] >= was.criteria[4]
        assert now.total >= was.total


@given(registers(), days, options, st.randoms(use_true_random=False))
def test_neither_the_order_of_projects_nor_of_rows_matters(
    register: list[Facts], as_of: date, chosen: Options, random: Random
) -> None:
    shuffled = [in_another_order(project, random) for project in random.sample(register, len(register))]
    assert result(shuffled, as_of, chosen) == result(register, as_of, chosen)
    assert canonical(facts_as_plain(shuffled)) == canonical(facts_as_plain(register))


@given(registers(), days, options)
def test_a_snapshot_recalculates_to_itself_byte_for_byte(register: list[Facts], as_of: date, chosen: Options) -> None:
    snapshot = canonical(facts_as_plain(register))
    restored = [Facts.from_plain(plain) for plain in json.loads(snapshot)]
    assert canonical(facts_as_plain(restored)) == snapshot
    assert result(restored, as_of, chosen) == result(register, as_of, chosen)


@given(registers(), days, options)
def test_places_follow_totals(register: list[Facts], as_of: date, chosen: Options) -> None:
    ranked = rank(register, METHODOLOGY, YEAR, as_of, chosen)
    placed = [one for one in ranked if one.place is not None]
    assert ranked[: len(placed)] == placed
    assert all((one.place is None) == (one.eligible is False) for one in ranked)
    assert all((one.eligible is False) == bool(one.reasons) for one in ranked)
    for one in placed:
        assert one.place == 1 + sum(other.total > one.total for other in placed)
    for one in ranked:
        assert one.total == sum(one.criteria.values(), Decimal(0)) <= METHODOLOGY.maximum()
        assert one.total == sum((scored.points for scored in one.indicators.values()), Decimal(0))


@given(facts(), days)
def test_what_happens_after_the_day_does_not_exist_for_a_ranking(project: Facts, as_of: date) -> None:
    later = as_of + timedelta(days=1)
    grown = replace(
        project,
        contracts=(*project.contracts, Contract("позже", later)),
        partnerships=(*project.partnerships, Partnership("позже", "partnership", later)),
        steps=(*project.steps, Step("позже", "activity", later, None)),
    )
    assert result([grown], as_of, Options()) == result([project], as_of, Options())
