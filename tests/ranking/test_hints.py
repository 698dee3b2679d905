"""What one more contract or two fewer late steps would have changed: the hint comes true, and nothing less does."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from ranking.explain import needed
from ranking.hints import Hint, hints, outcome
from ranking.plain_facts import Contract, Facts, Step, Target
from ranking.scales import Band, Indicator
from ranking.scoring import Scored, rank
from tests.ranking.reading import demo_methodology, register

METHODOLOGY = demo_methodology()
AS_OF = date(2026, 1, 26)
DUE = date(2025, 6, 1)
points = st.decimals(min_value=0, max_value=50, places=2)


@st.composite
def banded(draw: st.DrawFn, highest: int = 200) -> Indicator:
    """Any scale of bands: thresholds ascend from nothing, points may go down as well as up."""
    lowers = sorted(draw(st.sets(st.decimals(min_value=Decimal("0.01"), max_value=highest, places=2), max_size=6)))
    bands = tuple(Band(lower, draw(points)) for lower in (Decimal(0), *lowers))
    return Indicator("contracts", "Контракты", "bands", None, bands)


def counted(indicator: Indicator, value: int) -> Scored:
    scored, band = indicator.score(value)
    return Scored(value, scored, band, (), ())


def shared(indicator: Indicator, kept: int, late: int) -> Scored:
    value = Fraction(kept, kept + late) if kept + late else Fraction(1)
    scored, band = indicator.score(value)
    on_time = tuple(Step(f"Пункт {order}", "activity", DUE, DUE) for order in range(kept))
    missed = tuple(Step(f"Опоздание {order}", "activity", DUE, None) for order in range(late))
    return Scored(value, scored, band, on_time, missed)


@given(banded(), st.integers(0, 250))
def test_so_many_more_records_reach_the_next_band_and_one_less_does_not(indicator: Indicator, value: int) -> None:
    found = hints(indicator, counted(indicator, value))
    now = indicator.score(value)[0]
    if not found:
        assert all(indicator.score(more)[0] <= now for more in range(value, 260))
        return
    (hint,) = found
    assert indicator.score(value + hint.count)[0] == hint.points == now + hint.gain
    assert hint.points > now
    assert all(indicator.score(value + less)[0] <= now for less in range(hint.count))


@given(st.one_of(st.builds(lambda full: Indicator("steps_on_time", "План", "share", full), points), banded(highest=1)))
def test_so_many_fewer_delays_give_the_points_and_one_less_does_not(indicator: Indicator) -> None:
    for kept, late in ((0, 4), (3, 1), (7, 5), (12, 0), (0, 0)):
        scored = shared(indicator, kept, late)
        found = hints(indicator, scored)
        assert list(found) == sorted(found, key=lambda hint: (hint.count, hint.points))
        for hint in found:
            assert 0 < hint.count <= late
            assert indicator.score(Fraction(kept + hint.count, kept + late))[0] == hint.points > scored.points
        if found:
            fewer = range(1, found[0].count)
            assert all(indicator.score(Fraction(kept + one, kept + late))[0] <= scored.points for one in fewer)


@given(st.integers(0, 5), points)
def test_a_flag_asks_for_the_first_record_only(value: int, full: Decimal) -> None:
    indicator = Indicator("construction_objects", "Объекты", "flag", full)
    assume(full > 0)
    found = hints(indicator, counted(indicator, value))
    assert [(hint.count, hint.gain) for hint in found] == ([(1, full)] if value == 0 else [])


def _kept(step: Step) -> Step:
    return Step(step.name, step.kind, step.due, step.due)


def test_the_promised_total_and_place_are_those_of_a_ranking_with_the_changed_facts() -> None:
    """Every project of the year gets the contracts, then the steps on time, that its hints ask for."""
    facts = register(2025)
    before = rank(facts, METHODOLOGY, 2025, AS_OF)
    tried = 0
    for project in (one for one in before if one.place is not None):
        for code in ("contracts", "steps_on_time"):
            indicator = METHODOLOGY.indicator(code)
            assert indicator
            scored = project.indicators[code]
            for hint in hints(indicator, scored)[:1]:
                changed = [_after(one, hint, scored) if one.code == project.code else one for one in facts]
                after = {one.code: one for one in rank(changed, METHODOLOGY, 2025, AS_OF)}[project.code]
                promised = outcome(hint, project, before)
                assert (after.total, after.place) == (promised.total, promised.place)
                tried += 1
    assert tried > 30


def _after(facts: Facts, hint: Hint, scored: Scored) -> Facts:
    """The facts as they would be had the hint come true."""
    plain = {name: getattr(facts, name) for name in Facts.__dataclass_fields__}
    if hint.late:
        mended = set(scored.missed[: hint.count])
        plain["steps"] = tuple(_kept(step) if step in mended else step for step in facts.steps)
    else:
        more = (Contract(f"ещё {order}", AS_OF - timedelta(days=1)) for order in range(hint.count))
        plain["contracts"] = (*facts.contracts, *more)
    return Facts(**plain)


def test_an_ineligible_project_gains_points_but_no_place() -> None:
    missed = Target("Школы", "up", Decimal(10), Decimal(9))
    (project,) = rank([Facts("P1", Decimal(1), targets=(missed,))], METHODOLOGY, 2025, AS_OF)
    contracts = METHODOLOGY.indicator("contracts")
    assert contracts
    (hint,) = hints(contracts, project.indicators["contracts"])
    then = outcome(hint, project, [project])
    assert (then.place, then.total) == (None, project.total + 3)


def test_hints_are_told_in_words() -> None:
    told = [needed(Hint("contracts", late, count, Decimal(6), Decimal(3))) for late, count in ((False, 3), (True, 2))]
    assert [one.replace("\u00a0", " ") for one in told] == ["ещё 3 контракта", "на 2 опоздания меньше"]
