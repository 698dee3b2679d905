"""Mutants of a module: one change of its text each, named by place and kind."""

import ast
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

from tests.mutation.operators import changes, spots

ROOT = Path(__file__).parents[2]
SHOWN = 90


@dataclass(frozen=True)
class Mutant:
    """A change number `number` of the module; `before` and `after` are the text there."""

    module: str
    number: int
    line: int
    inside: str
    kind: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.inside}: {self.kind}: {self.before} -> {self.after}"

    @property
    def file(self) -> str:
        """The module's file from the root of the project."""
        return file_of(self.module).relative_to(ROOT).as_posix()

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What stays the same when lines move."""
        return self.module, self.inside, self.kind, self.before, self.after


def file_of(module: str) -> Path:
    """The module's file."""
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def mutants_of(module: str) -> list[Mutant]:
    """Every mutant, in the order of the text."""
    found: list[Mutant] = []
    for spot in spots(tree_of(module)):
        for kind, instead in changes(spot):
            line, before = getattr(spot.node, "lineno", 0), _shown(spot.node)
            if isinstance(spot.node, ast.Constant):
                before = f"{before} in {_shown(spot.parent)}"
            found.append(Mutant(module, len(found), line, spot.inside, kind, before, _shown(instead)))
    return found


def mutated(mutant: Mutant) -> tuple[ast.Module, CodeType]:
    """The module's text with the change in it, as a tree and compiled under the module's own file and lines."""
    tree, number = tree_of(mutant.module), 0
    for spot in spots(tree):
        for _, instead in changes(spot):
            if number == mutant.number:
                if instead is not None:
                    ast.copy_location(instead, spot.node)
                spot.put(instead)
                ast.fix_missing_locations(tree)
                return tree, compile(tree, str(file_of(mutant.module)), "exec")
            number += 1
    raise ValueError(f"{mutant.module} has no mutant {mutant.number}")


def tree_of(module: str) -> ast.Module:
    """The module's text as it is."""
    return ast.parse(file_of(module).read_text(encoding="utf-8"))


def _shown(node: ast.AST | None) -> str:
    if node is None:
        return ""
    if isinstance(node, ast.FunctionDef):
        return ast.unparse(node.body[-1])[:SHOWN] if len(node.body) == 1 else f"def {node.name}"
    return " ".join(ast.unparse(node).split())[:SHOWN]
