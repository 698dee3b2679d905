"""What is wrong with a description of an edition: everything at once, in Russian, each with its place."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ranking_portal.regulation import schema, values
from ranking_portal.regulation import vocabulary as known
from ranking_portal.regulation.schema import Entry
from ranking_portal.typed import whole_number

# A year without 29 February: a fixed day must exist in every year.
ORDINARY_YEAR = 2023
LONGEST_TERM = 250


def simplified(value: Any) -> Any:
    """The value with days as text and keys as text, the way JSON holds it."""
    if isinstance(value, Mapping):
        return {str(key): simplified(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [simplified(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def problems(mapping: object) -> list[str]:
    """Every reason why the mapping is not an edition; an empty list where it is one."""
    given = simplified(mapping)
    if not isinstance(given, Mapping):
        return ["редакция: нужен набор полей"]
    found = list(schema.fields("редакция", given, schema.TOP, {"earlier": schema.entries}))
    return found + list(_Whole(given).problems())


class _Whole:
    """The description as a whole: entries refer to acts, clauses, parameters and each other."""

    def __init__(self, given: Entry) -> None:
        self.given = given
        self.acts = {str(entry.get("code", entry.get("number"))) for entry in self.entries("acts")}
        self.clauses = set(self._clause_numbers())
        self.parameters = {str(entry.get("code")): entry for entry in self.entries("parameters")}
        self.obligations = {str(entry.get("code")) for entry in self.entries("obligations")}

    def entries(self, section: str, of: Entry | None = None) -> list[Entry]:
        found = (self.given if of is None else of).get(section)
        return [] if schema.entries(found) else list(found)  # type: ignore[arg-type]

    def _clause_numbers(self) -> Iterator[str]:
        for clause in self.entries("clauses"):
            yield str(clause.get("number"))
            for part in self.entries("parts", clause):
                yield f"{clause.get('number')}({part.get('key')})"

    def problems(self) -> Iterator[str]:
        """Section by section, in the order of the file."""
        if not schema.text(self.given.get("act")):
            yield from self._refers("редакция", {"act": self.given["act"]})
        for place, entry in self._placed("acts", "number", "акт"):
            yield from schema.fields(place, entry, schema.ACT, {"code": schema.CODE})
        for place, entry in self._placed("earlier", "act", "прежняя редакция"):
            yield from schema.fields(place, entry, schema.EARLIER)
            yield from self._refers(place, entry)
        for place, entry in self._placed("clauses", "number", "пункт"):
            yield from self._clause(place, entry)
        for place, entry in self._placed("parameters", "code", "параметр"):
            yield from self._parameter(place, entry)
        if not schema.entries(self.given.get("parameters")):
            missing = known.PARAMETERS.keys() - self.parameters.keys()
            yield from (f"параметры: нет параметра «{code}»" for code in sorted(missing))
        for place, entry in self._placed("grounds", "code", "основание"):
            yield from schema.fields(place, entry, schema.GROUND, schema.OPEN)
            yield from self._refers(place, entry)
        for place, entry in self._placed("checks", "code", "проверка"):
            yield from schema.fields(place, entry, schema.CHECK, schema.OPEN)
            yield from self._refers(place, entry)
        for place, entry in self._placed("obligations", "code", "обязательство"):
            yield from self._obligation(place, entry)
        yield from self._repeated()

    def _placed(self, section: str, name: str, what: str) -> Iterator[tuple[str, Entry]]:
        for number, entry in enumerate(self.entries(section), 1):
            own = entry.get(name)
            yield (f"{what} «{own}»" if isinstance(own, str) else f"{what}, запись {number}"), entry

    def _repeated(self) -> Iterator[str]:
        for section in ("acts", "clauses", "parameters", "grounds", "checks", "obligations"):
            named = [entry.get("code", entry.get("number")) for entry in self.entries(section)]
            times = Counter(str(name) for name in named if name is not None)
            yield from (
                f"{section}: «{own}» записано несколько раз ({count})" for own, count in times.items() if count > 1
            )

    def _refers(self, place: str, entry: Entry) -> Iterator[str]:
        act, clause = entry.get("act"), entry.get("clause")
        if isinstance(act, str) and act not in self.acts:
            yield f"{place}: акта «{act}» нет среди актов редакции"
        if isinstance(clause, str) and clause not in self.clauses:
            yield f"{place}: пункта «{clause}» нет среди пунктов редакции"

    def _clause(self, place: str, entry: Entry) -> Iterator[str]:
        yield from schema.fields(place, entry, schema.CLAUSE, schema.CLAUSE_MORE)
        if entry.get("open") is True and not entry.get("decision"):
            yield f"{place}: открытый вопрос без принятого решения (поле «decision»)"
        parts = self.entries("parts", entry)
        for part in parts:
            yield from schema.fields(
                f"{place}, часть «{part.get('key')}»", part, schema.PART, {"links": schema.entries}
            )
        for holder in (entry, *parts):
            for link in self.entries("links", holder):
                yield from schema.fields(f"{place}, ссылка", link, schema.LINK)

    def _parameter(self, place: str, entry: Entry) -> Iterator[str]:
        wrong = list(schema.fields(place, entry, schema.PARAMETER, schema.PARAMETER_MORE))
        yield from (*wrong, *self._refers(place, entry))
        if wrong:
            return
        expected = known.PARAMETERS.get(entry["code"])
        if expected is None:
            yield f"{place}: портал такого параметра не знает"
        elif entry["type"] not in (expected, known.FORMER_TYPES.get(entry["code"])):
            yield f"{place}: тип «{entry['type']}», а нужен «{expected}»"
        elif complaint := values.complaint(entry["type"], entry["value"]):
            yield f"{place}, поле «value»: {complaint}"
        else:
            yield from _bounds(place, entry)
            yield from _coefficients(place, entry)
            yield from _choices(place, entry)

    def _obligation(self, place: str, entry: Entry) -> Iterator[str]:
        yield from schema.fields(place, entry, schema.OBLIGATION, schema.OBLIGATION_MORE)
        yield from self._refers(place, entry)
        for code in entry.get("opens_next", ()) if not schema.texts(entry.get("opens_next")) else ():
            if code not in self.obligations:
                yield f"{place}: следующее обязательство «{code}» не описано"
        if isinstance(entry.get("term"), Mapping):
            yield from self._term(f"{place}, срок", entry["term"])

    def _term(self, place: str, term: Entry) -> Iterator[str]:
        kinds = [name for name in ("date", "working_days", "none") if name in term]
        if len(kinds) != 1:
            yield f"{place}: нужно ровно одно из «date», «working_days», «none»"
        elif kinds == ["date"]:
            yield from schema.fields(place, term, {"date": schema.mapping}, {"exceptions": schema.mapping})
            yield from _fixed_day(place, term["date"])
            exceptions = term.get("exceptions", {})
            for year, day in exceptions.items() if isinstance(exceptions, Mapping) else ():
                if whole_number(year) is None or len(year) != len("2020"):
                    yield f"{place}, исключение «{year}»: нужен год"
                yield from _fixed_day(f"{place}, исключение {year}", day)
        elif kinds == ["working_days"]:
            yield from schema.fields(place, term, {"working_days": schema.whole})
            if not schema.whole(term["working_days"]) and not 1 <= term["working_days"] <= LONGEST_TERM:
                yield f"{place}: рабочих дней – от 1 до {LONGEST_TERM}"
        else:
            yield from schema.fields(
                place, term, {"none": lambda value: "" if value is True else "нужно true"}, {"target": schema.text}
            )
            target = self.parameters.get(str(term.get("target")))
            if "target" in term and (target is None or target.get("type") != known.INTEGER):
                yield f"{place}: цель «{term['target']}» – не целочисленный параметр редакции"


def _fixed_day(place: str, day: object) -> Iterator[str]:
    if not isinstance(day, Mapping):
        yield f"{place}: нужны месяц, день и сдвиг года"
        return
    wrong = list(schema.fields(place, day, schema.DATE))
    yield from wrong
    if not wrong:
        try:
            date(ORDINARY_YEAR, day["month"], day["day"])
        except ValueError:
            yield f"{place}: нет такого дня – {day['day']:02}.{day['month']:02}"
        if abs(day["year_offset"]) > 1:
            yield f"{place}: сдвиг года – от −1 до 1"


def _bounds(place: str, entry: Entry) -> Iterator[str]:
    least, most = entry.get("minimum"), entry.get("maximum")
    for number in values.bounded(values.read(entry["type"], entry["value"])):
        if least is not None and number < Decimal(least):
            yield f"{place}: значение {number} меньше наименьшего – {least}"
        if most is not None and number > Decimal(most):
            yield f"{place}: значение {number} больше наибольшего – {most}"


def _coefficients(place: str, entry: Entry) -> Iterator[str]:
    """Clause 2.4: steps from 0 to 1; zero is what a project gets that the council gives nothing."""
    if entry["code"] == "allowed_coefficients":
        steps = {Decimal(number) for number in entry["value"]}
        if not (Decimal(0) in steps and Decimal(0) < max(steps) <= 1 and min(steps) == 0):
            yield f"{place}: нужны числа от 0 до 1, среди них 0 и хотя бы одно больше нуля"


def _choices(place: str, entry: Entry) -> Iterator[str]:
    offered = [choice for choice in entry.get("choices", ()) if isinstance(choice, Mapping)]
    if entry["type"] != known.CHOICE:
        if offered:
            yield f"{place}: варианты есть только у типа «choice»"
        return
    able = known.CHOICES[entry["code"]]
    for choice in offered:
        yield from schema.fields(f"{place}, вариант", choice, schema.CHOICE)
        if str(choice.get("value")) not in able:
            yield f"{place}: варианта «{choice.get('value')}» портал не умеет"
    if entry["value"] not in [choice.get("value") for choice in offered]:
        yield f"{place}: значения «{entry['value']}» нет среди вариантов"
