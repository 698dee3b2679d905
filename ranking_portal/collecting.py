"""How often a process that lives long looks for rubbish: a ranking or a workbook makes a million small objects at once,
and with the interpreter's own thresholds half of the time goes into looking through them."""

import gc

YOUNG, MIDDLE, OLD = 100_000, 20, 100


def collect_seldom() -> None:
    """Called once a process, when everything is loaded: what is there by then stays and is not looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
