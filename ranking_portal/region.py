"""The region that this installation serves: a folder with `region.yaml`, named by PORTAL_REGION (docs/region.md).

Texts of the portal are written in the words of one region, and its clauses by their numbers. Another region says
which words and numbers stand in their place; what people type and what the register holds is never reworded.
Read once, when a process starts; no Django here.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

REGIONS = Path(__file__).parent / "regions"
SHIPPED = "lenobl"
FIELDS = frozenset({"name", "time_zone", "editions", "clauses", "wording", "criteria", "discipline", "ties", "days"})
NEEDED = frozenset({"name", "time_zone", "editions"})
SPACE = r"(?:\s|\u00a0|&nbsp;)"


class RegionError(ValueError):
    """The description of a region cannot be used; the message names its file and what is wrong."""


@dataclass(frozen=True)
class RegionalDay:
    """A day made working or not by an act of the region."""

    day: date
    working: bool
    act: str


@dataclass(frozen=True)
class CriterionOfRegion:
    """A criterion: its title for tables, for papers, for a new methodology; the indicators that belong to it."""

    number: int
    title: str
    printed: str
    full: str
    indicators: tuple[str, ...]


# The criteria of clause 2.2 and the indicators by which the register measures each.
USUAL_CRITERIA = (
    CriterionOfRegion(
        1,
        "Участие",
        "участие органов и учреждений",
        "Участие органов, муниципальных образований и подведомственных учреждений",
        ("executive_authorities", "municipalities", "authority_institutions", "municipal_institutions"),
    ),
    CriterionOfRegion(
        2,
        "Сложность",
        "управленческая сложность",
        "Управленческая сложность",
        (
            "contracts",
            "construction_objects",
            "public_private_partnerships",
            "federal_property_works",
            "individual_recipients",
        ),
    ),
    CriterionOfRegion(
        3,
        "Уникальность",
        "уникальность мероприятий",
        "Уникальность мероприятий проекта",
        ("new_technologies", "unique_it_products", "unique_construction_objects", "other_unique_results"),
    ),
    CriterionOfRegion(
        4,
        "Дисциплина",
        "исполнительская дисциплина",
        "Исполнительская дисциплина",
        ("steps_on_time", "reports_on_time", "change_requests_on_time"),
    ),
)


@dataclass(frozen=True)
class Region:
    """What is the region's own. `clauses`: number in the portal's texts -> number in the region's act."""

    folder: Path
    name: str
    zone: ZoneInfo
    editions: tuple[Path, ...]
    clauses: Mapping[str, str]
    wording: Mapping[str, str]
    criteria: tuple[CriterionOfRegion, ...]
    # Numbers of criteria: whose fall calls for a clarifying ranking (2.3); by which equal totals are ordered.
    discipline: int
    ties: tuple[int, ...]
    days: tuple[RegionalDay, ...]

    @property
    def has_own_words(self) -> bool:
        """The texts of the portal are not said as they are written."""
        return bool(self.clauses or self.wording)

    def say(self, text: str) -> str:
        """A text of the portal in the region's words, with the region's numbers of clauses."""
        if self.wording:
            text = self._phrases.sub(self._phrase, text)
        return self._references.sub(self._reference, text) if self.clauses else text

    @cached_property
    def _phrases(self) -> re.Pattern[str]:
        longest_first = sorted(self.wording, key=lambda phrase: (-len(phrase), phrase))
        # Each phrase also at the start of a sentence and in capitals.
        told = "|".join(SPACE.join(re.escape(word) for word in phrase.split()) for phrase in longest_first)
        return re.compile(rf"(?<!\w)(?:{told})(?!\w)", re.IGNORECASE)

    @cached_property
    def _by_key(self) -> dict[str, tuple[str, str]]:
        return {_plain(phrase): (phrase, said) for phrase, said in self.wording.items()}

    def _phrase(self, found: re.Match[str]) -> str:
        """The phrase as the region says it, in capitals, with a capital letter or without, as it was written."""
        written = found[0]
        key, said = self._by_key[_plain(written)]
        if len(written) > 1 and written.isupper():
            return said.upper()
        if written[:1].isupper() == key[:1].isupper():
            return said
        return (said[:1].upper() if written[:1].isupper() else said[:1].lower()) + said[1:]

    @cached_property
    def _references(self) -> re.Pattern[str]:
        """Where a number is one of a clause: alone in a text, after "пункт", in an address or an argument of a page."""
        number = "|".join(re.escape(key) for key in sorted(self.clauses, key=lambda key: (-len(key), key)))
        one = rf"(?:{number})(?![.\d])"
        row = rf"{one}(?:(?:{SPACE}и{SPACE}|,{SPACE}|–){one})*"
        before = rf"(?:\A|(?<=[пП]ункт)\w*{SPACE}|(?<=clause=\")|(?<=#clause-))"
        return re.compile(rf"{before}{row}")

    def _reference(self, found: re.Match[str]) -> str:
        number = "|".join(re.escape(key) for key in sorted(self.clauses, key=lambda key: (-len(key), key)))
        return re.sub(rf"(?<![.\d])(?:{number})(?![.\d])", lambda one: self.clauses[one[0]], found[0])


def _plain(phrase: str) -> str:
    return " ".join(phrase.replace("&nbsp;", " ").split()).casefold()


def read(folder: Path) -> Region:
    """The region that a folder describes; raises RegionError."""
    file = folder / "region.yaml"
    try:
        given = yaml.safe_load(file.read_text(encoding="utf-8"))
        return _region(folder, given)
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError, ZoneInfoNotFoundError) as error:
        raise RegionError(f"{file}: {error}") from error


def _region(folder: Path, given: Mapping[str, Any]) -> Region:
    if unknown := given.keys() - FIELDS:
        raise ValueError(f"неизвестные поля: {', '.join(sorted(unknown))}")
    if missing := NEEDED - given.keys():
        raise ValueError(f"нет полей: {', '.join(sorted(missing))}")
    editions = tuple((folder / name).resolve() for name in given["editions"])
    if absent := [str(path) for path in editions if not path.is_file()]:
        raise ValueError(f"нет файлов редакций: {', '.join(absent)}")
    return Region(
        folder=folder,
        name=given["name"],
        zone=ZoneInfo(given["time_zone"]),
        editions=editions,
        clauses={str(key): str(value) for key, value in given.get("clauses", {}).items()},
        wording={str(key): str(value) for key, value in given.get("wording", {}).items()},
        days=tuple(RegionalDay(row["day"], row["working"], row["act"]) for row in given.get("days", ())),
        **_criteria(given),
    )


def _criteria(given: Mapping[str, Any]) -> dict[str, Any]:
    """Criteria numbered from 1 on, each indicator in one of them at most."""
    rows = [
        CriterionOfRegion(
            number,
            row["title"],
            row.get("printed", row["title"].lower()),
            row.get("full", row["title"]),
            tuple(row["indicators"]),
        )
        for number, row in enumerate(given.get("criteria", ()), start=1)
    ]
    criteria = tuple(rows) or USUAL_CRITERIA
    known = {code for one in USUAL_CRITERIA for code in one.indicators}
    told = [code for one in criteria for code in one.indicators]
    if strange := sorted(set(told) - known):
        raise ValueError(f"показателей портал не знает: {', '.join(strange)}")
    if twice := sorted({code for code in told if told.count(code) > 1}):
        raise ValueError(f"показатели названы дважды: {', '.join(twice)}")
    discipline, ties = given.get("discipline", 4), tuple(given.get("ties", (4, 2)))
    if wrong := {discipline, *ties} - {one.number for one in criteria}:
        raise ValueError(f"критериев нет: {', '.join(map(str, sorted(wrong)))}")
    return {"criteria": criteria, "discipline": discipline, "ties": ties}


def _named() -> Path:
    """The folder that PORTAL_REGION names: one of those shipped by its name, any other by its path."""
    named = os.environ.get("PORTAL_REGION", "") or SHIPPED
    return Path(named).resolve() if os.sep in named else REGIONS / named


REGION = read(_named())


def worded(text: str) -> str:
    """A text written in the portal's code, as the region says it; alone, a number of a clause: "2.6".

    Only for what stands in the code: what people have typed is shown as they typed it.
    """
    return REGION.say(text) if REGION.has_own_words else text
