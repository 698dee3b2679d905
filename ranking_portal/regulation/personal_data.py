"""The law names nobody, but its editions are brought in by somebody."""

from ranking_portal.personal_fields import Term, holds, nothing_personal

holds(
    "regulation.StoredEdition",
    {"loaded_by": "кто внёс", "loaded_at": "когда внесена"},
    title="Кто вносил редакции Порядка",
    whose="сотрудники офиса",
    purpose="знать, по чьей воле действует правило",
    ground="ст. 19 Федерального закона № 152-ФЗ",
    term=Term.PAPER,
    seen_by="все, кто вошёл",
)
nothing_personal(
    "regulation.StoredEdition",
    "act_number",
    "act_date",
    "title",
    "in_force_from",
    "version",
    "complete",
    "content",
    "sha256",
    "based_on",
    "official_text",
    "official_text_name",
    "official_text_sha256",
)
