"""The whole of the journal checked: its chain, and all that it is witness of; the outcome is written down."""

from dataclasses import dataclass, field

from ranking_portal import clock
from ranking_portal.journal import marks
from ranking_portal.journal.keeping import Damage, damaged
from ranking_portal.journal.marks import NBSP
from ranking_portal.journal.models import Check, Entry
from ranking_portal.journal.services import broken_link, reworded
from ranking_portal.journal.witness import heard

SHORTENED = 0


@dataclass
class Outcome:
    """What was looked at and what is wrong: `broken` is the first row that does not hold (0: the tail), or None."""

    broken: int | None
    entries: int
    documents: int
    papers: int
    decisions: int
    damage: list[Damage] = field(default_factory=list)

    @property
    def reasons(self) -> list[str]:
        """What is wrong, in Russian, a sentence each."""
        return [*_chain(self.broken), *(f"{one.title} ({one.ref}): {one.why}." for one in self.damage)]


def check() -> Outcome:
    """Look at everything and write down up to which record it was looked at, and what was found."""
    last = marks.current()
    documents, lost = damaged()
    witness = heard()
    words = [
        Damage(f"Запись №{NBSP}{entry.pk}", entry.ref, "слова, хранимые при ней, изменены") for entry in reworded()
    ]
    damage = [*lost, *witness.damage, *words]
    found = Outcome(broken_link(), Entry.objects.count(), documents, witness.papers, witness.decisions, damage)
    Check.objects.create(at=clock.now(), number=last.number, hash=last.digits, problems="\n".join(found.reasons))
    return found


def last_check() -> Check | None:
    """The latest outcome that was written down."""
    return Check.objects.order_by("-pk").first()


def _chain(broken: int | None) -> list[str]:
    if broken is None:
        return []
    if broken == SHORTENED:
        return ["Конец журнала не сходится с его головой: последние записи удалены или добавлены в обход."]
    return [f"Цепочка журнала разорвана на записи №{NBSP}{broken}."]
