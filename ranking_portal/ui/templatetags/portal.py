"""Russian formats of numbers, sums, days; addresses that keep what was chosen on a list."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from ranking_portal import figures, words

register = template.Library()
CLAUSE = re.compile(r"пункт[ \u00a0](\d+(?:\.\d+)+(?:\(\d+\))?)", re.IGNORECASE)


@register.filter
def as_json(value: Any) -> str:
    """A structure for a script, to stand in an attribute of data."""
    return json.dumps(value, ensure_ascii=False, default=dict)


@register.filter
def anchor(clause: str) -> str:
    """The place of a clause on the page of the law."""
    return words.clause_anchor(str(clause))


@register.filter
def roubles(kopecks: Any) -> str:
    """Whole kopecks as roubles: 123456789 -> "1 234 567,89"; nothing (a template's "" too) -> a dash."""
    return figures.roubles(None if kopecks == "" else kopecks)


@register.filter
def decimal_ru(number: Decimal | int | None) -> str:
    """A number as it stands, without idle zeros: 12.5000 -> "12,5"; nothing -> a dash."""
    return figures.decimal_ru(number)


@register.filter
def day(value: date | None) -> str:
    """A day in words: "5 марта 2026"; nothing -> a dash."""
    return f"{words.day_and_month(value)} {value.year}" if value else figures.NOTHING


@register.filter
def short_day(value: date | None) -> str:
    """A day in figures: "05.03.2026"; nothing -> a dash."""
    return figures.short_day(value)


@register.filter
def plural(number: int, forms: str) -> str:
    """A number with its noun: 3|plural:"проект,проекта,проектов" -> "3 проекта"."""
    one, few, many = forms.split(",")
    return words.counted(int(number), one, few, many)


@register.filter
def with_clauses(text: str) -> SafeString:
    """A help text with its clauses as links: "(пункт 2.6)".

    The law opens beside the form: what has been typed stays where it is.
    """
    law = reverse("regulation:index")

    def link(found: re.Match[str]) -> str:
        place = f"{law}#{words.clause_anchor(found[1])}"
        return (
            f'<a class="clause" href="{place}" target="_blank" title="Откроется рядом">пункт{words.NBSP}{found[1]}</a>'
        )

    # A text of the law's edition comes from a file: it is text, whatever signs are in it.
    return mark_safe(CLAUSE.sub(link, conditional_escape(text)))  # noqa: S308 # nosec


@register.simple_tag(takes_context=True)
def query_without_page(context: template.Context) -> str:
    """The page's own query string without the number of the page: what a pager puts before its own."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    encoded: str = query.urlencode()
    return encoded


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changed: Any) -> str:
    """The page's own query string with some values replaced (empty ones removed); pages are counted anew."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changed.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"
