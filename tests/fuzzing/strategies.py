"""What is sent: values made from the form's own fields, good, on the edge and hostile."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import strategies as st

from ranking_portal.fields import DayField, RoubleField
from tests.fuzzing.targets import Control, Target
from tests.ranking.reading import DATA

LONG = 200_000
HOSTILE = (
    "\x00",
    "а\x00б",
    "\ud800",
    "\u202e\u200b\ufeff",
    "Ё" * 300,
    "я" * LONG,
    "' OR 1=1 --",
    "<script>alert(1)</script>{{ 7*7 }}{% debug %}",
    "../../etc/passwd",
    "=HYPERLINK(1)",
    "%s %(x)s {0}",
    "[]",
    "{}",
    "null",
    "\r\nSet-Cookie: x=1",
    "🏗" * 40,
)
NUMBERS = (
    *("0", "-0", "-1", "1", "0,005", "1 234,56", "1e999", "1E+400", "NaN", "sNaN", "Infinity", "-inf", "٣", "½"),
    *("9" * 9, "9" * 19, "9" * 30, "9" * 5000, "0." + "0" * 400 + "1", "2147483648", "9223372036854775808", "1_000"),
)
DAYS = (
    *("09.02.2026", "2026-02-09", "31.02.2026", "00.00.0000", "01.01.0001", "31.12.9999", "29.02.2025"),
    *("1.1.26", "2026-02-09T10:00", "вчера", "01.01.10000", "-1.01.2026"),
)
KEYS = (
    "0",
    "-1",
    "1",
    "2",
    "3",
    "99999999",
    "9223372036854775807",
    "9223372036854775808",
    "9" * 40,
    "abc",
    "1.0",
    " 1",
)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
NAMES = (
    "лист.pdf",
    "книга.xlsx",
    "a" * 240 + ".pdf",
    "../../x.pdf",
    "x.exe",
    "без-расширения",
    "\u202efdp.x.pdf",
    ".pdf",
)


def _bodies() -> list[bytes]:
    book = (DATA / "register-2025.xlsx").read_bytes()
    return [
        b"",
        b"\x00" * 64,
        PDF,
        b"MZ" + b"\x90" * 100,
        b"PK\x03\x04" + b"\xff" * 200,
        book,
        book[:5000],
        b"a;b\n1;2\n",
    ]


@dataclass
class Submission:
    """What one browser sends: pairs of a name and its value, and files."""

    target: Target
    pairs: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, SimpleUploadedFile] = field(default_factory=dict)
    without_token: bool = False

    def __str__(self) -> str:
        told = [(name, value[:60]) for name, value in self.pairs]
        return f"{self.target}: {told} {sorted(self.files)}"


hostile = st.sampled_from(HOSTILE) | st.text(max_size=80)


def _typed(one: forms.Field | None) -> st.SearchStrategy[str]:
    """Values of the field's type, the edges of its bounds among them."""
    if isinstance(one, forms.ModelChoiceField):
        known = [str(key) for key in one.queryset.values_list("pk", flat=True)[:20]] if one.queryset is not None else []
        return st.sampled_from([*known, *KEYS])
    if isinstance(one, forms.ChoiceField):
        return st.sampled_from([*_flat(one.choices), "", *KEYS])
    if isinstance(one, DayField | forms.DateField):
        return st.sampled_from(DAYS) | st.dates().map(lambda day: f"{day:%d.%m.%Y}")
    if isinstance(one, forms.IntegerField | forms.DecimalField | RoubleField):
        edges = [getattr(one, name, None) for name in ("min_value", "max_value")]
        near = [str(edge + step) for edge in edges if isinstance(edge, int) for step in (-1, 0, 1)]
        return st.sampled_from([*near, *NUMBERS]) | st.integers().map(str)
    if isinstance(one, forms.BooleanField):
        return st.sampled_from(("on", "", "false", "2"))
    if isinstance(one, forms.CharField) and one.max_length:
        return st.sampled_from([letter * (one.max_length + over) for letter in "яё\n🏗" for over in (-1, 0, 1)])
    return st.text(max_size=200)


def _flat(choices: Any) -> list[str]:
    found = []
    for key, label in choices:
        found += [str(inner) for inner, _ in label] if isinstance(label, list | tuple) else [str(key)]
    return found


def _values(control: Control) -> st.SearchStrategy[list[str]]:
    """As the page would send it, one of what it offers, of the type, hostile, several, or nothing at all."""
    kept = st.just(control.values)
    offered = st.sampled_from(control.offered or [""]).map(lambda value: [value])
    typed = _typed(control.field).map(lambda value: [value])
    wrong = (hostile | st.sampled_from(KEYS) | st.sampled_from(NUMBERS)).map(lambda value: [value])
    several = st.lists(hostile | st.sampled_from(control.offered or KEYS), min_size=2, max_size=4)
    return st.one_of(kept, kept, offered, typed, typed, wrong, several, st.just([]))


@st.composite
def submissions(draw: st.DrawFn, among: list[Target]) -> Submission:
    """One of the targets with its form filled in somehow; now and then names that no form has."""
    target = draw(st.sampled_from(among))
    sent = Submission(target, without_token=draw(st.integers(0, 19)) == 0)
    for control in target.controls.values():
        if control.is_file:
            body = draw(st.sampled_from(_bodies()))
            sent.files[control.name] = SimpleUploadedFile(draw(st.sampled_from(NAMES)), body)
        else:
            sent.pairs += [(control.name, value) for value in draw(_values(control))]
    if not target.controls or draw(st.booleans()):
        names = st.sampled_from(
            ("next", "pk", "number", "choice", "year", "version", "form-TOTAL_FORMS", "\x00", "я[]")
        )
        sent.pairs += draw(st.lists(st.tuples(names, hostile | st.sampled_from(KEYS)), max_size=4))
    return sent
