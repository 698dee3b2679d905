"""Guard of edits: a row that changed after it was shown is not overwritten unseen."""

import hashlib

from django.db import models


class ChangedMeanwhile(Exception):
    """Somebody changed the row after it was shown to the one who now saves it."""


def version_of(obj: models.Model) -> str:
    """Digest of a row's fields as they stand; a row not yet stored has none."""
    if obj.pk is None:
        return ""
    values = [f"{field.attname}={getattr(obj, field.attname)!s}" for field in obj._meta.concrete_fields]
    return hashlib.sha256("\n".join(values).encode()).hexdigest()


def check_version(obj: models.Model, shown: str) -> None:
    """Raise ChangedMeanwhile where the (locked, fresh) row is no longer the one whose version was shown."""
    if version_of(obj) != shown:
        raise ChangedMeanwhile(str(obj))
