"""The workbook that the project office keeps: all fifteen sheets, or some of them."""

from projects.importing.profiles.profile import Missing, Profile, Source
from projects.importing.sheets import ORGANIZATIONS, PROJECTS, STAFF, TITLES

OFFICE = Profile(
    key="office",
    title="Рабочая книга офиса",
    about="Все 15 листов. Год приводится к книге: чего в ней нет, то исчезает (организации остаются).",
    sources=tuple(Source(title, Missing.GOES) for title in TITLES),
    whole=True,
    full_names=False,
)

# What other sheets lean on only grows here: the rows that need it may be on sheets that were not sent.
ROOTS = (ORGANIZATIONS, PROJECTS, STAFF)

SINGLE_SHEETS = Profile(
    key="sheets",
    title="Отдельные листы рабочей книги",
    about="Любые из 15 листов, также один лист или CSV. Остальные листы года не меняются; строки присланных листов, "
    "которых в файле нет, исчезают. Организации, проекты и сотрудники только добавляются и меняются.",
    sources=tuple(Source(title, Missing.STAYS if title in ROOTS else Missing.GOES) for title in TITLES),
    full_names=False,
)
