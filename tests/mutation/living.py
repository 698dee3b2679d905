"""Puts a mutant into the running process: functions get other code, constants and rights other values."""

import ast
import builtins
import functools
import gc
import sys
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

import rules

from tests.mutation.mutants import ROOT, Mutant, file_of, mutated, tree_of
from tests.mutation.operators import spots

TELL = "__called_in_a_trial__"
ROOMS = ("ranking_portal", "projects", "ranking", "protocols", "bonus_fund")
# One object stands for many meanings: whose default is such a value is not known.
PLAIN = (int, str, type(None), tuple, frozenset)


class CannotBePutIn(Exception):
    """The running functions cannot take the changed code."""


def put_in(mutant: Mutant) -> None:
    """From now on this process lives by the mutant; nothing kept from before is answered."""
    tree, code = mutated(mutant)
    _swap(code)
    _constants(mutant, tree)
    for one in kept():
        one.cache_clear()


def note_calls(module: str, told: Callable[[tuple[str, str]], None]) -> None:
    """From now on functions of the module tell that they are called: the module and the function's name in it."""
    setattr(builtins, TELL, told)
    tree = tree_of(module)
    for spot in list(spots(tree)):
        if isinstance(spot.node, ast.FunctionDef):
            call = ast.parse(f"{TELL}(({module!r}, {spot.inside!r}))").body[0]
            place = int(ast.get_docstring(spot.node) is not None)
            spot.node.body.insert(place, ast.copy_location(call, spot.node))
    ast.fix_missing_locations(tree)
    _swap(compile(tree, str(file_of(module)), "exec"))


def _swap(code: CodeType) -> None:
    """Every living function of the file gets the code that it has in the new text."""
    codes = {(one.co_qualname, one.co_firstlineno): one for one in _all_codes(code)}
    for function in functions_of(code.co_filename):
        fresh = codes.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
        if fresh is not None and fresh != function.__code__:
            try:
                function.__code__ = fresh
            except ValueError as error:
                raise CannotBePutIn(str(error)) from error


def functions_of(file: str) -> list[FunctionType]:
    """All functions that live now and were written in the file, wrapped and inner ones too."""
    # By type alone: a lazy object would be made to tell its class.
    return [one for one in gc.get_objects() if type(one) is FunctionType and one.__code__.co_filename == file]


def kept() -> list[Any]:
    """Functions of the project that keep their answers."""
    wrappers: list[Any] = [one for one in gc.get_objects() if type(one) is functools._lru_cache_wrapper]
    return [one for one in wrappers if str(one.__module__).partition(".")[0] in ROOMS]


def _all_codes(code: CodeType) -> list[CodeType]:
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    return [code, *(found for one in inner for found in _all_codes(one))]


def _constants(mutant: Mutant, tree: ast.Module) -> None:
    """Where the change is in a constant or a right: it and all that follow from it in the module are told anew."""
    lines = [index for index, one in enumerate(tree.body) if _named(one) == mutant.inside]
    if not lines:
        return
    space = vars(sys.modules[mutant.module])
    usual = space.get("add_permission")
    space["add_permission"] = _allow_instead
    for one in tree.body[lines[0] :]:
        if _named(one):
            before = dict(space)
            exec(compile(ast.Module([one], []), str(file_of(mutant.module)), "exec"), space)
            for name in [key for key in before if space[key] is not before[key]]:
                _everywhere(name, before[name], space)
    if usual is not None:
        space["add_permission"] = usual


def _named(one: ast.stmt) -> str:
    """The name of a constant, or of the permission that a statement gives; nothing for any other statement."""
    if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
        return one.targets[0].id.replace("__all__", "")
    if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
        return one.target.id
    called = one.value if isinstance(one, ast.Expr) and isinstance(one.value, ast.Call) else None
    if called and isinstance(called.func, ast.Name) and called.func.id == "add_permission":
        return str(ast.literal_eval(called.args[0]))
    return ""


def _allow_instead(name: str, test: Any) -> None:
    rules.set_perm(name, test)


def _everywhere(name: str, before: Any, space: dict[str, Any]) -> None:
    """Who has taken the constant by its name has the new one; a predicate changes where it stands in others."""
    after = space[name]
    if isinstance(before, rules.Predicate) and isinstance(after, rules.Predicate):
        before.__dict__.update(after.__dict__)
        space[name] = before
        return
    for one in list(sys.modules.values()):
        if str(getattr(one, "__file__", "") or "").startswith(str(ROOT)) and vars(one).get(name) is before:
            setattr(one, name, after)
    if not isinstance(before, PLAIN):
        for function in [one for one in gc.get_objects() if type(one) is FunctionType and one.__defaults__]:
            function.__defaults__ = tuple(after if one is before else one for one in function.__defaults__ or ())
