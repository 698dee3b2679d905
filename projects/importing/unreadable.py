"""When a file cannot be read at all, and how large one may be."""

MEGABYTE = 1024 * 1024
MOST_BYTES, MOST_UNPACKED = 20 * MEGABYTE, 200 * MEGABYTE
MOST_CELLS = 5_000_000

PROTECTED = "Книга защищена паролем: снимите защиту и сохраните её заново."
BROKEN = "Файл повреждён: книга не открывается. Сохраните её заново в Excel."
NOT_A_WORKBOOK = "Это не книга Excel и не таблица: нужен файл XLSX, XLS, ODS или CSV."
WEB_PAGE = "Это веб-страница или текст, названные книгой. Откройте файл в Excel и сохраните как «Книга Excel (*.xlsx)»."
MACROS = "В книге есть макросы, такие файлы не принимаются. Сохраните её как «Книга Excel (*.xlsx)»."
TOO_WIDE = "На листе книги занято слишком много места: удалите пустые строки и столбцы после таблицы."
UNPACKS_TO_MORE = f"Файл в распакованном виде больше {MOST_UNPACKED // MEGABYTE} МБ: он не открывается."


class Unreadable(Exception):
    """The file cannot be read as a workbook; the text is a Russian sentence for the person who sent it."""
