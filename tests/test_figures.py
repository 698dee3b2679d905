"""Numbers, sums, days in Russian notation."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template

from ranking_portal.figures import decimal_ru, roubles


@pytest.mark.parametrize(
    ("kopecks", "written"),
    [(123_456_789, "1\u00a0234\u00a0567,89"), (5, "0,05"), (0, "0,00"), (-150, "−1,50"), (None, "—")],
)
def test_kopecks_as_roubles(kopecks, written):
    assert roubles(kopecks) == written


@pytest.mark.parametrize(
    ("number", "written"),
    [(Decimal("12.5000"), "12,5"), (Decimal("100.0000"), "100"), (1200, "1\u00a0200"), (Decimal(0), "0"), (None, "—")],
)
def test_number_without_idle_zeros(number, written):
    assert decimal_ru(number) == written


def test_filters_of_templates():
    source = (
        '{% load portal %}{{ d|day }}|{{ d|short_day }}|{{ n|plural:"проект,проекта,проектов" }}|{{ none|roubles }}'
    )
    told = Template(source).render(Context({"d": date(2026, 3, 5), "n": 3, "none": None}))
    assert told == "5\u00a0марта 2026|05.03.2026|3\u00a0проекта|—"
