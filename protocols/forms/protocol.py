"""Requisites of a protocol; the day of its approval."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from protocols.models import CouncilSeat, Protocol
from protocols.queries import approvable_rankings
from ranking.models import Ranking
from ranking_portal import clock
from ranking_portal.fields import DayField, may_wait
from ranking_portal.region import worded
from ranking_portal.rowform import RowForm, in_our_fields

if TYPE_CHECKING:
    ChoiceOfRanking = forms.ModelChoiceField[Ranking]
    ChoiceOfSeat = forms.ModelChoiceField[CouncilSeat]
else:
    ChoiceOfRanking = ChoiceOfSeat = forms.ModelChoiceField


MAY_WAIT = ("number", "place")


class RankingChoice(ChoiceOfRanking):
    """A choice among confirmed rankings of a year."""

    def label_from_instance(self, obj: Ranking) -> str:
        """The ranking with the day of its facts."""
        return f"{obj}, по фактам на {obj.as_of:%d.%m.%Y}"


class SeatChoice(ChoiceOfSeat):
    """A choice among seats of the council: former holders are told by their dates."""

    def label_from_instance(self, obj: CouncilSeat) -> str:
        """Name, role, and the last day where there is one."""
        until = f", по {obj.until:%d.%m.%Y}" if obj.until else ""
        return f"{obj.person} — {obj.get_role_display()} с {obj.since:%d.%m.%Y}{until}"


class ProtocolForm(RowForm):
    """What stands at the head of a protocol, and the ranking that it approves."""

    ranking = RankingChoice(
        Ranking.objects.none(),
        label="Какое ранжирование утверждается",
        help_text="Подтверждённое, по фактам после 31 декабря: раньше целевые показатели года неизвестны.",
    )
    chair = SeatChoice(
        CouncilSeat.objects.none(),
        label="Председательствует",
        help_text=worded("Председатель малого совета или его заместитель; утверждает протокол (пункт 2.6)."),
    )
    secretary = SeatChoice(
        CouncilSeat.objects.none(), label="Секретарь", help_text="Ведёт заседание в портале и вносит голоса."
    )

    class Meta:
        model = Protocol
        fields = ("ranking", "number", "held_on", "place", "form", "chair", "secretary", "invited")
        formfield_callback = in_our_fields
        labels: ClassVar = {"held_on": "День заседания", "place": "Место составления", "form": "Форма заседания"}
        help_texts: ClassVar = {
            "number": "Понадобится к началу голосования.",
            "held_on": worded(
                "При заочной форме – день подведения итогов. Результаты направляют Губернатору "
                "не позднее 15 февраля (пункт 2.6)."
            ),
            "place": "Город: печатается в заголовке протокола.",
            "form": "На заседании считают присутствующих, при заочной форме – поступившие бюллетени.",
            "invited": "По одному в строке: фамилия, имя, отчество, должность.",
        }

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = CouncilSeat.objects.select_related("person").order_by("role", "-since", "person__full_name")
        self._choose_among("ranking", approvable_rankings(year))
        self._choose_among("chair", seats.presiding())
        self._choose_among("secretary", seats.secretaries())
        self.fields["invited"].widget.attrs["rows"] = 3
        # A draft may be kept unfinished: what is missing is asked for when the voting opens.
        for name in MAY_WAIT:
            may_wait(self.fields[name])

    def _choose_among(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """The chair and the secretary sit that day; the facts are not younger than the sitting."""
        values = super().clean()
        day, ranking = values.get("held_on"), values.get("ranking")
        for name in ("chair", "secretary"):
            seat = values.get(name)
            if day and seat and not seat.is_held_on(day):
                self.add_error(name, worded(f"На {day:%d.%m.%Y} не состоит в малом совете."))
        if day and ranking and ranking.confirmed_on and day < ranking.confirmed_on:
            self.add_error("held_on", f"Ранжирование подтверждено {ranking.confirmed_on:%d.%m.%Y}, позже этого дня.")
        return values


def usual_requisites(former: Protocol | None, day: date) -> dict[str, Any]:
    """What a new protocol most likely says: as the former one, with those who hold the offices on the day."""
    seats = CouncilSeat.objects.on(day)
    return {
        "held_on": day,
        "place": former.place if former else worded("Санкт-Петербург"),
        "form": former.form if former else "in_person",
        "invited": former.invited if former else "",
        "chair": seats.presiding().order_by("role").first(),
        "secretary": seats.secretaries().first(),
    }


class ApproveForm(forms.Form):
    """The legal day on which the chair approves (clause 2.6): terms run from it."""

    on = DayField(label="День утверждения", help_text="День подписания протокола: от него идут сроки пункта 2.6.")

    def __init__(self, *args: Any, obj: Protocol, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obj = obj
        self.fields["on"].initial = clock.today()

    def clean_on(self) -> date:
        """Not before the sitting, not in the future."""
        day: date = self.cleaned_data["on"]
        if day < self.obj.held_on:
            raise forms.ValidationError(f"Не может быть раньше дня заседания, {self.obj.held_on:%d.%m.%Y}.")
        if day > clock.today():
            raise forms.ValidationError("Этот день ещё не наступил.")
        return day
