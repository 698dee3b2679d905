"""What an edition consists of: acts, clauses, parameters, grounds, checks, obligations."""

from dataclasses import dataclass
from datetime import date

from ranking_portal.regulation import values
from ranking_portal.words import clause_anchor


@dataclass(frozen=True)
class Act:
    """An act of the Governor. Entries refer to it by its code: the number, unless two acts share it."""

    code: str
    number: str
    date: date
    title: str

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y} №\u00a0{self.number}"


@dataclass(frozen=True)
class Earlier:
    """An edition of which only the act is known."""

    act: str
    in_force_from: date


@dataclass(frozen=True)
class Link:
    """A page of the portal that carries the clause out."""

    title: str
    path: str


@dataclass(frozen=True)
class Part:
    """A sub-item or a paragraph of a clause; `number` is that of the clause with its key: "2.2(1)"."""

    key: str
    number: str
    label: str
    title: str
    told: str
    portal: str
    links: tuple[Link, ...]

    @property
    def anchor(self) -> str:
        """Its place on the page of the law."""
        return clause_anchor(self.number)


@dataclass(frozen=True)
class Clause:
    """A clause in the portal's own words; `open`: its wording, or an answer in it, is not in hand."""

    number: str
    title: str
    told: str
    portal: str
    links: tuple[Link, ...]
    parts: tuple[Part, ...]
    open: bool
    decision: str

    @property
    def anchor(self) -> str:
        """Its place on the page of the law."""
        return clause_anchor(self.number)


@dataclass(frozen=True)
class Parameter:
    """A dated value with the act and the clause it comes from; `open`: the text does not say, the portal decides."""

    code: str
    title: str
    type: str
    value: values.Value
    unit: str
    clause: str
    act: str
    in_force_from: date
    help: str
    choices: tuple[tuple[str, str], ...]
    open: bool
    minimum: int | None
    maximum: int | None

    @property
    def shown(self) -> str:
        """The value for people, without its unit."""
        return values.shown(self.value, dict(self.choices))


@dataclass(frozen=True)
class Ground:
    """A ground on which the council may give coefficient 1 (clause 2.5)."""

    code: str
    clause: str
    title: str
    text: str
    open: bool

    @property
    def anchor(self) -> str:
        """Its place on the page of the law."""
        return clause_anchor(self.clause)


@dataclass(frozen=True)
class Check:
    """A check of proposals that stands for a clause among 3.7-3.9."""

    code: str
    clause: str
    title: str
    enabled: bool
    open: bool


@dataclass(frozen=True)
class FixedDate:
    """A day of the calendar, in the year of the cycle shifted by `year_offset` years."""

    month: int
    day: int
    year_offset: int

    def in_cycle(self, year: int) -> date:
        """The day for the cycle of the year."""
        return date(year + self.year_offset, self.month, self.day)


@dataclass(frozen=True)
class Obligation:
    """A row of the table: who must do what, from which event, within which term.

    The term is a fixed day, or whole working days, or none. `target` names the parameter with the office's own aim in
    working days where the law gives no term; `working_days` then holds it, unless it is zero.
    """

    code: str
    clause: str
    title: str
    who: str
    per: str
    opens_on: str
    closed_by: str
    cancelled_by: tuple[str, ...]
    fixed: FixedDate | None
    exceptions: tuple[tuple[int, FixedDate], ...]
    working_days: int | None
    target: str
    opens_next: tuple[str, ...]
    url: str

    @property
    def has_no_term(self) -> bool:
        """Neither a day nor a number of working days is set."""
        return self.fixed is None and self.working_days is None
