"""The small council, its sittings and protocols (clauses 2.4-2.6), stored documents."""

from protocols.models.agenda import Attendance, Candidate, Question, Vote
from protocols.models.council import CouncilSeat
from protocols.models.dispatch import Dispatch, Incoming
from protocols.models.document import Document, Scan, Signature
from protocols.models.protocol import Protocol

__all__ = [
    "Attendance",
    "Candidate",
    "CouncilSeat",
    "Dispatch",
    "Document",
    "Incoming",
    "Protocol",
    "Question",
    "Scan",
    "Signature",
    "Vote",
]
