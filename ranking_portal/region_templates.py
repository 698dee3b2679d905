"""Pages and papers in the words of a region: their fixed text is reworded when a template is read."""

from django.template import Origin
from django.template.loaders import app_directories, filesystem

from ranking_portal.region import worded


class Files(filesystem.Loader):
    """Templates of the project."""

    def get_contents(self, origin: Origin) -> str:
        """The text of the template, reworded."""
        return worded(super().get_contents(origin))


class Apps(app_directories.Loader):
    """Templates of the packages."""
