"""What a profile of an import is made of. Columns are called by their headers in the office's workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from projects.importing.cells import alike
from projects.importing.sheets import BY_TITLE, Column, Sheet


class Missing(Enum):
    """What becomes of the year's rows that the file does not name."""

    STAYS = "остаются"
    GOES = "исчезнут"
    GOES_OF_NAMED_PROJECTS = "исчезнут у проектов, названных в файле"


@dataclass(frozen=True)
class Source:
    """One sheet of the register and how this source fills it.

    `called`: other names of the sheet in the source's file. `headers`: other names of a column, by its own header.
    `words`: the source's words for values of a column. `fixed`: what a column holds where the source has no such one.
    Raises KeyError for a sheet or a column that the register does not have.
    """

    sheet: str
    missing: Missing = Missing.STAYS
    called: tuple[str, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for header in (*self.headers, *self.words, *self.fixed):
            self.column(header)

    @property
    def described(self) -> Sheet:
        """The sheet itself."""
        return BY_TITLE[self.sheet]

    def column(self, header: str) -> Column:
        """The column of a header."""
        by_header = {column.header: column for column in self.described.columns}
        return by_header[header]

    def names(self) -> dict[str, str]:
        """Every spelling of a header that is known, with the path of its column; own names stand over others'."""
        own = {alike(column.header): column.path for column in self.described.columns}
        others = {alike(name): self.column(header).path for header, names in self.headers.items() for name in names}
        return {**others, **own}

    def fixed_values(self) -> dict[str, str]:
        """What stands in columns that the source does not have, by path."""
        return {self.column(header).path: value for header, value in self.fixed.items()}

    def synonyms(self) -> dict[str, dict[str, str]]:
        """The source's words for values, by path of the column."""
        return {
            self.column(header).path: {alike(word): own for word, own in words.items()}
            for header, words in self.words.items()
        }


@dataclass(frozen=True)
class Profile:
    """A source of data. `whole`: every sheet must be there; `full_names`: organizations may go by full names too."""

    key: str
    title: str
    about: str
    sources: tuple[Source, ...]
    whole: bool = False
    full_names: bool = True

    @property
    def titles(self) -> list[str]:
        """The register's sheets that it fills, in its order."""
        return [source.sheet for source in self.sources]
