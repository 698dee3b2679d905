"""Before which day, and the word of the administrator that he means it."""

from django import forms

from ranking_portal.fields import DayField


class DueForm(forms.Form):
    """The day before which everybody must have gone."""

    before = DayField(label="Участвовали последний раз до")


class SureForm(forms.Form):
    """The day and the number of people that were shown, and consent."""

    before = forms.DateField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    sure = forms.BooleanField(
        label="Подтверждаю: сроки хранения сверены с номенклатурой дел, вернуть стёртое будет нельзя"
    )
