"""Work that makes many small objects, all needed to its end: searching them for garbage again and again finds none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def garbage_left() -> Iterator[None]:
    """Python looks for no cycles of objects meanwhile: of 5,000 projects that search takes half the time.

    Threads may be in it at once: whoever stopped the search lets it go on.
    """
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()
