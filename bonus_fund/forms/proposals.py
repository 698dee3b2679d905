"""What steps of a proposal and of its agreement ask for."""

from typing import Any

from django import forms

from bonus_fund.forms.funds import RemarkForm

__all__ = ["AgreeForm", "RemarkForm"]


class AgreeForm(forms.Form):
    """A body agrees; a remark is allowed."""

    remark = forms.CharField(
        label="Замечание (необязательно)", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )

    def __init__(self, *args: Any, obj: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
