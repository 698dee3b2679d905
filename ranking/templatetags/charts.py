"""Bars of the charts as SVG: drawn here and not in a template, because a page has hundreds of them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ranking.charts import Piece

register = template.Library()


@register.simple_tag
def stack(pieces: Sequence[Piece], scale: Any, label: str, css: str = "stack") -> SafeString:
    """A stacked bar; `scale`: the whole in points. Attributes alone: the same drawing on the page and on paper."""
    whole = escape(scale)
    drawn = "".join(_drawn(piece) for piece in pieces)
    svg = (
        f'<svg class="{escape(css)}" viewBox="0 0 {whole} 6" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(label)}" xmlns="http://www.w3.org/2000/svg">'
        f'<rect class="rest" width="{whole}" height="6" fill="#e9edf2"/>{drawn}</svg>'
    )
    return mark_safe(svg)  # noqa: S308 # nosec - every value is escaped or a number


@lru_cache(maxsize=4096)
def _drawn(piece: Piece) -> str:
    bar = (
        f'<rect x="{escape(piece.start)}" width="{escape(piece.width)}" height="6" fill="{piece.fill}" '
        'stroke="#fff" stroke-width=".3"/>'
    )
    return bar + (f'<path d="{escape(piece.texture)}" fill="{piece.ink}"/>' if piece.ink else "")
