"""Several rows of one kind in one form: empty ones are passed by, errors stand at their rows, all or none is saved."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from ranking_portal.editing import CONFLICT, Page, Refusals, reasons_of
from ranking_portal.kept_input import give_back
from ranking_portal.rowform import RowForm
from ranking_portal.typed import whole_number

if TYPE_CHECKING:
    FormSet = forms.BaseFormSet[RowForm]
else:
    FormSet = forms.BaseFormSet

AT_FIRST, MORE, MOST = 3, 3, 30
PREFIX = "rows"
# The button that asks for more rows where no script runs.
ASKS_FOR_MORE = "more"


class Rows(FormSet):
    """Rows of a form that knows by which fields two rows are the same (`RowForm.unique_by`)."""

    def clean(self) -> None:
        """Refuse a row that repeats one above it, and an empty form."""
        seen: dict[tuple[Any, ...], int] = {}
        for number, form in self.filled.items():
            keys = form.unique_by
            key = tuple(form.cleaned_data.get(name) for name in keys)
            if not keys or any(value in (None, "") for value in key):
                continue
            if key in seen:
                form.add_error(keys[0], f"То же, что в строке {seen[key]}.")
            seen.setdefault(key, number)
        if not self.filled and not any(self.errors):
            raise forms.ValidationError("Заполните хотя бы одну строку.", code="empty")

    @property
    def filled(self) -> dict[int, RowForm]:
        """Sound rows that are not empty, by number from one."""
        return {number: form for number, form in enumerate(self.forms, 1) if form.has_changed()}

    @property
    def values(self) -> dict[int, dict[str, Any]]:
        """What was entered, by number of row."""
        return {number: form.values for number, form in self.filled.items()}

    def without_errors(self) -> None:
        """Show what was typed before it is judged."""
        judged: list[Any] = [*self.forms, self]
        for one in judged:
            one._errors = [] if one is self else forms.utils.ErrorDict()
        judged[-1]._non_form_errors = self.error_class()


def rows_of(form: type[RowForm], data: QueryDict | None, **kwargs: Any) -> Rows:
    """The rows of a form class; where the posted data ask for more, with more of them."""
    made: Any = forms.formset_factory(form, Rows, extra=AT_FIRST, max_num=MOST, absolute_max=MOST, validate_max=True)
    asked = data is not None and ASKS_FOR_MORE in data
    if data is not None and asked:
        data, total = data.copy(), f"{PREFIX}-TOTAL_FORMS"
        data[total] = str(min(MOST, (whole_number(data.get(total)) or 0) + MORE))
    rows: Rows = made(data, prefix=PREFIX, form_kwargs=kwargs)
    if asked:
        rows.without_errors()
    return rows


def rows_page(
    request: HttpRequest,
    rows: Rows,
    save: Callable[[Mapping[int, Mapping[str, Any]]], str],
    page: Page,
    *,
    refusals: Refusals,
) -> HttpResponse:
    """Show the rows; on POST of sound ones call `save` with their values by number, and go back."""
    reasons: tuple[str, ...] = ()
    give_back(request, rows)
    if request.method == "POST" and ASKS_FOR_MORE not in request.POST and rows.is_valid():
        try:
            done = save(rows.values)
        except refusals as error:
            reasons = reasons_of(error)
        else:
            messages.success(request, done)
            return redirect(page.done_url)
    context = {"rows": rows, "page": page, "reasons": reasons}
    return render(request, "editing/rows.html", context, status=CONFLICT if reasons else 200)
