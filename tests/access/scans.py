"""Scans beside the papers of the little world: of the protocol, of the letter that has left, of the own draft.

The files are in the folder of the moment of making: who may have one finds none there later (404).
"""

from typing import Any

from django.core.files.base import ContentFile

from protocols.models import Scan
from ranking_portal import clock


def scans(objects: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """One scan each. The protocol and the proposal are drafts, so the rows are made past the service."""
    return {
        "scan of protocol": _scan("protocols.protocol", objects["protocol"]),
        "scan of sent letter": _scan("protocols.dispatch", objects["sent letter"]),
        # Nothing is signed here: a signature that is not there is told (404) only to who may have it.
        "signature of protocol": {"pk": objects["protocol"]["pk"], "ordinal": 1},
        "signature of sent letter": {"pk": objects["sent letter"]["pk"], "ordinal": 1},
        "scan of own draft": _scan("bonus_fund.bonusproposal", objects["own draft"]),
    }


def _scan(label: str, subject: dict[str, Any]) -> dict[str, Any]:
    made = Scan(
        ref=f"{label}:{subject['pk']}",
        ordinal=1,
        name="scan.pdf",
        size=5,
        sha256="0" * 64,
        added_at=clock.now(),
        added_by="Сотрудник",
    )
    made.file.save("scan.pdf", ContentFile(b"%PDF-"), save=False)
    made.save()
    return {"pk": subject["pk"], "ordinal": 1}
