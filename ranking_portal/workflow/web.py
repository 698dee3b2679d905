"""The page of one step: what will happen, under which clause, what stands in the way, and the button."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string

from ranking_portal.accounts.access import permitted, user_of
from ranking_portal.kept_input import give_back
from ranking_portal.workflow.engine import find_step, perform, state_label
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.steps import Step

CONFLICT = 409


class NoInputs(forms.Form):
    """A step that asks nothing."""


def form_of(step: Step, obj: Any, data: Any = None, files: Any = None) -> forms.Form:
    """What the step asks for: Form(data, files, obj=obj), or nothing."""
    if not step.form:
        return NoInputs(data)
    form: forms.Form = import_string(step.form)(data, files, obj=obj)
    return form


def step_page(request: HttpRequest, obj: Any, name: str, *, back: str) -> HttpResponse:
    """GET shows the step before it is taken, POST takes it and goes `back`.

    A form named by the step is built as Form(data, files, obj=obj); its cleaned data become the step's inputs, "on"
    among them the legal day. Raises Http404 for a step the model does not have, PermissionDenied without the right.
    """
    user = user_of(request)
    try:
        step = find_step(type(obj), name)
    except LookupError as error:
        raise Http404(name) from error
    if not permitted(user, step.permission, obj):
        raise PermissionDenied(step.permission)
    posted = request.method == "POST"
    obj.step_by = user
    form = form_of(step, obj, request.POST, request.FILES) if posted else form_of(step, obj)
    give_back(request, form)
    reasons: tuple[str, ...] = ()
    # What stands in the way whatever is typed: without it a refused form may be mended and sent again.
    barred = _reasons_now(obj, step)
    if posted and form.is_valid():
        try:
            taken = perform(obj, name, by=user, **form.cleaned_data)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, f"{taken}: {state_label(taken)}.")
            return redirect(back)
    context = {"object": obj, "step": step, "form": form, "reasons": reasons, "back": back, "state": state_label(obj)}
    context["barred"] = () if reasons else barred
    context["may_send"] = not barred
    status = CONFLICT if posted and reasons else 200
    return render(request, "workflow/step.html", context, status=status)


def _reasons_now(obj: Any, step: Step) -> tuple[str, ...]:
    if obj.state not in step.source:
        return (f"Сейчас «{state_label(obj)}»: этот шаг уже сделан или ещё не наступил.",)
    return tuple(step.guard(obj)) if step.guard else ()
