"""Quality of the register: facts that are allowed but hardly right, looked at before a ranking is calculated.

A rule is one small pure function over the facts of a year (`facts.Year`), declared by `rule.rule`; the modules beside
hold them by theme. Nothing here bars a ranking: each finding is mended, or accepted by the office with a reason.
"""

from projects.quality import missing, money, names, people, targets, times
from projects.quality.rule import RULES, Finding, Rule, found_in

__all__ = ["RULES", "Finding", "Rule", "found_in", "missing", "money", "names", "people", "targets", "times"]
