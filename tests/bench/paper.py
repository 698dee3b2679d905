"""The least that a paper with a table can be: WeasyPrint alone. Frozen."""

from collections.abc import Iterable
from html import escape
from typing import Any

STYLE = (
    "@page { size: A4 } table { table-layout: fixed; width: 100%; border-collapse: collapse } "
    "td, th { border: 1px solid }"
)


def table(lines: Iterable[Iterable[Any]]) -> bytes:
    """A PDF of the cells."""
    from weasyprint import HTML

    rows = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in line)}</tr>" for line in lines)
    made: bytes = HTML(string=f"<style>{STYLE}</style><table>{rows}</table>").write_pdf()
    return made
