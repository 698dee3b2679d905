"""What tokens of neighbouring systems keep of people: who issued and revoked them."""

from ranking_portal.personal_fields import Term, holds, nothing_personal

holds(
    "api.ApiClient",
    {
        "created_by": "кто выдал",
        "revoked_by": "кто отозвал",
        "created_at": "когда выдан",
        "revoked_at": "когда отозван",
    },
    title="Выданные токены API",
    whose="те, кто выдавал и отзывал токены",
    purpose="знать, кто открыл сведения соседней системе",
    ground="ст. 19 Федерального закона № 152-ФЗ",
    term=Term.ACCOUNT,
    seen_by="офис, контроль, администратор",
    account="created_by",
)
nothing_personal(
    "api.ApiClient",
    "name",
    "scopes",
    "token_begins",
    "token_sha256",
    "valid_until",
    "last_used_at",
    "counted_since",
    "counted",
)
