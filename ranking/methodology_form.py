"""The methodology as a form: one row per indicator that the register can measure, bands typed a line each.

Reading is forgiving (spaces, commas); judging is left to ranking.scales, so that the form, the file and the guard of
every step say the same.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from ranking.scales import (
    CRITERION_OF_INDICATOR,
    SCALES,
    SHARE_INDICATORS,
    TITLE_OF_INDICATOR,
    Problem,
    problems,
)
from ranking.trial import read_bands, read_number
from ranking_portal.fields import may_wait
from ranking_portal.region import REGION, worded

NUMBERS = tuple(one.number for one in REGION.criteria)
SCALE_LABELS = {"bands": "по порогам", "flag": "наличие", "share": "доля в срок"}


class MethodologyForm(forms.Form):
    """All of a methodology in one form; `content()` gives it as ranking.scales reads it."""

    title = forms.CharField(
        label="Название порядка",
        max_length=500,
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=worded("Как в приказе, которым порядок утверждается (пункт 2.1)."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in NUMBERS:
            self.fields[f"title_{number}"] = forms.CharField(
                label=f"Критерий {number}",
                max_length=300,
                help_text=worded(f"О чём подпункт {number} (пункт 2.2)."),
            )
            self.fields[f"clause_{number}"] = forms.CharField(
                label="Пункт порядка", max_length=64, help_text="На какой пункт сослаться."
            )
            may_wait(self.fields[f"title_{number}"])
            may_wait(self.fields[f"clause_{number}"])
        for code in CRITERION_OF_INDICATOR:
            self._add_indicator(code)

    def _add_indicator(self, code: str) -> None:
        scales = ("share", "bands") if code in SHARE_INDICATORS else ("bands", "flag")
        choices = [("", "не учитывается"), *((scale, SCALE_LABELS[scale]) for scale in SCALES if scale in scales)]
        name = forms.TextInput(attrs={"size": 40})
        self.fields[f"name_{code}"] = forms.CharField(label="Показатель", max_length=300, required=False, widget=name)
        self.fields[f"scale_{code}"] = forms.ChoiceField(label="Шкала", choices=choices, required=False)
        points = forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "баллы"})
        self.fields[f"points_{code}"] = forms.CharField(label="Баллы", max_length=20, required=False, widget=points)
        area = forms.Textarea(attrs={"rows": 4, "cols": 14, "placeholder": "от: баллы"})
        self.fields[f"bands_{code}"] = forms.CharField(label="Пороги и баллы", required=False, widget=area)

    def groups(self) -> list[dict[str, Any]]:
        """Fields by criterion, for the template."""
        return [
            {
                "number": number,
                "title": self[f"title_{number}"],
                "clause": self[f"clause_{number}"],
                "indicators": [
                    {part: self[f"{part}_{code}"] for part in ("name", "scale", "points", "bands")}
                    | {"title": TITLE_OF_INDICATOR[code]}
                    for code, criterion in CRITERION_OF_INDICATOR.items()
                    if criterion == number
                ],
            }
            for number in NUMBERS
        ]

    def content(self) -> dict[str, Any]:
        """What was typed, as the methodology file would write it; unreadable bands are kept as typed."""
        return {"criteria": [self._criterion(number) for number in NUMBERS]}

    def _criterion(self, number: int) -> dict[str, Any]:
        codes = [code for code, criterion in CRITERION_OF_INDICATOR.items() if criterion == number]
        return {
            "number": number,
            "title": self._typed(f"title_{number}"),
            "clause": self._typed(f"clause_{number}"),
            "indicators": [self._indicator(code) for code in codes if self._typed(f"scale_{code}")],
        }

    def _indicator(self, code: str) -> dict[str, Any]:
        scale = self._typed(f"scale_{code}")
        made: dict[str, Any] = {"code": code, "title": self._typed(f"name_{code}"), "scale": scale}
        if scale == "bands":
            return made | {"bands": read_bands(self._typed(f"bands_{code}"))}
        return made | {"points": read_number(self._typed(f"points_{code}"))}

    def _typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).strip()

    def found_problems(self) -> list[Problem]:
        """Everything that keeps the methodology from being computed with."""
        return problems(self.content())


def initial_of(title: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """The form's first values for a stored content."""
    values: dict[str, Any] = {"title": title}
    for criterion in content.get("criteria", ()):
        number = criterion["number"]
        values |= {f"title_{number}": criterion["title"], f"clause_{number}": criterion["clause"]}
        for indicator in criterion["indicators"]:
            code = indicator["code"]
            values[f"name_{code}"] = indicator["title"]
            values[f"scale_{code}"] = indicator["scale"]
            values[f"points_{code}"] = indicator.get("points", "")
            values[f"bands_{code}"] = written_bands(indicator.get("bands", ()))
    return values


def written_bands(bands: Iterable[Mapping[str, Any]]) -> str:
    """Bands a line each, as `read_bands` takes them back."""
    return "\n".join(f"{band['from']}: {band['points']}" for band in bands)


def empty_content() -> dict[str, Any]:
    """The criteria of clause 2.2 without indicators."""
    return {
        "criteria": [
            {"number": one.number, "title": one.full, "clause": worded(f"2.2, подпункт {one.number}"), "indicators": []}
            for one in REGION.criteria
        ]
    }
