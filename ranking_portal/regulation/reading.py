"""Reading an edition from its YAML text, strictly: a key written twice is a mistake, not a correction."""

from collections.abc import Hashable
from typing import Any

import yaml


class _Strict(yaml.SafeLoader):
    """Safe YAML without silent overwriting."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """A mapping whose keys differ."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                told = f"поле «{key.value}» записано дважды"
                raise yaml.constructor.ConstructorError(None, None, told, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_yaml(text: str) -> Any:
    """The values of a YAML text; raises ValueError in Russian, with line and column, where it is not YAML."""
    try:
        return yaml.load(text, Loader=_Strict)  # noqa: S506 # nosec B506 - a subclass of SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"строка {mark.line + 1}, столбец {mark.column + 1}: " if mark else ""
        raise ValueError(f"{place}{error.problem}") from error
    except yaml.YAMLError as error:
        raise ValueError(f"это не YAML: {error}") from error
