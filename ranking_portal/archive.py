"""A ZIP that is made while it is sent: no file of it is held whole, and its last part tells what every file must be."""

import hashlib
import json
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import RawIOBase
from typing import IO, Any

from django.http import StreamingHttpResponse

from ranking_portal import clock
from ranking_portal.answers import kept_answer

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
PIECE = 256 * 1024
ZIP = "application/zip"


@dataclass(frozen=True)
class Part:
    """A file of an archive: its name there, what it is in words, how it is opened.

    `sha256`: what was written down when it was stored, "" for what is made now.
    """

    name: str
    about: str
    opened: Callable[[], IO[bytes]]
    sha256: str = ""


class _Pipe(RawIOBase):
    """A file that only passes on what is written to it."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        """It is written only."""
        return True

    def write(self, piece: Any) -> int:
        """Keep until it is taken."""
        self._waiting.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """What has been written since the last time."""
        taken, self._waiting = b"".join(self._waiting), []
        return taken


def archive_answer(name: str, title: str, parts: Iterable[Part]) -> StreamingHttpResponse:
    """The parts to keep as NAME.zip."""
    return kept_answer(StreamingHttpResponse(streamed(title, parts), content_type=ZIP), f"{name}.zip")


def streamed(title: str, parts: Iterable[Part]) -> Iterator[bytes]:
    """Pieces of the archive: its files, then their list as JSON and as `sha256sum -c` reads it.

    A stored file that is no longer what was written down breaks the archive off: a wrong set is worse than none.
    Raises ValueError then.
    """
    pipe, told = _Pipe(), []
    moment = clock.now().astimezone(clock.ZONE)
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in parts:
            digest, size = hashlib.sha256(), 0
            with part.opened() as source, packed.open(_entry(part.name, moment.timetuple()), "w") as target:
                while piece := source.read(PIECE):
                    digest.update(piece)
                    size += len(piece)
                    target.write(piece)
                    yield pipe.taken()
            if part.sha256 and part.sha256 != digest.hexdigest():
                raise ValueError(f"{part.name} is not what was stored")
            told.append({"file": part.name, "about": part.about, "bytes": size, "sha256": digest.hexdigest()})
            yield pipe.taken()
        listed = {"title": title, "made_at": moment.isoformat(timespec="seconds"), "files": told}
        packed.writestr(_entry(MANIFEST, moment.timetuple()), json.dumps(listed, ensure_ascii=False, indent=2))
        sums = "".join(f"{one['sha256']}  {one['file']}\n" for one in told)
        packed.writestr(_entry(SUMS, moment.timetuple()), sums)
    yield pipe.taken()


def _entry(name: str, moment: time.struct_time) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(name, moment[:6])
    found.compress_type = zipfile.ZIP_DEFLATED
    return found
