"""What of the council's work the database keeps (clause 2.5): agenda, votes, the approved protocol, papers."""

from protocols.enums import ARRIVES, SETTLED
from protocols.models import Attendance, Candidate, Dispatch, Document, Protocol, Question, Scan, Signature, Vote
from protocols.models.protocol import WRITTEN_BY
from ranking_portal.workflow.barriers import Barrier, frozen, kept, open_while, protect
from ranking_portal.workflow.sealing import seal

OF_PROTOCOL = "{row}.protocol_id"
OF_QUESTION = "SELECT q.protocol_id FROM protocols_question q WHERE q.id = {row}.question_id"
# A candidate carries the limit of his protocol: a larger one would make room for a seventh coefficient.
MORE_ROOM = 'NEW."limit" <> (SELECT p."limit" FROM protocols_protocol p WHERE p.id = NEW.protocol_id)'
# A candidate is given one of the steps that the edition allowed when the protocol was drafted (clause 2.4).
OTHER_STEP = (
    "NEW.coefficient LIKE '% %' OR "
    "(SELECT ' ' || p.coefficients || ' ' FROM protocols_protocol p WHERE p.id = NEW.protocol_id) "
    "NOT LIKE '% ' || NEW.coefficient || ' %'"
)

for part in (Question, Candidate, Attendance):
    protect(*open_while(part, Protocol, part.open_in, key=OF_PROTOCOL))
protect(*open_while(Vote, Protocol, Vote.open_in, key=OF_QUESTION))
protect(
    *(
        Barrier(Candidate._meta.db_table, verb, "limit", MORE_ROOM, "a candidate has the limit of his protocol")
        for verb in ("INSERT", "UPDATE")
    ),
    *(
        Barrier(Candidate._meta.db_table, verb, "step", OTHER_STEP, "a candidate has a step of his protocol")
        for verb in ("INSERT", "UPDATE")
    ),
)
protect(*frozen(Protocol, SETTLED, written_by=WRITTEN_BY))
protect(*kept(Document), *kept(Scan), *kept(Signature))

of_protocol = {Question: "protocol", Candidate: "protocol", Attendance: "protocol", Vote: "question__protocol"}
seal(Protocol, SETTLED, parts=of_protocol)
# A deemed receipt may still be acknowledged: that moves nothing.
seal(Dispatch, ARRIVES, free=("acknowledged_at", "acknowledged_by"))
