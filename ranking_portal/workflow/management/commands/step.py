"""Take any step of any object of the workflow, or list the steps that it has now."""

import json
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date
from inspect import Parameter, signature
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.datastructures import MultiValueDict
from django.utils.module_loading import import_string

from ranking_portal.accounts.principals import Principal
from ranking_portal.commands import a_date, acting_user
from ranking_portal.workflow.engine import available, find_step, perform, state_label
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import Step

BAD_USAGE = 2
# Inputs of steps that name no form: the types that can be written on a command line.
PLAIN: dict[Any, Callable[[str], Any]] = {str: str, int: int, date: a_date}


def an_input(text: str) -> tuple[str, str]:
    """An input given as NAME=VALUE."""
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise ArgumentTypeError(f"«{text}»: нужно вида имя=значение")
    return name, value


class Command(BaseCommand):
    help = "Сделать шаг с объектом портала: право, условия и журнал те же, что на странице"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("object", help="модель: protocol, proposal, recalculation или приложение.модель")
        parser.add_argument("pk", type=int, help="ключ объекта (число в адресе его страницы)")
        parser.add_argument("name", nargs="?", help="шаг: approve, submit, pass_check…")
        parser.add_argument("--list", action="store_true", help="показать шаги, которые объект допускает сейчас")
        parser.add_argument("--user", help="от чьего имени (имя для входа; по умолчанию сам портал)")
        parser.add_argument("--on", type=a_date, help="день, которым шаг сделан (по умолчанию сегодня), ГГГГ-ММ-ДД")
        parser.add_argument(
            "--input", type=an_input, nargs="+", action="extend", default=[], metavar="ИМЯ=ЗНАЧЕНИЕ", help="данные шага"
        )
        parser.add_argument("--json", action="store_true", help="один документ JSON")

    def handle(self, *args: Any, name: str | None, pk: int, **options: Any) -> None:
        model, by = model_named(options["object"]), acting_user(options["user"])
        obj = model._default_manager.filter(pk=pk).first()
        if obj is None:
            raise CommandError(f"Нет такого объекта: {model._meta.label_lower} {pk}.")
        if options["list"]:
            self._list(obj, by, options["json"])
            return
        if not name:
            raise CommandError("Назовите шаг или спросите --list.", returncode=BAD_USAGE)
        done = take(obj, name, by, options["on"], options["input"])
        told = {"object": done.ref, "label": str(done), "step": name, "state": done.state}
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self.stdout.write(f"{done}: теперь «{state_label(done)}».")

    def _list(self, obj: Any, by: Principal, as_json: bool) -> None:
        steps = available(obj, by)
        if as_json:
            told = {"object": obj.ref, "label": str(obj), "state": obj.state, "steps": [asdict(one) for one in steps]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(f"{obj}: сейчас «{state_label(obj)}». {by.full_name} может:")
        for one in steps:
            against = "".join(f"\n      нельзя: {reason}" for reason in one.reasons)
            self.stdout.write(f"  {one.name}  {one.label} (пункт {one.clause}){against}")
        if not steps:
            self.stdout.write("  ничего: нет шагов из этого состояния или права на них.")


def model_named(word: str) -> type[WorkflowModel]:
    """A model of the workflow by "app.model", by its name, or by the only name that ends so. Exit status 2 if none."""
    models = {model._meta.label_lower: model for model in _models(WorkflowModel)}  # type: ignore[type-abstract]
    wanted = word.lower()
    exact = [one for label, one in models.items() if wanted in (label, one._meta.model_name)]
    found = exact or [one for one in models.values() if str(one._meta.model_name).endswith(wanted)]
    if len(found) != 1:
        names = ", ".join(sorted(one._meta.label_lower for one in found) or sorted(models))
        problem = "подходит несколько" if found else "такого объекта нет"
        raise CommandError(f"«{word}»: {problem}. Есть: {names}.", returncode=BAD_USAGE)
    return found[0]


def _models(base: type[WorkflowModel]) -> Iterator[type[WorkflowModel]]:
    for model in base.__subclasses__():
        if not model._meta.abstract:
            yield model
        yield from _models(model)


def take(obj: Any, name: str, by: Principal, on: date | None, given: list[tuple[str, str]]) -> Any:
    """Take the step with inputs as they were typed. Raises CommandError: 1 refused, 2 no such step or input."""
    try:
        step = find_step(type(obj), name)
    except LookupError as error:
        raise CommandError(f"Нет шага «{name}»: {type(obj)._meta.label_lower}.", returncode=BAD_USAGE) from error
    obj.step_by = by
    with ExitStack() as files:
        inputs = _from_form(step, obj, on, dict(given), files) if step.form else _plain(step, obj, dict(given))
        inputs.setdefault("on", on)
        try:
            return perform(obj, name, by=by, **inputs)
        except Refused as refusal:
            raise CommandError("\n".join(refusal.reasons)) from refusal
        except PermissionDenied as denial:
            raise CommandError(f"Нет права на шаг «{step.label}» у пользователя «{by.full_name}».") from denial


def _from_form(step: Step, obj: Any, on: date | None, given: dict[str, str], files: ExitStack) -> dict[str, Any]:
    """Inputs as the step's own form understands them; a file is given by its path. Unsaid fields keep their initial."""
    form_class: type[forms.Form] = import_string(str(step.form))
    blank = form_class(obj=obj)  # type: ignore[call-arg]
    _no_strangers(step, given, set(blank.fields))
    data = {name: field.prepare_value(blank.get_initial_for_field(field, name)) for name, field in blank.fields.items()}
    if on is not None and "on" in blank.fields:
        data["on"] = on.isoformat()
    uploads: MultiValueDict[str, Any] = MultiValueDict()
    for name, value in given.items():
        if isinstance(blank.fields[name], forms.FileField):
            uploads[name] = _opened(Path(value), files)
        else:
            data[name] = value
    told = {name: value for name, value in data.items() if value is not None}
    form = form_class(told, uploads, obj=obj)  # type: ignore[call-arg]
    if not form.is_valid():
        wrong = [f"{name}: {problem}" for name, problems in form.errors.items() for problem in problems]
        raise CommandError("\n".join(wrong), returncode=BAD_USAGE)
    return dict(form.cleaned_data)


def _plain(step: Step, obj: Any, given: dict[str, str]) -> dict[str, Any]:
    """Inputs of a step without a form, by the types that its method names."""
    wanted = signature(getattr(obj, step.name)).parameters
    _no_strangers(step, given, {name for name, one in wanted.items() if one.annotation in PLAIN})
    missing = [name for name, one in wanted.items() if one.default is Parameter.empty and name not in given]
    if missing:
        raise CommandError(f"Шагу «{step.label}» нужно: {', '.join(missing)}.", returncode=BAD_USAGE)
    try:
        return {name: PLAIN[wanted[name].annotation](value) for name, value in given.items()}
    except (ValueError, ArgumentTypeError) as error:
        raise CommandError(str(error), returncode=BAD_USAGE) from error


def _no_strangers(step: Step, given: dict[str, str], known: set[str]) -> None:
    strangers = sorted(set(given) - known)
    if strangers:
        wanted = ", ".join(sorted(known)) or "никаких"
        raise CommandError(
            f"Шаг «{step.label}» не знает: {', '.join(strangers)}. Данные шага: {wanted}.", returncode=BAD_USAGE
        )


def _opened(path: Path, files: ExitStack) -> Any:
    try:
        return File(files.enter_context(path.open("rb")), name=path.name)
    except OSError as error:
        raise CommandError(f"Не открыть файл {path}: {error.strerror}.", returncode=BAD_USAGE) from error
