"""Forms as a browser sees them on a page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import QueryDict

UNSEEN = ("submit", "button", "file", "password")
AS_THEY_ARE = ("hidden", "radio", "checkbox")


@dataclass
class PageForm:
    """A form that is sent by POST: where to ("" is its own page), the fields a person fills, the rest as they stand."""

    action: str
    typed: list[str] = field(default_factory=list)
    fixed: list[tuple[str, str]] = field(default_factory=list)

    def filled(self) -> dict[str, list[str]]:
        """What is sent when a person has written something of his own into every field."""
        sent = QueryDict(mutable=True)
        for name, value in self.fixed:
            sent.appendlist(name, value)
        for number, name in enumerate(self.typed):
            sent[name] = written(number)
        return {name: sent.getlist(name) for name in sent}


def written(number: int) -> str:
    """What is written into the field of that number: read as no number, day or sum, so that it comes back as it is."""
    return f"вписано {number} раз"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.form: PageForm | None = None
        self.in_pattern = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = PageForm(given.get("action", "")) if given.get("method") == "post" else None
            self.forms += [self.form] if self.form else []
        self.in_pattern = self.in_pattern or tag == "template"
        if self.form is None or self.in_pattern or not given.get("name") or "disabled" in given:
            return
        kind = given.get("type", "text")
        if tag == "textarea" or (tag == "input" and kind not in (*UNSEEN, *AS_THEY_ARE)):
            self.form.typed.append(given["name"])
        elif tag == "input" and (kind == "hidden" or (kind in AS_THEY_ARE and "checked" in given)):
            self.form.fixed.append((given["name"], given.get("value", "on")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag == "template":
            self.in_pattern = False


def forms_of(html: str) -> list[PageForm]:
    """The forms of a page in which a person writes something."""
    reader = _Reader()
    reader.feed(html)
    return [form for form in reader.forms if form.typed]
