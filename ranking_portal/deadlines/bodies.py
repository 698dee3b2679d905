"""Which body answers for what a term concerns: the apps upstairs know their projects, terms know only keys."""

from collections.abc import Callable, Mapping

Source = Callable[[int], Mapping[str, str]]
_sources: list[Source] = []


def bodies_from(source: Source) -> Source:
    """Register a source: year -> short name of the body by the key of an object ("project:E3")."""
    if source not in _sources:
        _sources.append(source)
    return source


def bodies_in(year: int) -> dict[str, str]:
    """The short name of the body that answers for each object of the year."""
    return {key: body for source in _sources for key, body in source(year).items()}


def body_of(object_key: str, known: Mapping[str, str]) -> str:
    """The body behind a term: the very one that it names, or the one that answers for its object; "" where none."""
    kind, _, name = object_key.partition(":")
    return name if kind == "authority" else known.get(object_key, "")
