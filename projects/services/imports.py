"""An import on its way: sent, checked by a worker, previewed, confirmed, written; given up or taken up again.

Its row is all there is to know: whoever works at it holds a lease and renews it; what a killed worker left is done
again from the start of its step. Every step ends by one short transaction, so nothing is ever half written.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from projects import uploads, workers
from projects.importing import Plan, apply, plan
from projects.importing.pages import keep_changes
from projects.importing.planning import reading
from projects.importing.profiles import BY_KEY, Profile
from projects.models import HeaderChoice, Import, ImportState
from projects.models.imports import BUSY, OPEN
from projects.services.cycles import no_cycle_of
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM, Principal
from ranking_portal.journal import services as journal
from ranking_portal.typed import whole_number
from ranking_portal.workflow.errors import Refused

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
TOLD_EVERY_SECONDS = 0.5
WORK = {ImportState.WAITING: ImportState.CHECKING, ImportState.CONFIRMED: ImportState.WRITING}
GONE = "Присланный файл больше не хранится (его держат сутки): загрузите его ещё раз."
TOO_OFTEN = "Обработка прерывалась трижды и остановлена, реестр не изменён. Загрузите файл ещё раз."
MEANWHILE = "Состояние загрузки уже изменилось: обновите страницу."


class GivenUp(Exception):
    """Somebody has given the import up, or somebody else works at it."""


def send(content: bytes, name: str, year: int, profile: Profile, *, by: Principal) -> Import:
    """Take a file to be checked; a worker is asked, or it is checked at once where there is none.

    Raises PermissionDenied, Refused where there can be no such year, or while another file of the kind is worked at.
    """
    require(by, "projects.import")
    if reason := no_cycle_of(year):
        raise Refused(reason)
    token = uploads.keep(content)
    try:
        with _one_at_a_time(year, profile.key):
            made = Import.objects.create(
                state=ImportState.WAITING,
                profile=profile.key,
                year=year,
                file_name=name[-255:],
                upload=token,
                actor=by.actor.key,
                actor_label=by.actor.label[:255],
                at=clock.now(),
            )
            _tell(made, "Файл загружен на проверку", by)
    except Refused:
        uploads.forget(token)
        raise
    workers.start(made.pk)
    return made


def _tell(made: Import, action: str, by: Principal) -> None:
    journal.record(by.actor, action, obj=made, details={"file": made.file_name, "year": made.year})


@contextmanager
def _one_at_a_time(year: int, profile: str) -> Iterator[None]:
    try:
        with journal.transaction():
            yield
    except IntegrityError as error:
        other = Import.objects.filter(year=year, profile=profile, state__in=BUSY).first()
        told = f"«{other.file_name}» ({other.actor_label})" if other else "другой файл"
        raise Refused(f"За {year} год уже обрабатывается {told}: дождитесь конца или отмените ту загрузку.") from error


def confirm(made: Import, *, shown: str, by: Principal) -> None:
    """Write what was shown. Raises PermissionDenied, Refused where something else has become of it meanwhile."""
    require(by, "projects.import")
    with _one_at_a_time(made.year, made.profile):
        done = Import.objects.filter(pk=made.pk, state=ImportState.SHOWN, shown=shown).update(
            state=ImportState.CONFIRMED, confirmed_by=by.actor.key, attempts=0, leased_until=None, reasons=[]
        )
        if done:
            _tell(made, "Загрузка подтверждена", by)
    if not done:
        raise Refused(MEANWHILE)
    workers.start(made.pk)


def check_again(made: Import, *, by: Principal) -> None:
    """Check the same file anew, as after its columns were named. Raises PermissionDenied, Refused."""
    require(by, "projects.import")
    with _one_at_a_time(made.year, made.profile):
        done = Import.objects.filter(
            pk=made.pk, state__in=(ImportState.COLUMNS, ImportState.WRONG, ImportState.SHOWN)
        ).update(state=ImportState.WAITING, attempts=0, leased_until=None, rows_done=0, errors_found=0)
        if done:
            _tell(made, "Файл проверяется заново", by)
    if not done:
        raise Refused(MEANWHILE)
    workers.start(made.pk)


def resume(made: Import, *, by: Principal) -> None:
    """Go on with an import that nobody works at. Raises PermissionDenied."""
    require(by, "projects.import")
    workers.start(made.pk)


def cancel(made: Import, *, by: Principal) -> None:
    """Give it up before anything is written. Raises PermissionDenied, Refused where it is too late."""
    require(by, "projects.import")
    with journal.transaction():
        done = Import.objects.filter(pk=made.pk, state__in=OPEN).update(
            state=ImportState.CANCELLED, finished_at=clock.now(), leased_until=None, upload=""
        )
        if done:
            _tell(made, "Загрузка отменена", by)
    if not done:
        raise Refused("Загрузку уже нельзя остановить: она записывается или закончена.")
    uploads.forget(made.upload)


def stuck() -> list[int]:
    """Imports that wait for a worker, or whose worker has not been heard of."""
    rows = Import.objects.filter(_free(), state__in=BUSY).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def run(pk: int) -> None:
    """Do the next step of an import: check it, or write it. Does nothing where somebody else is at it."""
    made = _lease(pk)
    if made is None:
        return
    try:
        content = uploads.content_of(made.upload) if made.upload else None
        if content is None:
            _end(made, ImportState.FAILED, [GONE])
        elif made.state == ImportState.CHECKING:
            _check(made, content)
        else:
            _write(made, content)
    except GivenUp:
        return
    finally:
        # Where it broke down, the next round may try again without waiting for the lease to run out.
        Import.objects.filter(pk=pk, state__in=BUSY).update(leased_until=None)


def choices_of(profile: Profile) -> dict[tuple[str, str], str]:
    """What people have said of the headers of a source."""
    rows = HeaderChoice.objects.filter(profile=profile.key)
    return {(sheet, header): path for sheet, header, path in rows.values_list("sheet", "header", "path")}


def plan_of(made: Import, content: bytes) -> Plan:
    """The plan of an import as its file and the register stand now."""
    profile = BY_KEY[made.profile]
    return plan(content, made.year, profile, choices=choices_of(profile), progress=_Watch(made.pk, made.state))


def read_again(made: Import, content: bytes) -> Plan:
    """The same, told to nobody: for a look at the errors."""
    profile = BY_KEY[made.profile]
    return plan(content, made.year, profile, choices=choices_of(profile))


def _free() -> Q:
    return Q(leased_until__isnull=True) | Q(leased_until__lt=clock.now())


def _lease(pk: int) -> Import | None:
    """Take the import for a while; None where it is done or somebody else has it."""
    made = Import.objects.filter(pk=pk, state__in=BUSY).first()
    if made is None:
        return None
    if made.attempts >= MOST_ATTEMPTS:
        _end(made, ImportState.FAILED, [TOO_OFTEN])
        return None
    state = WORK.get(ImportState(made.state), ImportState(made.state))
    mine = Import.objects.filter(_free(), pk=pk, state=made.state, attempts=made.attempts).update(
        state=state, leased_until=clock.now() + LEASE, attempts=F("attempts") + 1
    )
    return Import.objects.get(pk=pk) if mine else None


class _Watch:
    """Tells the page how far the checking is, and hears from it whether to go on."""

    def __init__(self, pk: int, state: str) -> None:
        self.pk, self.state, self.told = pk, state, 0.0

    def __call__(self, done: int, rows: int, errors: int) -> None:
        now = time.monotonic()
        if done not in (0, rows) and now - self.told < TOLD_EVERY_SECONDS:
            return
        self.told = now
        going_on = Import.objects.filter(pk=self.pk, state=self.state).update(
            rows_done=done, rows_total=rows, errors_found=errors, leased_until=clock.now() + LEASE
        )
        if not going_on:
            raise GivenUp


def _check(made: Import, content: bytes) -> None:
    read = plan_of(made, content)
    if read.unmapped:
        state = ImportState.COLUMNS
    elif read.errors:
        state = ImportState.WRONG
    else:
        state = ImportState.SHOWN if read.changed else ImportState.SAME
    _show(made, read, state, read.reasons)


def _show(made: Import, read: Plan, state: ImportState, reasons: tuple[str, ...]) -> None:
    """Keep what a person is to see, and the new state, together."""
    with transaction.atomic():
        kept = Import.objects.filter(pk=made.pk, state=made.state).update(
            state=state,
            counts=read.counts(),
            warnings=list(read.warnings),
            reasons=list(reasons),
            errors=[[error.sheet, error.row, error.column, error.value, error.message] for error in read.errors],
            errors_found=len(read.errors) + read.errors_omitted,
            shown=read.digest,
            leased_until=None,
        )
        if not kept:
            raise GivenUp
        keep_changes(made, read.changes)
    if state == ImportState.SAME:
        _end(made, state, list(reasons))


def _write(made: Import, content: bytes) -> None:
    """Write it, by whoever has confirmed it; what has changed since is shown again, with the reason."""
    by, token = _principal(made.confirmed_by), made.upload
    if by is None:
        _show(
            made,
            plan_of(made, content),
            ImportState.SHOWN,
            ("Учётная запись подтвердившего закрыта: подтвердите загрузку снова.",),
        )
        return
    profile = BY_KEY[made.profile]
    watch = _Watch(made.pk, made.state)
    read = reading(content, made.year, profile, choices=choices_of(profile), progress=watch)
    try:
        done = apply(read, by=by, file_name=made.file_name, shown=made.shown, waiting=made)
    except Refused as refusal:
        made = Import.objects.get(pk=made.pk)
        fresh = plan_of(made, content)
        state = ImportState.WRONG if fresh.errors else ImportState.SHOWN
        _show(made, fresh, state, refusal.reasons[:20])
        return
    if done is None:
        _end(made, ImportState.SAME, [])
    uploads.forget(token)


def _principal(key: str) -> Principal | None:
    """Who stands behind the key of the journal; None for an account that is closed."""
    if key == SYSTEM.actor.key:
        return SYSTEM
    pk = whole_number(key.partition(":")[2])
    return None if pk is None else User.objects.filter(pk=pk, is_active=True).first()


def _end(made: Import, state: ImportState, reasons: list[str]) -> None:
    """Nothing more will become of it."""
    Import.objects.filter(pk=made.pk).update(
        state=state, reasons=reasons, finished_at=clock.now(), leased_until=None, upload=""
    )
    uploads.forget(made.upload)
