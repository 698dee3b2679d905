"""The file of the document that the general fund rests on: of which kinds, and how large."""

from typing import IO

from ranking_portal import uploads

LARGEST_BYTES = 10 * uploads.MEGABYTE
TAKEN = tuple(uploads.CONTENT_TYPES)
SUFFIXES = uploads.accepted(TAKEN)


def complaint(name: str, size: int, file: IO[bytes]) -> str:
    """Why the file cannot be taken, in Russian; "" where it can."""
    return uploads.complaint(name, size, file, taken=TAKEN, largest=LARGEST_BYTES)
