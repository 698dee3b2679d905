"""What may go wrong in a rule: every small change of a module's text, each with the name of its kind."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

BOUNDARIES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
SIGNS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
JOINING = (ast.BitAnd, ast.BitOr, ast.Add)
OTHER_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
Changed = tuple[str, ast.AST | None]  # the kind of the change, and the node instead; None: the node is left out


@dataclass(frozen=True)
class Spot:
    """Where a node hangs: in which field of which parent, inside which function or assignment of the module."""

    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    inside: str

    def put(self, instead: ast.AST | None) -> None:
        """Put another node here, or none."""
        found = getattr(self.parent, self.field)
        if self.index is None:
            setattr(self.parent, self.field, instead)
        elif instead is None:
            del found[self.index]
        else:
            found[self.index] = instead


def spots(tree: ast.Module) -> Iterator[Spot]:
    """Everything that decides: bodies of functions, constants and rights of the module; no words for the user."""
    for index, one in enumerate(tree.body):
        if isinstance(one, ast.ClassDef):
            for place, method in enumerate(one.body):
                if isinstance(method, ast.FunctionDef):
                    yield from _function(Spot(method, one, "body", place, f"{one.name}.{method.name}"))
        elif isinstance(one, ast.FunctionDef):
            yield from _function(Spot(one, tree, "body", index, one.name))
        elif isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None:
            target = one.targets[0] if isinstance(one, ast.Assign) else one.target
            if isinstance(target, ast.Name) and not target.id.startswith("__") and not _is_type(target.id):
                yield from _below(Spot(one.value, one, "value", None, target.id))
        elif isinstance(one, ast.Expr) and _called(one.value) == "add_permission":
            assert isinstance(one.value, ast.Call)
            name = ast.literal_eval(one.value.args[0])
            yield from _below(Spot(one.value.args[1], one.value, "args", 1, name))


def _is_type(name: str) -> bool:
    """Named as types are: Source, not SOURCE."""
    return name.strip("_")[:1].isupper() and not name.isupper()


def _function(spot: Spot) -> Iterator[Spot]:
    assert isinstance(spot.node, ast.FunctionDef)
    yield spot
    for index, one in enumerate(spot.node.body):
        if index or ast.get_docstring(spot.node) is None:
            yield from _below(Spot(one, spot.node, "body", index, spot.inside))


def _below(spot: Spot) -> Iterator[Spot]:
    if isinstance(spot.node, ast.JoinedStr):
        return
    yield spot
    for name, value in ast.iter_fields(spot.node):
        if name in ("annotation", "returns", "args", "decorator_list") and isinstance(spot.node, _TYPED):
            continue
        for index, one in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(one, ast.AST):
                yield from _below(Spot(one, spot.node, name, index, spot.inside))


_TYPED = (ast.FunctionDef, ast.AnnAssign, ast.Lambda)


def changes(spot: Spot) -> Iterator[Changed]:
    """All that may be put here instead."""
    node = spot.node
    if _is_condition(spot):
        yield "condition negated", ast.UnaryOp(ast.Not(), node)  # type: ignore[arg-type]
    if isinstance(node, ast.FunctionDef):
        yield from _answers(node)
    elif isinstance(node, ast.BoolOp):
        yield "and for or", ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        for index in range(len(node.values)):
            kept = node.values[:index] + node.values[index + 1 :]
            yield "operand left out", kept[0] if len(kept) == 1 else ast.BoolOp(node.op, kept)
    elif isinstance(node, ast.BinOp):
        yield from _of_two(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield "not left out", node.operand
    elif isinstance(node, ast.Compare):
        yield from _compared(node)
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.List | ast.Set | ast.Tuple):
        yield from _entries(spot, node)
    elif isinstance(node, ast.Raise | ast.AugAssign | ast.Continue | ast.Break) or _is_act(node):
        yield "statement left out", ast.Pass()


def _entries(spot: Spot, node: ast.List | ast.Set | ast.Tuple) -> Iterator[Changed]:
    names = not isinstance(node, ast.Set) and not isinstance(node.ctx, ast.Load)
    if names or isinstance(spot.parent, ast.Return | ast.Subscript):
        return
    for index in range(len(node.elts)):
        kept = node.elts[:index] + node.elts[index + 1 :]
        if isinstance(node, ast.List):
            yield "entry left out", ast.List(elts=kept, ctx=ast.Load())
        elif isinstance(node, ast.Set) and kept:
            yield "entry left out", ast.Set(elts=kept)
        else:
            yield "entry left out", ast.Tuple(elts=kept, ctx=ast.Load())


def _is_condition(spot: Spot) -> bool:
    asks = isinstance(spot.parent, ast.If | ast.IfExp | ast.While) and spot.field == "test"
    return asks or (isinstance(spot.parent, ast.comprehension) and spot.field == "ifs")


def _is_act(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom)


def _answers(node: ast.FunctionDef) -> Iterator[Changed]:
    told = ast.unparse(node.returns) if node.returns else ""
    always: list[ast.expr] = []
    if told == "bool":
        always = [ast.Constant(True), ast.Constant(False)]
    elif told.startswith("list["):
        always = [ast.List(elts=[], ctx=ast.Load())]
    for value in always:
        body: list[ast.stmt] = [ast.Return(value)]
        fresh = ast.FunctionDef(node.name, node.args, body, node.decorator_list, node.returns, node.type_comment)
        yield f"always {ast.unparse(value)}", ast.copy_location(fresh, node)


def _of_two(node: ast.BinOp) -> Iterator[Changed]:
    texts = any(isinstance(one, ast.JoinedStr) or _is_text(one) for one in (node.left, node.right))
    lists = isinstance(node.op, ast.Add) and any(isinstance(one, ast.List) for one in (node.left, node.right))
    if type(node.op) in SIGNS and not texts and not lists:
        yield "sign turned", ast.BinOp(node.left, SIGNS[type(node.op)](), node.right)
    if isinstance(node.op, JOINING) and not texts:
        yield "operand left out", node.left
        yield "operand left out", node.right


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _compared(node: ast.Compare) -> Iterator[Changed]:
    for index, sign in enumerate(node.ops):
        for kind, other in (("boundary moved", BOUNDARIES), ("comparison turned", TURNED)):
            if type(sign) in other:
                fresh = [*node.ops[:index], other[type(sign)](), *node.ops[index + 1 :]]
                yield kind, ast.Compare(node.left, fresh, node.comparators)


def _constants(node: ast.Constant) -> Iterator[Changed]:
    if isinstance(node.value, bool):
        yield "constant turned", ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield "constant +1", ast.Constant(node.value + 1)
        yield "constant -1", ast.Constant(node.value - 1)


def _calls(node: ast.Call) -> Iterator[Changed]:
    name = _called(node)
    if name in OTHER_NAMES:
        yield (
            f"{OTHER_NAMES[name]} for {name}",
            ast.Call(ast.Name(OTHER_NAMES[name], ast.Load()), node.args, node.keywords),
        )
    if name == "has_role" and len(node.args) > 1:
        for index in range(len(node.args)):
            yield "role left out", ast.Call(node.func, node.args[:index] + node.args[index + 1 :], [])
    if name in ("Decimal", "Fraction") and node.args and _is_text(node.args[0]):
        assert isinstance(node.args[0], ast.Constant)
        try:
            more = str(Decimal(str(node.args[0].value)) + 1)
        except InvalidOperation:
            return
        yield "constant +1", ast.Call(node.func, [ast.Constant(more)], [])


def _called(node: ast.AST) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
