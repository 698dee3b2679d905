"""Files of imports stay as they were stored."""

from collections.abc import Iterator

from projects.models import Import
from ranking_portal.journal.keeping import Kept, keeps
from ranking_portal.journal.services import ref_of


@keeps
def files_of_imports() -> Iterator[Kept]:
    """The file that every import has kept."""
    for made in Import.objects.exclude(file="").exclude(sha256="").defer("errors").iterator():
        yield Kept(f"загрузка № {made.pk}, {made.file_name}", ref_of(made), made.sha256, made.file)
