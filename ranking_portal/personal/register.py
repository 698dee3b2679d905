"""The register of personal data: a line a field, made from what the apps have declared."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from ranking_portal import lists
from ranking_portal.personal_fields import Kept, declared
from ranking_portal.words import counted


@dataclass(frozen=True)
class Line:
    """A field of the register with all that is said of it."""

    kept: Kept
    field: str
    what: str

    @property
    def term(self) -> str:
        """For how long it is kept, with the years of this installation."""
        return term_of(self.kept)

    @property
    def place(self) -> str:
        """Where it lies: the model and the field."""
        return f"{self.kept.model}.{self.field}"


def term_of(kept: Kept) -> str:
    """The term of a declaration in words."""
    years = settings.PERSONAL_DATA_YEARS
    return kept.term.value.format(years=counted(years, "год", "года", "лет"))


def lines() -> Iterator[Line]:
    """Every field of every declaration."""
    for kept in declared():
        for name, what in kept.fields.items():
            yield Line(kept, name, what)


COLUMNS = (
    lists.Column("Где", lambda line: line.kept.title, 26),
    lists.Column("Поле", lambda line: line.what, 40),
    lists.Column("Имя в базе", lambda line: line.place, 36),
    lists.Column("Чьи", lambda line: line.kept.whose, 36),
    lists.Column("Зачем", lambda line: line.kept.purpose, 44),
    lists.Column("Основание", lambda line: line.kept.ground, 44),
    lists.Column("Срок хранения", lambda line: line.term, 50),
    lists.Column("Кто видит", lambda line: line.kept.seen_by, 50),
)
