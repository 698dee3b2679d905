"""Import of a year's workbook: `plan` tells what it would change and what is wrong in it, `apply` writes it."""

from projects.importing.applying import apply, apply_file
from projects.importing.difference import ChangedRow, SheetChange
from projects.importing.planning import Plan, plan
from projects.importing.problems import Problem

__all__ = ["ChangedRow", "Plan", "Problem", "SheetChange", "apply", "apply_file", "plan"]
