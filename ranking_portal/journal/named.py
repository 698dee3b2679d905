"""Names of people in place of their marks, for whoever reads the journal (see `names`)."""

from collections.abc import Iterable

from ranking_portal.journal.models import Entry, Name
from ranking_portal.journal.names import ERASED, MARK
from ranking_portal.journal.standing import until_told


def shown(entries: Iterable[Entry]) -> None:
    """Put the names in place of their marks in entries that were read, by one query for all."""
    marked = [
        (one, field) for one in entries for field in ("actor_label", "label") if getattr(one, field).startswith(MARK)
    ]
    texts = texts_of(frozenset(getattr(one, field) for one, field in marked))
    for one, field in marked:
        setattr(one, field, texts.get(getattr(one, field), ERASED))


@until_told
def texts_of(marks: frozenset[str]) -> dict[str, str]:
    """Names that are still kept, by their marks."""
    digests = {mark.removeprefix(MARK) for mark in marks if mark.startswith(MARK)}
    if not digests:
        return {}
    return {
        MARK + digest: text for digest, text in Name.objects.filter(digest__in=digests).values_list("digest", "text")
    }
