"""The page of one form and the page that asks before removing: the same everywhere.

What was typed is kept through every refusal; a row changed meanwhile is never overwritten unseen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ranking_portal.kept_input import give_back
from ranking_portal.rowform import RowForm
from ranking_portal.versions import ChangedMeanwhile

CONFLICT = 409
CHANGED = "Пока вы правили, запись изменил другой человек. Ниже — ваши значения; проверьте, чем отличается запись: "
GONE_AHEAD = "Пока страница была открыта, запись изменил другой человек. Проверьте её и повторите."


@dataclass(frozen=True)
class Page:
    """What surrounds the form: where it stands, what it is called, where to go back."""

    title: str
    lead: str
    back: str
    button: str = "Сохранить"
    clause: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()
    after: str = ""

    @property
    def done_url(self) -> str:
        """Where a finished change leads: back, unless what stood there is gone."""
        return self.after or self.back


Refusals = tuple[type[Exception], ...]


def reasons_of(error: Exception) -> tuple[str, ...]:
    """Sentences of a refusal, whoever raised it."""
    return tuple(getattr(error, "reasons", ())) or (str(error),)


def edit_page(
    request: HttpRequest, form: forms.BaseForm, save: Callable[[], str], page: Page, *, refusals: Refusals
) -> HttpResponse:
    """Show the form; on POST of a valid one call `save` (which returns the words of success) and go back.

    `refusals` are the exceptions of `save` that are told on the page (409); the rest go on.
    """
    reasons: tuple[str, ...] = ()
    give_back(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            done = save()
        except ChangedMeanwhile:
            if isinstance(form, RowForm):
                form.show_anew()
            reasons = (CHANGED + now_stands(form) if isinstance(form, RowForm) else GONE_AHEAD,)
        except refusals as error:
            reasons = reasons_of(error)
        else:
            messages.success(request, done)
            return redirect(page.done_url)
    context = {"form": form, "page": page, "reasons": reasons}
    return render(request, "editing/form.html", context, status=CONFLICT if reasons else 200)


def now_stands(form: RowForm) -> str:
    """The fields in which the row as it now is differs from what was typed."""
    fresh = type(form.instance)._default_manager.filter(pk=form.instance.pk).first()
    if fresh is None:
        return "она удалена."
    typed = form.cleaned_data
    names = [name for name in form.fields if hasattr(fresh, name) and getattr(fresh, name) != typed.get(name)]
    told = [f"«{form.fields[name].label}» — {shown(form, fresh, name)}" for name in names]
    return ("; ".join(told) + ".") if told else "сейчас она такая же, как ваша."


def shown(form: RowForm, row: Any, name: str) -> str:
    """A stored value as the form writes it."""
    value = getattr(row, name)
    if value in (None, ""):
        return "пусто"
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else form.fields[name].prepare_value(value) if isinstance(value, int) else value)


def remove_page(
    request: HttpRequest,
    rows: list[tuple[str, str]],
    remove: Callable[[str], str],
    page: Page,
    *,
    version: str,
    refusals: Refusals,
) -> HttpResponse:
    """Show what is to be removed; on POST call `remove(version shown)` and go back."""
    reasons: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            done = remove(request.POST.get("version", ""))
        except ChangedMeanwhile:
            reasons = (GONE_AHEAD,)
        except refusals as error:
            reasons = reasons_of(error)
        else:
            messages.success(request, done)
            return redirect(page.done_url)
    context = {"rows": rows, "page": page, "version": version, "reasons": reasons}
    return render(request, "editing/remove.html", context, status=CONFLICT if reasons else 200)
