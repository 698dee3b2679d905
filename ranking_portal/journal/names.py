"""Names of people in the journal: the chain holds a mark in place of each, so that a name can be erased for good.

A mark is a salted digest; the name and its salt lie in a row of their own. Entries that were read show the names again,
"стёрто" where there is none any more. Without its salt nobody finds out the name by trying names one after another.
"""

import hashlib
import secrets
from collections.abc import Iterable

from ranking_portal.journal.models import Entry, Name

MARK = "name:"
ERASED = "стёрто"
# Actors and objects that are people: their accounts. People of the register are told by their numbers.
PEOPLE = ("user:", "accounts.user:")


def digest_of(salt: str, text: str) -> str:
    """What the chain holds of words that can be erased: salted, so that trying words one after another finds none."""
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def tells_of_a_person(key: str) -> bool:
    """Whether the key of an actor or of an object is that of a person's account."""
    return key.startswith(PEOPLE)


def kept(key: str, text: str) -> str:
    """What goes to the chain: the text, or the mark of a person's name (`key` says whose), kept to be shown."""
    if not text or not tells_of_a_person(key):
        return text
    about = key.removeprefix("accounts.")
    digest = Name.objects.filter(about=about, text=text).values_list("digest", flat=True).first()
    if digest is None:
        salt = secrets.token_hex(16)
        digest = digest_of(salt, text)
        Name.objects.create(about=about, text=text, salt=salt, digest=digest)
    return MARK + digest


def shown(entries: Iterable[Entry]) -> None:
    """Put the names in place of their marks in entries that were read, by one query for all."""
    marked = [
        (one, field) for one in entries for field in ("actor_label", "label") if getattr(one, field).startswith(MARK)
    ]
    texts = texts_of(getattr(one, field) for one, field in marked)
    for one, field in marked:
        setattr(one, field, texts.get(getattr(one, field), ERASED))


def texts_of(marks: Iterable[str]) -> dict[str, str]:
    """Names that are still kept, by their marks."""
    digests = {mark.removeprefix(MARK) for mark in marks if mark.startswith(MARK)}
    if not digests:
        return {}
    return {
        MARK + digest: text for digest, text in Name.objects.filter(digest__in=digests).values_list("digest", "text")
    }


def erase(account: int) -> int:
    """Erase every name of an account by its key; how many were kept."""
    return Name.objects.filter(about=f"user:{account}").delete()[0]
