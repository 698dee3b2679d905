"""Seats of the small council."""

from typing import Any, ClassVar

from django import forms

from protocols.models import CouncilSeat
from ranking_portal import clock
from ranking_portal.directory.models import Person
from ranking_portal.fields import DayField
from ranking_portal.rowform import RowForm, in_our_fields


class SeatForm(RowForm):
    """The dates, the position and the act of a seat."""

    periods = (("since", "until"),)

    class Meta:
        model = CouncilSeat
        fields: tuple[str, ...] = ("position", "since", "until", "order")
        formfield_callback = in_our_fields
        help_texts: ClassVar = {
            "position": "Как пишется в протоколе.",
            "since": "Первый день входит в срок: с него считается в кворуме.",
            "order": "Чем введён в состав: распоряжение от 12.01.2026 №\u00a07-рг.",
            "until": "Последний день входит в срок. Пусто – бессрочно.",
        }


class NewSeatForm(SeatForm):
    """A seat for a person chosen before."""

    class Meta(SeatForm.Meta):
        fields = ("role", *SeatForm.Meta.fields)
        help_texts: ClassVar = {
            "role": "Секретарь ведёт протокол и не голосует.",
            **SeatForm.Meta.help_texts,
        }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        post = person.posts.select_related("organization").order_by("-year").first()
        if post is not None:
            self.fields["position"].initial = f"{post.title} ({post.organization})"


class PersonSearchForm(forms.Form):
    """Whom to look for in the register of people."""

    q = forms.CharField(
        label="Фамилия или табельный номер",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class AsOfForm(forms.Form):
    """As of which day to show the council."""

    on = DayField(label="Состав на день", required=False, initial=clock.today)
