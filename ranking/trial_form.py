"""The workshop's form: facts of which ranking, weights of criteria, scales of indicators, how to try them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from ranking.models import Ranking
from ranking.scales import MethodologyContent
from ranking.trial import FULL, changed, weighted, written_scale
from ranking_portal.fields import PercentField, WholeField
from ranking_portal.region import worded

CRITERIA, INDICATORS = "criteria", "indicators"
HEAVIEST, WIDEST, LARGEST_SEED = 300, 100, 999_999
USUAL_SPREAD, USUAL_SEED = 25, 1


class TrialForm(forms.Form):
    """What is tried. It is sent by GET, so that a trial has an address and changes nothing."""

    ranking = forms.ChoiceField(label="По фактам ранжирования", help_text="С ним сравниваются места.")
    by = forms.ChoiceField(
        label="Что взвешивать случайно",
        choices=(
            (CRITERIA, worded("четыре критерия")),
            (INDICATORS, "каждый показатель"),
        ),
        help_text="Чьи веса менять при проверке устойчивости.",
    )
    spread = PercentField(label="Разброс весов, ±%", min_value=1, max_value=WIDEST, help_text=f"От 1 до {WIDEST}.")
    seed = WholeField(label="Начальное число", max_value=LARGEST_SEED, help_text="С тем же числом — тот же итог.")

    def __init__(
        self, data: Mapping[str, Any] | None, *, content: MethodologyContent, rankings: Iterable[Ranking], **kwargs: Any
    ) -> None:
        self.content = content
        usual = usual_values(content)
        super().__init__(usual if data is None else {**usual, **_flat(data)}, **kwargs)
        labels = [(str(one.pk), f"{one} по фактам на {one.as_of:%d.%m.%Y}") for one in rankings]
        chosen = self.fields["ranking"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = labels
        if not self.data.get("ranking"):
            self.data = {**self.data, "ranking": labels[0][0]}
        for criterion in content.criteria:
            title = f"{criterion.number}. {criterion.title}, %"
            self.fields[f"weight_{criterion.number}"] = PercentField(label=title, max_value=HEAVIEST)
            for indicator in criterion.indicators:
                self.fields[f"scale_{indicator.code}"] = forms.CharField(label=indicator.title, max_length=200)

    def groups(self) -> list[dict[str, Any]]:
        """Weights and scales by criterion, for the template."""
        return [
            {
                "number": criterion.number,
                "title": criterion.title,
                "weight": self[f"weight_{criterion.number}"],
                "scales": [self[f"scale_{one.code}"] for one in criterion.indicators],
            }
            for criterion in self.content.criteria
        ]

    def typed_content(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The stored content with the scales as typed, weights apart; it may be wrong."""
        codes = [one.code for criterion in self.content.criteria for one in criterion.indicators]
        return changed(stored, {code: str(self.data.get(f"scale_{code}", "")) for code in codes})

    def weighed(self, content: MethodologyContent) -> MethodologyContent:
        """A sound content under the weights of a valid form."""
        weights = {one.number: self.cleaned_data[f"weight_{one.number}"] for one in content.criteria}
        return weighted(content, weights)


def usual_values(content: MethodologyContent) -> dict[str, Any]:
    """The methodology as it stands, and an ordinary trial of it."""
    values: dict[str, Any] = {"by": CRITERIA, "spread": USUAL_SPREAD, "seed": USUAL_SEED}
    for criterion in content.criteria:
        values[f"weight_{criterion.number}"] = FULL
        values |= {f"scale_{one.code}": written_scale(one) for one in criterion.indicators}
    return values


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """The last value of each name."""
    return {name: data[name] for name in data} if isinstance(data, MultiValueDict) else dict(data)
