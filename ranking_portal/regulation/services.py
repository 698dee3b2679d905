"""Which edition governs a year; taking a new one in; attaching the official text."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError

from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal
from ranking_portal.journal.chain import canonical
from ranking_portal.journal.standing import until_told
from ranking_portal.region import REGION
from ranking_portal.regulation import officialtext, plain
from ranking_portal.regulation.comparison import differences
from ranking_portal.regulation.edition import Edition, EditionError, parse
from ranking_portal.regulation.entries import Earlier
from ranking_portal.regulation.models import StoredEdition
from ranking_portal.regulation.reading import read_yaml

EDIT = "regulation.edit_edition"
SHIPPED = REGION.editions
INSTALLATION = "установка портала"
AT_ONCE = "Эту редакцию одновременно внёс кто-то ещё: посмотрите список редакций и повторите."


class NoEdition(LookupError):
    """No edition governs the year: the Procedure did not exist yet, or nothing has been loaded."""


def stored_edition_for(year: int) -> StoredEdition:
    """The newest version of the edition in force on 31 December of the year.

    Where that one is known by its act only (2020 and 2021), the newest edition gives the terms; see `may_rank`.
    Raises NoEdition for a year before the first edition.
    """
    governing = _governing(year)
    if governing is None:
        raise NoEdition(_no_edition(year))
    found = governing if governing.complete else StoredEdition.objects.newest()
    if found is None:
        raise NoEdition(_no_edition(year))
    return found


def edition_for(year: int) -> Edition:
    """The edition of the cycle of the year, to count with; raises NoEdition as `stored_edition_for` does."""
    return stored_edition_for(year).edition


def may_rank(year: int) -> list[str]:
    """Reasons why the year may not be ranked: no edition governs it, or the one that does is not in hand."""
    governing = _governing(year)
    if governing is None:
        return [_no_edition(year)]
    if not governing.complete:
        act = f"от {governing.act_date:%d.%m.%Y} №\u00a0{governing.act_number}"
        return [
            f"Ранжировать проекты за {year} год нельзя: редакция, действовавшая в {year} году, "
            f"известна только номером и датой ({act})."
        ]
    return []


@until_told
def _governing(year: int) -> StoredEdition | None:
    return StoredEdition.objects.in_force_on(date(year, 12, 31))


def _no_edition(year: int) -> str:
    first = StoredEdition.objects.order_by("in_force_from").first()
    if first is None:
        return "Не загружено ни одной редакции Порядка."
    return f"За {year} год проекты не ранжируются: Порядок действует с {first.in_force_from:%d.%m.%Y}."


def load(
    mapping: Mapping[str, Any], by: Principal, *, based_on: StoredEdition | None = None
) -> tuple[StoredEdition, bool]:
    """Take an edition in; the flag tells whether a row was made.

    Content equal to the newest version of the same day changes nothing; other content becomes the next version.
    Raises EditionError with every reason, PermissionDenied without the right.
    """
    require(by, EDIT)
    edition = parse(mapping)
    try:
        with journal.transaction():
            stored, made = _store(edition, by.actor.label, based_on)
            if made:
                journal.record(by.actor, "Внесена редакция Порядка", obj=stored, details=_told(stored))
    except IntegrityError as error:
        raise EditionError([AT_ONCE]) from error
    return stored, made


def _told(stored: StoredEdition) -> dict[str, Any]:
    details: dict[str, Any] = {"sha256": stored.sha256, "in_force_from": stored.in_force_from}
    if stored.based_on is not None and stored.based_on.complete:
        changes = differences(stored.based_on.edition, stored.edition)
        details |= {change.place: [change.was, change.now] for change in changes}
    return details


def install_shipped() -> None:
    """Take in the editions of the region that come with the portal, after a migration.

    What the office has made since stays the newest: the file of a later release does not override it. Installing is
    nobody's act, so the row tells of it and the journal does not.
    """
    for path in SHIPPED:
        edition = parse(read_yaml(path.read_text(encoding="utf-8")))
        newest = _newest_of(edition.in_force_from)
        if newest is None or newest.loaded_by == INSTALLATION:
            with journal.transaction():
                _store(edition, INSTALLATION, None)


def _newest_of(day: date) -> StoredEdition | None:
    return StoredEdition.objects.filter(in_force_from=day).order_by("-version").first()


def next_version(day: date) -> int:
    """The version that an edition in force from the day would be."""
    newest = _newest_of(day)
    return newest.version + 1 if newest else 1


def _store(edition: Edition, loaded_by: str, based_on: StoredEdition | None) -> tuple[StoredEdition, bool]:
    content = edition.as_plain()
    newest, digest = _newest_of(edition.in_force_from), digest_of(content)
    if newest is not None and newest.sha256 == digest:
        return newest, False
    for earlier in edition.earlier:
        _store_earlier(edition, earlier, loaded_by)
    act = edition.own_act
    stored = StoredEdition.objects.create(
        act_number=act.number,
        act_date=act.date,
        title=edition.title,
        in_force_from=edition.in_force_from,
        version=newest.version + 1 if newest else 1,
        content=content,
        sha256=digest,
        based_on=based_on or newest or StoredEdition.objects.newest(),
        loaded_at=clock.now(),
        loaded_by=loaded_by,
    )
    return stored, True


def _store_earlier(edition: Edition, earlier: Earlier, loaded_by: str) -> None:
    """An edition of which the act alone is known: it governs its years, and says that they cannot be ranked."""
    if _newest_of(earlier.in_force_from) is not None:
        return
    act = edition.act_named(earlier.act)
    content = {"act": plain.act_as_plain(act), "in_force_from": earlier.in_force_from.isoformat()}
    StoredEdition.objects.create(
        act_number=act.number,
        act_date=act.date,
        title=act.title,
        in_force_from=earlier.in_force_from,
        complete=False,
        content=content,
        sha256=digest_of(content),
        loaded_at=clock.now(),
        loaded_by=loaded_by,
    )


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text of an edition's content."""
    return sha256(canonical(content).encode()).hexdigest()


def attach_official_text(stored: StoredEdition, file: "File[bytes]", by: Principal) -> StoredEdition:
    """Attach the file of the official text (PDF, DOCX or RTF), or put another in its place.

    The same file again changes nothing. A file replaced stays in the store: the journal names it by its digest.
    Raises EditionError where the file is not such a document.
    """
    require(by, EDIT)
    name = Path(file.name or "").name
    assert file.file is not None
    if reason := officialtext.complaint(name, file.size, file.file):
        raise EditionError([reason])
    digest = sha256(b"".join(file.chunks())).hexdigest()
    with journal.transaction():
        fresh = StoredEdition.objects.select_for_update(of=("self",), no_key=True).get(pk=stored.pk)
        was = fresh.official_text_sha256
        if was == digest:
            return fresh
        fresh.official_text_sha256, fresh.official_text_name = digest, name[-255:]
        fresh.official_text.save(name, file, save=False)
        fresh.save(update_fields=("official_text", "official_text_name", "official_text_sha256"))
        action = "Заменён официальный текст" if was else "Приложен официальный текст"
        journal.record(by.actor, action, obj=fresh, details={"sha256": [was, digest], "name": name})
    return fresh
