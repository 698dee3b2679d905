"""An empty A4 sheet of a paper as DOCX: margins 20, 10, 20, 20 mm, the running foot, the properties.

The same paper gives the same bytes: nothing of the moment of making stands in the file.
"""

import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
PAGE_MM, TOP, RIGHT, BOTTOM, LEFT = (210, 297), 20, 10, 20, 20
WIDTH_MM = PAGE_MM[0] - LEFT - RIGHT
GREY, PALE = RGBColor(0x33, 0x33, 0x33), RGBColor(0x80, 0x80, 0x80)
# The earliest day that a ZIP can write.
NO_DATE = (1980, 1, 1, 0, 0, 0)
LONGEST_PROPERTY = 255
# Of the library's own empty document: said of ours they would be untrue.
UNTRUE = ("created", "modified", "lastModifiedBy", "revision", "description", "keywords")


def element(tag: str, **attributes: Any) -> Any:
    """An element of WordprocessingML: `element("w:jc", val="center")`."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def empty(title: str, author: str) -> Any:
    """The sheet, its language Russian, its letters those of Times."""
    made = Document()
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(13)
    fonts = normal.element.rPr.rFonts
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    normal.element.rPr.append(element("w:lang", val="ru-RU", eastAsia="ru-RU"))
    normal.paragraph_format.space_after = Pt(0)
    section = made.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in PAGE_MM)
    section.top_margin, section.right_margin = Mm(TOP), Mm(RIGHT)
    section.bottom_margin, section.left_margin = Mm(BOTTOM), Mm(LEFT)
    section.header_distance = section.footer_distance = Mm(10)
    _without_picture(made.part.package)
    properties = made.core_properties
    properties.title, properties.author = title[:LONGEST_PROPERTY], author[:LONGEST_PROPERTY]
    properties.language = "ru-RU"
    for child in list(properties._element):
        if child.tag.rpartition("}")[2] in UNTRUE:
            properties._element.remove(child)
    return made


def _without_picture(package: Any) -> None:
    """The library's empty document brings a picture of its own first page."""
    for key in [key for key, one in package.rels.items() if one.reltype.endswith("/thumbnail")]:
        del package.rels[key]


def running(document: Any, reference: str, mark: str) -> None:
    """What the paper is and "page X of Y" at the foot of every page; a draft says so at the head."""
    section = document.sections[0]
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
    foot.style = document.styles["Normal"]
    foot.add_run(f"{reference}\tСтраница ")
    _field(foot, "PAGE")
    foot.add_run(" из ")
    _field(foot, "NUMPAGES")
    for run in foot.runs:
        run.font.size, run.font.color.rgb = Pt(9), GREY
    if mark:
        head = section.header.paragraphs[0]
        head.style, head.alignment = document.styles["Normal"], WD_ALIGN_PARAGRAPH.CENTER
        run = head.add_run(mark)
        run.font.size, run.font.bold, run.font.color.rgb = Pt(11), True, PALE


def _field(paragraph: Any, code: str) -> None:
    """A field that Word counts itself."""
    for kind in ("begin", code, "separate", "1", "end"):
        run = paragraph.add_run("1" if kind == "1" else "")
        if kind == code:
            told = element("w:instrText")
            told.text = f" {code} "
            run._r.append(told)
        elif kind != "1":
            run._r.append(element("w:fldChar", fldCharType=kind))


def saved(document: Any) -> bytes:
    """The file, its parts without a date of making."""
    made, kept = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, NO_DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, parts.read(name))
    return kept.getvalue()
