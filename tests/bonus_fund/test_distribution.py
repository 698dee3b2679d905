"""The general fund shared out (clause 2.6, average bonus of clause 3.5.1): cases counted by hand."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from time import perf_counter

import pytest

from bonus_fund.distribution import (
    Difference,
    Distribution,
    DistributionRefused,
    GeneralFund,
    Membership,
    Participation,
    apportion,
    as_json,
    average_bonus,
    bonus_ceiling,
    compare,
    distribute,
)

YEAR = 2025
NEW_YEAR, LAST_DAY = date(YEAR, 1, 1), date(YEAR, 12, 31)


def fund(team: str = "0", infrastructure: str = "0") -> GeneralFund:
    return GeneralFund(Decimal(team), Decimal(infrastructure))


def whole_year(project: str, authority: str, person: str) -> Membership:
    return Membership(project, authority, person, NEW_YEAR, LAST_DAY)


def of_team(team: str, *members: Membership, **options) -> Distribution:
    return distribute(fund(team), YEAR, members, [], **options)


def days_of(distribution: Distribution, project: str) -> dict[str, Fraction]:
    return {name: share.days for name, share in distribution.projects[project].authorities.items()}


THE_YEAR = (
    fund("1000000.01", "250000.00"),
    YEAR,
    [
        whole_year("A1", "X", "1"),
        Membership("A1", "Y", "2", date(YEAR, 7, 1)),
        Membership("B2", "X", "1", NEW_YEAR, date(YEAR, 3, 31)),
    ],
    [
        Participation("X", "9", NEW_YEAR),
        Participation("Z", "8", NEW_YEAR),
        Participation("W", "7", NEW_YEAR),
    ],
)


def test_two_projects_and_three_bodies():
    assert as_json(distribute(*THE_YEAR)) == {
        "projects": {
            "A1": {
                "fund": "859154.94",
                "average": "429577.47",
                "ceiling": "644366.20",
                "authorities": {"X": "571205.01", "Y": "287949.93"},
            },
            "B2": {
                "fund": "140845.07",
                "average": "140845.07",
                "ceiling": "211267.60",
                "authorities": {"X": "140845.07"},
            },
        },
        "infrastructure": {"W": "83333.34", "X": "83333.33", "Z": "83333.33"},
    }


def test_every_sum_can_be_derived():
    shared = distribute(*THE_YEAR)
    assert shared.days_in_year == 365
    assert shared.team_weight == Fraction(365 + 184 + 90, 365)
    first = shared.projects["A1"]
    assert (first.weight, first.members) == (Fraction(549, 365), 2)
    assert first.exact == Fraction(100000001, 100) * 549 / 639
    y = first.authorities["Y"]
    assert [(one.person, one.days, one.weight) for one in y.people] == [("2", 184, Fraction(184, 365))]
    assert y.exact == Fraction(85915494, 100) * 184 / 549
    assert (y.extra_kopeck, first.authorities["X"].extra_kopeck) == (True, False)


def test_both_ends_of_a_membership_count():
    one_day = Membership("A", "X", "1", date(YEAR, 5, 5), date(YEAR, 5, 5))
    assert days_of(of_team("1", one_day), "A") == {"X": 1}


def test_days_outside_the_year_do_not_count():
    long = Membership("A", "X", "1", date(YEAR - 3, 1, 1), date(YEAR + 1, 6, 1))
    before = Membership("A", "Y", "2", date(YEAR - 1, 1, 1), date(YEAR - 1, 12, 31))
    after = Membership("A", "Z", "3", date(YEAR + 1, 1, 1))
    assert days_of(of_team("1", long, before, after), "A") == {"X": 365, "Y": 0, "Z": 0}


def test_a_leap_year_has_366_days():
    shared = distribute(fund("1"), 2024, [Membership("A", "X", "1", date(2024, 1, 1))], [])
    assert shared.projects["A"].weight == 1
    assert shared.projects["A"].authorities["X"].days == 366


def test_overlapping_rows_of_a_person_merge():
    rows = [
        Membership("A", "X", "1", date(YEAR, 1, 1), date(YEAR, 1, 20)),
        Membership("A", "X", "1", date(YEAR, 1, 11), date(YEAR, 1, 31)),
        Membership("A", "X", "1", date(YEAR, 1, 5), date(YEAR, 1, 6)),
    ]
    assert days_of(of_team("1", *rows), "A") == {"X": 31}


def test_after_a_change_of_body_days_count_for_each():
    rows = [
        Membership("A", "X", "1", NEW_YEAR, date(YEAR, 6, 30)),
        Membership("A", "Y", "1", date(YEAR, 7, 1)),
    ]
    shared = of_team("365", *rows)
    assert days_of(shared, "A") == {"X": 181, "Y": 184}
    assert shared.projects["A"].members == 1
    assert shared.projects["A"].average == Decimal("365.00")


def test_a_day_in_two_bodies_at_once_counts_once_and_is_shared_equally():
    rows = [whole_year("A", "X", "1"), Membership("A", "Y", "1", date(YEAR, 12, 1), LAST_DAY)]
    shared = of_team("365", *rows)
    assert days_of(shared, "A") == {"X": 334 + Fraction(31, 2), "Y": Fraction(31, 2)}
    assert shared.projects["A"].weight == 1


def test_an_infrastructure_participant_weighs_no_more_than_a_year():
    rows = [
        Participation("X", "1", NEW_YEAR),
        Participation("X", "1", date(YEAR, 2, 1)),
        Participation("Y", "2", NEW_YEAR),
    ]
    shared = distribute(fund("0", "2"), YEAR, [], rows)
    assert {name: share.amount for name, share in shared.infrastructure.items()} == {"X": 1, "Y": 1}


def test_a_person_weighs_in_each_of_his_projects():
    shared = of_team("100", whole_year("A", "X", "1"), whole_year("B", "X", "1"))
    assert [project.fund for project in shared.projects.values()] == [50, 50]


def test_a_member_without_a_day_in_the_year_is_not_counted_in_the_average():
    gone = Membership("A", "Y", "2", date(YEAR - 1, 1, 1), date(YEAR - 1, 12, 31))
    project = of_team("10", whole_year("A", "X", "1"), gone).projects["A"]
    assert (project.members, project.average) == (1, Decimal("10.00"))
    assert project.authorities["Y"].amount == 0
    assert [one.person for one in project.authorities["Y"].people] == ["2"]


def test_ties_are_broken_by_code_point():
    shared = of_team("0.01", whole_year("я", "X", "1"), whole_year("ё", "X", "2"), whole_year("Я", "X", "3"))
    # By code point Я, я, ё; by the alphabet ё would come first.
    assert {code: str(one.fund) for code, one in shared.projects.items()} == {"Я": "0.01", "я": "0.00", "ё": "0.00"}
    assert list(shared.projects) == ["Я", "я", "ё"]


def test_the_average_is_half_up_and_the_ceiling_down():
    assert average_bonus(Decimal("0.01"), 2) == Decimal("0.01")
    assert bonus_ceiling(Decimal("0.01"), 2) == Decimal("0.00")
    # 1.5 x the exact quotient 33.33(3) is 50.00; 1.5 x the rounded average would be 49.99.
    assert bonus_ceiling(Decimal("100.00"), 3) == Decimal("50.00")
    assert bonus_ceiling(Decimal("100.01"), 3) == Decimal("50.00")


def test_another_multiplier():
    assert of_team("100", whole_year("A", "X", "1"), multiplier=Decimal("2")).projects["A"].ceiling == 200
    assert of_team("100", whole_year("A", "X", "1"), multiplier=Decimal("0.5")).projects["A"].ceiling == 50


def test_equal_members_weigh_one_each_however_long_they_served():
    rows = [
        whole_year("A", "X", "1"),
        Membership("A", "Y", "2", date(YEAR, 12, 31)),
        whole_year("B", "X", "3"),
        Membership("B", "Z", "4", date(YEAR - 1, 1, 1), date(YEAR - 1, 2, 1)),
    ]
    shared = of_team("300", *rows, method="equal_members")
    assert {code: one.fund for code, one in shared.projects.items()} == {"A": 200, "B": 100}
    assert {name: one.amount for name, one in shared.projects["A"].authorities.items()} == {"X": 100, "Y": 100}
    assert shared.projects["B"].authorities["Z"].amount == 0


def test_an_equal_member_who_changed_body_weighs_one_over_both():
    rows = [
        Membership("A", "X", "1", date(YEAR, 1, 1), date(YEAR, 1, 10)),
        Membership("A", "Y", "1", date(YEAR, 1, 11), date(YEAR, 1, 30)),
    ]
    shared = of_team("3", *rows, method="equal_members")
    assert shared.projects["A"].weight == 1
    assert {name: one.weight for name, one in shared.projects["A"].authorities.items()} == {
        "X": Fraction(1, 3),
        "Y": Fraction(2, 3),
    }


def test_a_chosen_project_without_members_is_shown_with_nothing():
    shared = of_team("10", whole_year("A", "X", "1"), projects=["A", "B"])
    empty = shared.projects["B"]
    assert (empty.fund, empty.average, empty.ceiling, empty.members) == (0, 0, 0, 0)


def test_nothing_to_share_and_nobody_to_share_it_is_fine():
    assert as_json(distribute(fund(), YEAR, [], [])) == {"projects": {}, "infrastructure": {}}


def test_no_project_has_coefficient_1():
    shared = distribute(fund("0", "5"), YEAR, [], [Participation("X", "1", NEW_YEAR)])
    assert shared.infrastructure["X"].amount == 5


@pytest.mark.parametrize(
    ("general", "part"),
    [(fund("0.01"), "Командная часть"), (fund("0", "0.01"), "Инфраструктурная часть")],
)
def test_money_without_weights_is_refused(general, part):
    gone = date(YEAR - 1, 1, 1), date(YEAR - 1, 12, 31)
    with pytest.raises(DistributionRefused) as refusal:
        distribute(general, YEAR, [Membership("A", "X", "1", *gone)], [Participation("X", "2", *gone)])
    assert [part in reason and "0,01" in reason for reason in refusal.value.reasons] == [True]


def test_zero_weights_share_a_zero():
    gone = Membership("A", "X", "1", date(YEAR - 1, 1, 1), date(YEAR - 1, 12, 31))
    assert as_json(of_team("0", gone))["projects"] == {
        "A": {"fund": "0.00", "average": "0.00", "ceiling": "0.00", "authorities": {"X": "0.00"}}
    }


@pytest.mark.parametrize(
    ("sum_", "reason"),
    [
        ("-0.01", "отрицательной"),
        ("0.001", "двух знаков"),
        ("NaN", "число"),
        ("Infinity", "число"),
        ("1e15", "больше допустимой"),
        ("1e999999", "больше допустимой"),
    ],
)
def test_unsound_sums_are_refused(sum_, reason):
    with pytest.raises(DistributionRefused) as refusal:
        distribute(fund(sum_, sum_), YEAR, [whole_year("A", "X", "1")], [])
    assert [reason in one for one in refusal.value.reasons] == [True, True]


def test_the_greatest_sum_is_shared_to_the_kopeck():
    assert of_team("999999999999999.99", whole_year("A", "X", "1")).projects["A"].fund == Decimal("999999999999999.99")


def test_all_that_is_unsound_is_named_at_once():
    backwards = Membership("A", "X", "Иванов", date(YEAR, 2, 1), date(YEAR, 1, 31))
    with pytest.raises(DistributionRefused) as refusal:
        of_team("-1", backwards, method="by_height", multiplier=Decimal(0))
    reasons = refusal.value.reasons
    assert len(reasons) == 4
    assert "Иванов" in reasons[1]
    assert "by_height" in reasons[2]


def test_a_participant_may_not_end_before_he_begins_either():
    backwards = Participation("X", "Петров", date(YEAR, 2, 1), date(YEAR, 1, 31))
    with pytest.raises(DistributionRefused, match="Петров"):
        distribute(fund("1", "1"), YEAR, [whole_year("A", "X", "1")], [backwards])


@pytest.mark.parametrize("multiplier", ["NaN", "Infinity", "-1"])
def test_an_unsound_multiplier_is_refused(multiplier):
    with pytest.raises(DistributionRefused, match="Множитель"):
        of_team("1", whole_year("A", "X", "1"), multiplier=Decimal(multiplier))


def test_comparing_two_methods_shows_every_sum_and_its_change():
    rows = [whole_year("A", "X", "1"), Membership("B", "Y", "2", LAST_DAY)]
    by_days, equally = of_team("366", *rows), of_team("366", *rows, method="equal_members")
    differences = compare(by_days, equally)
    assert differences == [
        Difference("A", None, Decimal("365.00"), Decimal("183.00")),
        Difference("A", "X", Decimal("365.00"), Decimal("183.00")),
        Difference("B", None, Decimal("1.00"), Decimal("183.00")),
        Difference("B", "Y", Decimal("1.00"), Decimal("183.00")),
    ]
    assert [one.change for one in differences] == [-182, -182, 182, 182]


def test_what_only_one_distribution_knows_counts_as_zero_in_the_other():
    infrastructure = distribute(fund("0", "5"), YEAR, [], [Participation("X", "1", NEW_YEAR)])
    assert compare(of_team("7", whole_year("A", "X", "1")), infrastructure) == [
        Difference("A", None, Decimal("7.00"), Decimal("0.00")),
        Difference("A", "X", Decimal("7.00"), Decimal("0.00")),
        Difference(None, "X", Decimal("0.00"), Decimal("5.00")),
    ]


def test_parts_of_nothing():
    assert apportion(0, {}) == {}
    with pytest.raises(ValueError, match="zero"):
        apportion(1, {"A": Fraction(0)})


def test_the_last_year_of_the_calendar():
    assert distribute(fund("1"), 9999, [Membership("A", "X", "1", date.max)], []).projects["A"].fund == 1


@pytest.mark.parametrize("method", ["weighted_days", "equal_members"])
def test_five_thousand_members_are_quick(method):
    rows = [
        Membership(f"P{n % 6}", f"B{n % 60}", str(n % 4000), NEW_YEAR + timedelta(days=n % 365), LAST_DAY)
        for n in range(5000)
    ]
    started = perf_counter()
    shared = of_team("123456789.01", *rows, method=method)
    assert perf_counter() - started < 2
    assert sum(one.fund for one in shared.projects.values()) == Decimal("123456789.01")
