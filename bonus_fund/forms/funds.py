"""The general fund as it is entered; what its steps and those of its distribution ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from bonus_fund import uploads_fund
from bonus_fund.models import FundRecalculation
from ranking_portal import clock
from ranking_portal.fields import DayField, RoubleField, may_wait
from ranking_portal.region import worded
from ranking_portal.rowform import RowForm

NUMBER = 64
FORMER = "Каким был фонд до протокола: портал покажет разницу."


class NumberedForm(forms.Form):
    """An outgoing number and the legal day of the step."""

    number = forms.CharField(
        label="Исходящий номер",
        max_length=NUMBER,
        help_text=worded("Под ним письмо уходит в проектный офис (пункт 2.6)."),
    )
    on = DayField(label="Дата", help_text=worded("День, которым шаг сделан: от него считаются сроки (пункт 2.6)."))

    def __init__(self, *args: Any, obj: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class SubmitForm(NumberedForm):
    """The size of the general fund leaves for the office."""


class AnnounceForm(NumberedForm):
    """Notices leave under one number with an ordinal: 12-45/1, 12-45/2 and so on."""

    number = forms.CharField(
        label="Исходящий номер уведомлений",
        max_length=48,
        help_text="Уведомления получат его с порядковым номером: 12-45/1, 12-45/2 и далее.",
    )


class RemarkForm(forms.Form):
    """Why it is sent back."""

    remark = forms.CharField(
        label="Замечание",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text="Что исправить: это прочитает тот, кому возвращается.",
    )

    def __init__(self, *args: Any, obj: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class FundForm(RowForm):
    """Both parts with their basis, the amounts before the recalculation (clause 2.6). Sums in whole kopecks."""

    team_kopecks = RoubleField(
        label="Командная часть, руб.",
        help_text=worded("Для членов команд: из неё складываются фонды проектов (пункт 2.6)."),
    )
    infrastructure_kopecks = RoubleField(
        label="Инфраструктурная часть, руб.",
        help_text=worded("Для инфраструктурных участников: делится между органами (пункт 2.6)."),
    )
    former_team_kopecks = RoubleField(label="Командная часть до перерасчёта, руб.", required=False, help_text=FORMER)
    former_infrastructure_kopecks = RoubleField(
        label="Инфраструктурная часть до перерасчёта, руб.", required=False, help_text=FORMER
    )
    basis_title = forms.CharField(
        label="Документ-основание",
        max_length=500,
        help_text="Вид, дата, номер: без основания фонд не направить. Сохранить суммы можно и без него.",
    )
    file = forms.FileField(
        label="Файл основания",
        required=False,
        widget=forms.FileInput(attrs={"accept": uploads_fund.SUFFIXES}),
    )
    comment = forms.CharField(
        label="Пояснение",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=worded("Из чего сложились суммы: увидит проектный офис."),
    )

    class Meta:
        model = FundRecalculation
        fields = (
            "team_kopecks",
            "infrastructure_kopecks",
            "former_team_kopecks",
            "former_infrastructure_kopecks",
            "basis_title",
            "comment",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = uploads_fund.LARGEST_BYTES // 1024 // 1024
        kept = f"Сейчас приложен: {self.instance.basis_name}. Новый файл его заменит. " if self.instance.basis else ""
        self.fields["file"].help_text = f"{kept}PDF, DOCX, XLSX, JPG или PNG, до {limit}\u00a0МБ."
        may_wait(self.fields["basis_title"])
        order = [name for name in self.fields if name not in ("comment", "file", "version")]
        self.order_fields([*order, "file", "comment", "version"])

    def clean_file(self) -> "UploadedFile[Any] | None":
        """The file, if its content is what its name says."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is not None and file.file is not None:
            size = file.size or 0
            if problem := uploads_fund.complaint(file.name or "", size, file.file):
                raise ValidationError(problem, code="file")
        return file

    @property
    def entered(self) -> dict[str, Any]:
        """What was entered besides the file."""
        return {name: value for name, value in self.values.items() if name != "file"}
