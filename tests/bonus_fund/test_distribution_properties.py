"""What holds for any fund, projects and people: nothing is lost, order does not matter, more money is no loss."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from bonus_fund.distribution import (
    Distribution,
    GeneralFund,
    Membership,
    Method,
    Participation,
    apportion,
    as_json,
    distribute,
    kopecks,
)

YEAR = 2025
names = st.sampled_from(["Альфа", "Бета", "Ёлка", "ёлка", "Z", "№ 1"])
people = st.integers(1, 8).map(str)
codes = st.sampled_from(["P1", "P2", "P3", "P4", "P5", "P6"])
starts = st.dates(date(YEAR - 1, 6, 1), date(YEAR + 1, 6, 1))
ends = st.none() | st.integers(0, 500)
methods: st.SearchStrategy[Method] = st.sampled_from(["weighted_days", "equal_members"])
sums = st.integers(0, 10**14)  # kopecks, up to 10^12 roubles
part_weights = st.dictionaries(st.text(min_size=1, max_size=4), st.fractions(0, 1000), min_size=1, max_size=12)


def _until(since: date, length: int | None) -> date | None:
    return None if length is None else since + timedelta(days=length)


members = st.builds(
    lambda project, authority, person, since, length: Membership(
        project, authority, person, since, _until(since, length)
    ),
    codes,
    names,
    people,
    starts,
    ends,
)
participants = st.builds(
    lambda authority, person, since, length: Participation(authority, person, since, _until(since, length)),
    names,
    people,
    starts,
    ends,
)


@st.composite
def distributions(draw: st.DrawFn) -> Distribution:
    teams = draw(st.lists(members, max_size=12))
    infrastructure = draw(st.lists(participants, max_size=8))
    method = draw(methods)
    nothing = distribute(GeneralFund(Decimal(0), Decimal(0)), YEAR, teams, infrastructure, method=method)
    # Money only where somebody's days stand behind it.
    general = GeneralFund(
        Decimal(draw(sums) if nothing.team_weight else 0).scaleb(-2),
        Decimal(draw(sums) if nothing.infrastructure_weight else 0).scaleb(-2),
    )
    return distribute(general, YEAR, teams, infrastructure, method=method)


@given(distributions())
def test_the_parts_add_up_to_the_whole_to_the_kopeck(shared):
    assert sum(one.fund for one in shared.projects.values()) == shared.general.team
    for project in shared.projects.values():
        assert sum(one.amount for one in project.authorities.values()) == project.fund
        assert sum(one.weight for one in project.authorities.values()) == project.weight
    assert sum(one.amount for one in shared.infrastructure.values()) == shared.general.infrastructure


@given(distributions())
def test_no_part_is_a_kopeck_away_from_its_exact_share(shared):
    for project in shared.projects.values():
        assert abs(Fraction(project.fund) - project.exact) < Fraction(1, 100)
        for share in project.authorities.values():
            assert abs(Fraction(share.amount) - share.exact) < Fraction(1, 100)
            assert share.extra_kopeck == (share.amount > share.exact)


@given(distributions())
def test_nobody_weighs_more_than_a_year_in_a_project_and_who_weighs_nothing_gets_nothing(shared):
    for project in shared.projects.values():
        weights: dict[str, Fraction] = {}
        for share in project.authorities.values():
            assert share.weight or not share.amount
            for one in share.people:
                weights[one.person] = weights.get(one.person, Fraction(0)) + one.weight
        assert all(weight <= 1 for weight in weights.values())
        assert project.members == sum(weight > 0 for weight in weights.values())


@given(distributions())
def test_the_ceiling_is_never_above_one_and_a_half_of_the_exact_average(shared):
    for project in shared.projects.values():
        if project.members:
            exact = Fraction(project.fund) * 3 / 2 / project.members
            assert 0 <= exact - Fraction(project.ceiling) < Fraction(1, 100)
            assert abs(Fraction(project.fund) / project.members - Fraction(project.average)) <= Fraction(1, 200)


@given(
    st.lists(members, min_size=1, max_size=10), st.lists(participants, min_size=1, max_size=6), methods, st.randoms()
)
def test_the_order_of_rows_never_matters(teams, infrastructure, method, random: Random):
    assume(distribute(GeneralFund(Decimal(0), Decimal(0)), YEAR, teams, infrastructure).team_weight)
    general = GeneralFund(Decimal("1000.01"), Decimal(0))
    was = distribute(general, YEAR, teams, infrastructure, method=method)
    mixed, mixed_too = random.sample(teams, len(teams)), random.sample(infrastructure, len(infrastructure))
    now = distribute(general, YEAR, mixed, mixed_too, method=method)
    assert now == was
    assert str(as_json(now)) == str(as_json(was))


@given(distributions())
def test_one_row_more_of_what_is_there_already_changes_nothing(shared):
    # A row repeated covers the same days.
    rows = [Membership("P1", "Z", "1", date(YEAR, 2, 1), date(YEAR, 3, 1))]
    general = GeneralFund(shared.general.team, Decimal(0))
    assert distribute(general, YEAR, rows * 2, []) == distribute(general, YEAR, rows, [])


@given(st.integers(1, 10**14), st.integers(1, 12), st.integers(1, 1000))
def test_of_equal_parts_none_goes_down_when_the_whole_grows_by_more_than_their_number(whole, count, more):
    weights = {f"P{number}": Fraction(1) for number in range(count)}
    was, now = apportion(whole, weights), apportion(whole + count + more, weights)
    assert all(now[name].kopecks >= was[name].kopecks for name in weights)


@given(st.integers(0, 10**14), part_weights, st.integers(1, 10**14))
def test_no_share_goes_down_when_the_whole_grows_by_a_kopeck_for_the_smallest_part(whole, weights, more):
    positive = [weight for weight in weights.values() if weight]
    assume(positive)
    enough = -(-sum(positive) // min(positive))
    was, now = apportion(whole, weights), apportion(whole + enough + more, weights)
    assert all(now[name].kopecks >= was[name].kopecks for name in weights)


@given(st.integers(0, 10**14), part_weights, st.integers(1, 10**6))
def test_no_share_ever_loses_more_than_a_kopeck_when_the_whole_grows(whole, weights, more):
    assume(any(weights.values()))
    was, now = apportion(whole, weights), apportion(whole + more, weights)
    assert all(now[name].kopecks >= was[name].kopecks - 1 for name in weights)


def test_largest_remainder_may_move_one_kopeck_away_from_a_very_small_part():
    # Known of the method (the Alabama paradox): it is why the two properties above ask for what they ask.
    weights = {"A": Fraction(1), "B": Fraction(50), "C": Fraction(50)}
    assert [apportion(whole, weights)["A"].kopecks for whole in (51, 60)] == [1, 0]


@given(sums)
def test_one_project_takes_all(whole):
    assert apportion(whole, {"P1": Fraction(1, 365)})["P1"].kopecks == whole


@given(st.lists(st.integers(1, 365), min_size=6, max_size=6))
def test_one_kopeck_of_six_projects_goes_to_the_heaviest(days):
    rows = [
        Membership(f"P{number}", "X", str(number), date(YEAR, 1, 1), date(YEAR, 1, 1) + timedelta(days=count - 1))
        for number, count in enumerate(days)
    ]
    shared = distribute(GeneralFund(Decimal("0.01"), Decimal(0)), YEAR, rows, [])
    heaviest = f"P{days.index(max(days))}"
    assert {code: kopecks(one.fund) for code, one in shared.projects.items()} == {
        f"P{number}": int(f"P{number}" == heaviest) for number in range(6)
    }
