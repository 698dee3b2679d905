"""What may be sent where: the forms of every page as visitors see them, and addresses that take a POST without one."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django import forms
from django.forms import BaseForm, BaseFormSet
from django.test import Client
from django.urls import reverse

from tests.access.addresses import Row
from tests.access.visitors import ANONYMOUS, HEADS
from tests.access.world import World

FILES = ("pdf", "docx", "xlsx", "csv", "file", "found")
WRITERS = ("office", "council_secretary", "administration", "economy_committee", "finance_committee", "admin", *HEADS)
FOUND, MOVED, POST_ONLY = 200, 302, 405


@dataclass
class Control:
    """One name of a form: what the page would send of itself, what it offers, and the form's own field behind it."""

    name: str
    values: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    is_file: bool = False
    field: forms.Field | None = None


@dataclass
class Target:
    """An address, the visitor who may send there, and the controls of the form, none where no page has one."""

    address: str
    visitor: str
    browser: Client
    controls: dict[str, Control]

    def __str__(self) -> str:
        return f"{self.address} by {self.visitor}"


class FormReader(HTMLParser):
    """Forms that a page sends by POST: where each goes, and its controls."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, Control]]] = []
        self.open: dict[str, Control] | None = None
        self.select: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self.open = {}
            self.forms.append((given.get("action", ""), self.open))
        elif tag == "option" and self.select is not None:
            self.select.offered.append(given.get("value", ""))
            self.select.values += [given.get("value", "")] if "selected" in given else []
        elif self.open is not None and given.get("name") and tag in ("input", "textarea", "select", "button"):
            self._add(self.open.setdefault(given["name"], Control(given["name"])), tag, given)

    def _add(self, control: Control, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "submit" if tag == "button" else "text")
        value = given.get("value", "on" if kind in ("checkbox", "radio") else "")
        control.is_file = control.is_file or kind == "file"
        control.offered += [value] if tag != "textarea" and value else []
        if tag == "select":
            self.select = control
        elif kind not in ("file", "submit") and ("checked" in given or kind not in ("checkbox", "radio")):
            control.values.append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = None
        if tag == "form":
            self.open = None


def targets(rows: Iterable[Row], world: World, visitors: int, chance: random.Random) -> list[Target]:
    """All that visitors (so many a row, who write most of all) may send from the pages of the rows, each form once."""
    found = []
    for row in rows:
        address = reverse(row.name, kwargs=world.objects[row.obj])
        may = [name for name, status in row.answers if status in (FOUND, MOVED, POST_ONLY) and name != ANONYMOUS]
        writers = [name for name in may if name in WRITERS] or may or [ANONYMOUS]
        for visitor in chance.sample(writers, min(visitors, len(writers))):
            found += list(_of_page(address, visitor, world.browsers[visitor], page=not row.name.endswith(FILES)))
    return list({(str(one), *one.controls): one for one in found}.values())


def _of_page(address: str, visitor: str, browser: Client, *, page: bool) -> Iterator[Target]:
    answer = browser.get(address) if page else None
    seen = []
    if answer is not None and answer.status_code == FOUND and answer["Content-Type"].startswith("text/html"):
        reader, fields = FormReader(), dict(_fields(answer))
        reader.feed(answer.content.decode())
        for action, controls in reader.forms:
            for name, control in controls.items():
                control.field = fields.get(name)
            seen.append(urljoin(address, action))
            yield Target(seen[-1], visitor, browser, controls)
    if address not in seen:
        yield Target(address, visitor, browser, {})


def _fields(answer: Any) -> Iterator[tuple[str, forms.Field]]:
    """Fields of all forms that the page was drawn from, by the name under which they are sent."""
    for layer in answer.context or ():
        for values in layer.dicts if hasattr(layer, "dicts") else (layer,):
            for value in dict(values).values():
                several = [*value.forms, value.management_form] if isinstance(value, BaseFormSet) else [value]
                for form in several:
                    if isinstance(form, BaseForm):
                        yield from ((form.add_prefix(name), one) for name, one in form.fields.items())
