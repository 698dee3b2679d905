"""What people say of strange headers, remembered for the next file of the same source."""

from collections.abc import Mapping

from projects.importing.cells import alike
from projects.importing.profiles import BY_KEY
from projects.models import HeaderChoice, Import
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal

NOT_LOADED = "не загружать"


def remember(made: Import, chosen: Mapping[str, Mapping[str, str]], *, by: Principal) -> None:
    """Remember paths by header, by sheet ("": the column is not to be loaded). Raises PermissionDenied."""
    require(by, "projects.import")
    profile = BY_KEY[made.profile]
    sheets = {source.sheet: source.described for source in profile.sources}
    with journal.transaction():
        told = {}
        for title, paths in chosen.items():
            for header, path in paths.items():
                HeaderChoice.objects.update_or_create(
                    profile=profile.key, sheet=title, header=alike(header)[:200], defaults={"path": path}
                )
                told[f"{title}: {header}"] = sheets[title].column(path).header if path else NOT_LOADED
        if told:
            journal.record(by.actor, f"Сопоставлены столбцы: {profile.title}", obj=made, details=told)


def forget(made: Import, *, by: Principal) -> int:
    """Forget everything that was said of the headers of the source; how many. Raises PermissionDenied."""
    require(by, "projects.import")
    profile = BY_KEY[made.profile]
    with journal.transaction():
        gone, _ = HeaderChoice.objects.filter(profile=profile.key).delete()
        if gone:
            journal.record(by.actor, f"Забыто сопоставление столбцов: {profile.title}", obj=made)
    return gone
