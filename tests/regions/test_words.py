"""Texts of the portal in the words of another region: phrases, numbers of clauses, and nothing missed in the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from ranking_portal.region import REGION, REGIONS, RegionError, read, worded

OTHER = read(REGIONS / "zauralye")
ROOMS = ("projects", "ranking", "protocols", "bonus_fund", "ranking_portal")
BODIES = r"Ленинградск|Губернатор|Управлени[еяюм]+ делами|[Пп]роектн\w+ офис|Комитет|[Мм]ал(?:ый|ого|ому|ым|ом) совет"
NUMBER = r"(?:1\.6|2\.[1-6]|3\.5\.1|3\.[789])"
# What the code may say only through `worded`.
OF_REGION = re.compile(rf"{BODIES}|[пП]ункт\w*[ \u00a0]{NUMBER}(?![.\d])|\A{NUMBER}(?:\Z|[,(])")
NO_WORDS = {"Decimal", "worded", "compile"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Центральному проектному офису направить протокол", "Штабу развития направить протокол"),
        ("Проектный офис принимает", "Штаб развития принимает"),
        ("ПРАВИТЕЛЬСТВО ЛЕНИНГРАДСКОЙ ОБЛАСТИ", "КАБИНЕТ МИНИСТРОВ ЗАУРАЛЬСКОГО КРАЯ"),
        (
            "в Управление делами Правительства Ленинградской области",
            "в Казначейство Кабинета министров Зауральского края",
        ),
        ("проектный&nbsp;офис", "штаб развития"),
        ("Председатель комитета", "Директор департамента"),
        ("комитетский", "комитетский"),
        ("Результаты (пункт 2.6).", "Результаты (пункт 6.1)."),
        ("пункты\u00a02.2 и\u00a02.3 Порядка", "пункты\u00a04.2 и\u00a04.3 Порядка"),
        ("пунктам&nbsp;3.7–3.9", "пунктам&nbsp;8.1–8.3"),
        ("Пункт 3.5.1", "Пункт 7.1"),
        ("2.6", "6.1"),
        ("2.6, абз. 5", "6.1, абз. 5"),
        ("1.6(2)", "3.2(2)"),
        ('<a href="/regulation/#clause-2.2-1">', '<a href="/regulation/#clause-4.2-1">'),
        ('with clause="2.6" only', 'with clause="6.1" only'),
        ("критерий 4 (пункт 2.2, подпункт 4)", "критерий 3 (пункт 4.2, подпункт 3)"),
        ("line-height: 2.5; версия 2.6.1", "line-height: 2.5; версия 2.6.1"),
    ],
)
def test_a_text_is_said_in_the_words_of_the_region(text: str, said: str) -> None:
    assert OTHER.say(text) == said


def test_the_shipped_region_says_what_is_written() -> None:
    assert REGION.name == "Ленинградская область"
    assert not REGION.has_own_words
    assert worded("Губернатору (пункт 2.6)") == "Губернатору (пункт 2.6)"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("", "region.yaml"),
        ("name: Край", "нет полей: editions, time_zone"),
        ("{name: Край, time_zone: Mars/Base, editions: []}", "Mars/Base"),
        ("{name: Край, time_zone: Asia/Omsk, editions: [lost.yaml]}", "нет файлов редакций"),
        ("{name: Край, time_zone: Asia/Omsk, editions: [], worded: {}}", "неизвестные поля: worded"),
        (
            "{name: К, time_zone: Asia/Omsk, editions: [], criteria: [{title: А, indicators: [rumours]}]}",
            "показателей портал не знает: rumours",
        ),
        (
            "{name: К, time_zone: Asia/Omsk, editions: [], criteria: [{title: А, indicators: [contracts, contracts]}]}",
            "показатели названы дважды: contracts",
        ),
        ("{name: К, time_zone: Asia/Omsk, editions: [], discipline: 5}", "критериев нет: 5"),
    ],
)
def test_a_description_that_cannot_be_used_is_refused_with_its_reason(tmp_path: Path, given: str, told: str) -> None:
    (tmp_path / "region.yaml").write_text(given, encoding="utf-8")
    with pytest.raises(RegionError, match=told):
        read(tmp_path)


def test_whatever_the_code_says_of_bodies_and_clauses_is_said_in_the_words_of_the_region() -> None:
    """A text that names a body or a clause and is not put through `worded` would stay as it is in every region."""
    assert list(_unworded()) == []


def _unworded() -> Iterator[str]:
    for room in ROOMS:
        for file in sorted((settings.BASE_DIR / room).rglob("*.py")):
            if {"migrations", "demo"} & set(file.parts) or "demo" in file.name or file.name.startswith("region"):
                continue
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for node in _texts_of(tree):
                yield f"{file.relative_to(settings.BASE_DIR)}:{node.lineno}"


def _texts_of(tree: ast.Module) -> Iterator[ast.expr]:
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant | ast.JoinedStr) or isinstance(above[node], ast.Expr | ast.JoinedStr):
            continue
        if not OF_REGION.search(_text(node)):
            continue
        holder = above[node]
        if isinstance(holder, ast.Call) and getattr(holder.func, "id", getattr(holder.func, "attr", "")) in NO_WORDS:
            continue
        yield node


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    """What is written; NBSP stands for itself, other values for nothing."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        elif isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) and part.value.id == "NBSP":
            parts.append("\u00a0")
    return "".join(parts)
