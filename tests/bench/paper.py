"""The least that a paper can be: its words in one table, WeasyPrint alone. Frozen."""

from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser
from typing import Any

STYLE = (
    "@page { size: A4 } "
    "table { table-layout: fixed; width: 100%; border-collapse: collapse; font: 10pt 'Liberation Serif', serif } "
    "td, th { border: 1px solid }"
)
# What begins a row of words; the rest of the tags stand inside one.
BLOCKS = {"div", "p", "h1", "h2", "h3", "dt", "dd", "li", "tr"}
SILENT = {"head", "svg"}


def table(lines: Iterable[Iterable[Any]]) -> bytes:
    """A PDF of the cells; the last cell of a short line is as wide as what is left of it."""
    from weasyprint import HTML

    listed = [[escape(str(cell)) for cell in line] for line in lines]
    columns = max(map(len, listed))
    rows = "".join(f"<tr>{_cells(line, columns)}</tr>" for line in listed)
    made: bytes = HTML(string=f"<style>{STYLE}</style><table>{rows}</table>").write_pdf()
    return made


def _cells(line: list[str], columns: int) -> str:
    wide = f" colspan={columns - len(line) + 1}" if len(line) < columns else ""
    return "".join(f"<td>{cell}</td>" for cell in line[:-1]) + f"<td{wide}>{line[-1]}</td>"


class _Words(HTMLParser):
    """The words of a page: a line for each row of a table and for each block of text."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[str]] = [[""]]
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent.append(tag)
        elif tag in BLOCKS:
            self.lines.append([""])
        elif tag in ("td", "th") and self.lines[-1][-1]:
            self.lines[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.lines[-1][-1] += data if self.lines[-1][-1] else data.lstrip()


def words_of(page: str) -> list[list[str]]:
    """The words of a page of HTML in its order, line by line, cell by cell."""
    reader = _Words()
    reader.feed(page)
    return [line for line in reader.lines if any(line)]
