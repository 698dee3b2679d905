"""A DOCX as its reader sees it, and the PDF beside it: every word in order, tables cell by cell."""

import io
import re
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from docx import Document
from docx.oxml.ns import qn

REMARK = (
    "Рабочая копия. В ней можно править слова перед подписанием. Подлинная запись — документ PDF в портале "
    "ранжирования проектов; подписанный экземпляр прикладывают к нему сканом."
)
# What only the PDF says: how to check it, the running foot, the watermark.
CHECK = re.compile(
    r"QR-код.{0,80}подлинности(?!:)|Проверка\s+подлинности:.*?хранимого\s+файла\."
    r"|Журнал\s+портала\s+при\s+оформлении:.*?хеш(?:\s+[0-9a-f]{4}){5}\.",
    re.DOTALL,
)
OF_PDF = "Страница из ПРОЕКТ ЧЕРНОВИК ЗАМЕНЕНО"
SUM = re.compile(r"\d{1,3}(?: \d{3})*,\d\d")
# The order of properties by the schema: Word may refuse a file that has another.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind jc rPr",
    "rPr": "rStyle rFonts b bCs i iCs caps color sz szCs lang",
    "tblPr": "tblStyle tblW jc tblBorders tblLayout tblCellMar tblLook",
    "trPr": "cantSplit tblHeader",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
}


def opened(content: bytes) -> Any:
    """The document: its archive is whole, its parts are sound XML, properties stand in the order of the schema."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
    document = Document(io.BytesIO(content))
    for name, order in ORDER.items():
        for properties in document.element.body.iter(qn(f"w:{name}")):
            places = [order.split().index(one.tag.rpartition("}")[2]) for one in properties]
            assert places == sorted(places), (name, places)
    for cell in document.element.body.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p"), "a cell ends with a paragraph"
    return document


def words_of(content: bytes) -> str:
    """Every word of the body in its order, spaces of every kind made one."""
    told = []
    for paragraph in opened(content).element.body.iter(qn("w:p")):
        parts = paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
        told.append("".join(one.text or "" if one.tag == qn("w:t") else " " for one in parts))
    return " ".join(" ".join(told).replace("\u00a0", " ").split())


def raw_text_of(content: bytes) -> str:
    """The text with every character as it stands."""
    return "\n".join(one.text or "" for one in opened(content).element.body.iter(qn("w:t")))


def says_the_same(docx: bytes, pdf: bytes, tmp_path: Path) -> None:
    """Every word of the one is in the other, every sum as often; how to check the PDF and its foot aside."""
    path = tmp_path / "compared.pdf"
    path.write_bytes(pdf)
    read = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True).stdout
    printed = " ".join(CHECK.sub(" ", read.replace("\u00a0", " ")).split()).casefold()
    told = words_of(docx).replace(REMARK, "").casefold()
    foot = opened(docx).sections[0].footer.paragraphs[0].text
    # A long word is cut at the end of a line: words are looked for in the text without spaces.
    assert [word for word in told.split() if word.strip("_") not in _glued(printed)] == []
    assert [word for word in printed.split() if word not in _glued(told + foot + OF_PDF) and not word.isdecimal()] == []
    assert Counter(SUM.findall(told)) == Counter(SUM.findall(printed))


def _glued(text: str) -> str:
    return "".join(text.replace("\u00a0", "").split()).casefold()
