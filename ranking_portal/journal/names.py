"""Names of people in the journal: the chain holds a mark in place of each, so that a name can be erased for good.

A mark is a salted digest; the name and its salt lie in a row of their own. Entries that were read show the names again,
"стёрто" where there is none any more. Without its salt nobody finds out the name by trying names one after another.
"""

import hashlib
import secrets

from ranking_portal.journal.models import Name

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


def erase(account: int) -> int:
    """Erase every name of an account by its key; how many were kept."""
    return Name.objects.filter(about=f"user:{account}").delete()[0]
