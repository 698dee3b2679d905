"""A page of a paper turned into DOCX: every word of it, in its order, by the look of its tags and classes.

Only what templates of papers use is known here; a tag that is not known is read as the text that it holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from weasyprint import HTML

from ranking_portal.word import sheet, tables
from ranking_portal.word.looks import TABLE, Look, look_of
from ranking_portal.word.pieces import BREAK, INLINE, Piece, classes_of, inside, is_hidden, of_inline, tidy

# Blocks that stand in columns, with the columns' widths in millimetres.
COLUMNS: dict[str, tuple[float, ...]] = {
    "head": (92, 88),
    "annexes": (33, 147),
    "sign": (74, 52, 46),
    "money": (130, 50),
    "dl": (50, 130),
}
# Spans on one line: what stands between them.
ON_ONE_LINE = {"dated": "\t", "registered": " "}
ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
# What may follow the borders of a paragraph among its properties, by the schema.
AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
HEAD_FILL = "F0F0F0"
GAP = Look(size=4)
# Between the lines for a signature and for a name, in millimetres.
BETWEEN_LINES = 4
BEFORE_SIGNATURE = Look(size=2, before=20, keep_next=True)


def docx_of(html: str) -> bytes:
    """The page as DOCX. Drawings, the QR code among them, are left out; a draft is named at the head of each page."""
    root = HTML(string=html).etree_element
    document = sheet.empty(_text(root.find(".//title")), _meta(root, "author"))
    _Writer(document, document.element.body).flow(root.find("body"), Look(), ())
    sheet.running(document, _text(_of_class(root, "reference")), _text(_of_class(root, "draft")))
    return sheet.saved(document)


def _of_class(root: Any, name: str) -> Any:
    return next((one for one in root.iter() if isinstance(one.tag, str) and name in classes_of(one)), None)


def _text(element: Any) -> str:
    if element is None:
        return ""
    return "".join(piece.text for piece in tidy(list(of_inline(element, Piece(""))))).replace(BREAK, " ")


def _meta(root: Any, name: str) -> str:
    return next((one.get("content", "") for one in root.iter("meta") if one.get("name") == name), "")


class _Writer:
    """Writes blocks one after another into `place`: the body of the document, or a cell of a table."""

    def __init__(self, document: Any, place: Any) -> None:
        self.document = document
        self.place = place

    def put(self, made: Any) -> None:
        """Add a block at the end: the properties of a section stay behind the last one."""
        closing = self.place.find(qn("w:sectPr"))
        if closing is None:
            self.place.append(made)
        else:
            closing.addprevious(made)

    def flow(self, element: Any, look: Look, within: Sequence[str]) -> None:
        """Everything in an element: text among its blocks becomes paragraphs of their own."""
        waiting = [Piece(element.text or "")]
        for child in element:
            if not is_hidden(child):
                if child.tag in INLINE:
                    waiting += of_inline(child, Piece(""))
                else:
                    self.paragraph(waiting, look)
                    waiting = []
                    self.block(child, look, within)
            waiting.append(Piece(child.tail or ""))
        self.paragraph(waiting, look)

    def block(self, element: Any, inherited: Look, within: Sequence[str]) -> None:
        """One block by its tag and classes."""
        classes = classes_of(element)
        look = look_of(element.tag, classes, within, inherited)
        columns = next((one for one in (element.tag, *classes) if one in COLUMNS), "")
        joined = next((ON_ONE_LINE[one] for one in classes if one in ON_ONE_LINE), "")
        if element.tag == "table":
            self.table(element)
        elif element.tag == "ol":
            self.listed(element, look)
        elif columns:
            self.columns(element, columns, look, within)
        elif joined:
            self.write([Piece(joined.join(_text(child) for child in element))], look)
        else:
            self.flow(element, look, (*within, *classes))

    def paragraph(self, pieces: Sequence[Piece], look: Look) -> None:
        """A paragraph of the pieces; nothing for pieces without a word."""
        told = tidy(list(pieces))
        if told:
            self.write(told, look)

    def write(self, told: Iterable[Piece], look: Look) -> None:
        """A paragraph, even of nothing."""
        made = sheet.element("w:p")
        self.put(made)
        paragraph = Paragraph(made, self.document._body)
        _form(paragraph, look)
        for piece in told:
            run = paragraph.add_run()
            if piece.text == BREAK:
                run.add_break()
            else:
                run.text = piece.text
            run.bold, run.italic = look.bold or piece.bold or None, look.italic or piece.italic or None
            run.font.size = Pt(piece.size or look.size)
            run.font.all_caps = look.caps or None

    def listed(self, element: Any, look: Look) -> None:
        """A numbered list: the number is text, so that it is there for every reader."""
        for number, item in enumerate(element.findall("li"), 1):
            hanging = replace(look, left_mm=8, first_mm=-8, after=2)
            self.paragraph([Piece(f"{number}. "), *inside(item, Piece(""))], hanging)

    def columns(self, element: Any, name: str, look: Look, within: Sequence[str]) -> None:
        """Blocks side by side: a table without lines, in which an empty line is for a signature."""
        children = [child for child in element if not is_hidden(child)]
        widths = COLUMNS[name]
        if name == "sign":
            self.write((), BEFORE_SIGNATURE)
        between = BETWEEN_LINES if name == "sign" else 0
        made = tables.table(_parted(widths, between), bordered=False)
        for start in range(0, len(children), len(widths)):
            row = tables.row(header=False)
            for child, width in zip(children[start : start + len(widths)], widths, strict=False):
                cell = tables.cell(width, underlined="line" in classes_of(child), low=name == "sign")
                self.fill(cell, child, look_of(child.tag, classes_of(child), within, look), within)
                if between and len(row) > 1:
                    row.append(self.fill(tables.cell(between), None, look))
                row.append(cell)
            made.append(row)
        self.put(made)
        self.write((), GAP)

    def fill(self, cell: Any, source: Any, look: Look, within: Sequence[str] = ()) -> Any:
        """The cell with its text; it ends with a paragraph, even an empty one."""
        writer = _Writer(self.document, cell)
        if source is not None and source.tag == "ol":
            writer.listed(source, look)
        elif source is not None:
            writer.flow(source, look, within)
        if not len(cell) or cell[-1].tag != qn("w:p"):
            writer.write((), replace(look, before=0, after=0))
        return cell

    def table(self, element: Any) -> None:
        """A table: rows of its head on every page, cells over several rows and columns as on the page."""
        head = [row for part in element.findall("thead") for row in part.findall("tr")]
        rows = head + [row for part in element.findall("tbody") for row in part.findall("tr")]
        standing = tables.places([[one for one in row if one.tag in ("td", "th")] for row in rows])
        whole = tables.width_of(element, sheet.WIDTH_MM) or sheet.WIDTH_MM
        widths = tables.widths(standing, whole)
        made = tables.table(widths, bordered=True, centered=whole < sheet.WIDTH_MM)
        for number, source in enumerate(rows):
            row = tables.row(header=number < len(head))
            column = 0
            while column < len(widths):
                cell, place = standing.get((number, column), (None, tables.Place(number, column, 1, 1)))
                is_first = place.row == number
                text = cell if is_first else None
                made_cell = tables.cell(
                    sum(widths[column : column + place.across]),
                    across=place.across,
                    merge="" if place.down == 1 else "restart" if is_first else "continue",
                    middle=number < len(head),
                    shading=HEAD_FILL if "body" in classes_of(source) else "",
                )
                self.fill(made_cell, text, _cell_look(text, source))
                row.append(made_cell)
                column += place.across
            made.append(row)
        self.put(made)
        self.write((), GAP)


def _parted(widths: Sequence[float], between: float) -> list[float]:
    """Widths of columns with a free one between any two; as they are where nothing is to be between."""
    if not between:
        return list(widths)
    return [one for width in widths for one in (between, width)][1:]


def _cell_look(cell: Any, row: Any) -> Look:
    """A head is bold in the middle; a name over a group of rows is bold on the left."""
    plain = Look(size=TABLE, bold="total" in classes_of(row))
    if cell is None:
        return plain
    if "body" in classes_of(row):
        return replace(plain, bold=True)
    return look_of(cell.tag, classes_of(cell), (), plain)


def _form(paragraph: Any, look: Look) -> None:
    """The form of a paragraph; nothing is written that the sheet itself says."""
    form = paragraph.paragraph_format
    form.alignment = ALIGNED[look.align]
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.first_line_indent = Mm(look.first_mm) if look.first_mm else None
    form.left_indent = Mm(look.left_mm) if look.left_mm else None
    form.right_indent = Mm(look.right_mm) if look.right_mm else None
    form.keep_with_next, form.page_break_before = look.keep_next or None, look.new_page or None
    if look.tab_mm:
        form.tab_stops.add_tab_stop(Mm(look.tab_mm), WD_TAB_ALIGNMENT.RIGHT)
    properties = paragraph._p.get_or_add_pPr()
    # The mark of a paragraph has a size of its own: it is the height of an empty one.
    mark = sheet.element("w:rPr")
    mark.append(sheet.element("w:sz", val=round(look.size * 2)))
    properties.append(mark)
    if look.boxed:
        borders = sheet.element("w:pBdr")
        for side in ("top", "left", "bottom", "right"):
            borders.append(sheet.element(f"w:{side}", val="single", sz=6, space=4, color="000000"))
        properties.insert_element_before(borders, *AFTER_BORDERS)
