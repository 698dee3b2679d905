"""Reports of errors to a server of the installation's choice (ERRORS_DSN), off by default.

A report tells what broke and where in the code, in which version and by which address; never who met it or with what.
"""

from typing import TYPE_CHECKING, Any

from ranking_portal.logs import without_secrets

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

# Of a request only its method and the address without what was asked; of the user only his number.
OF_A_REQUEST, OF_A_USER = ("method", "url"), ("id",)
# Parts of a report that hold what people typed or what stood in memory.
LEFT_OUT = ("breadcrumbs", "extra", "server_name", "modules")
FRAME = ("filename", "abs_path", "function", "module", "lineno", "in_app")


def start(dsn: str, *, version: str, **options: Any) -> None:
    """Begin to report; an empty DSN reports nothing, ever."""
    if not dsn:
        return
    # Most installations report nothing and need not load it.
    import sentry_sdk

    sentry_sdk.init(
        dsn=dsn,
        release=version or None,
        # What the SDK would add about people is off unless asked for; what is left of it, `scrubbed` takes out.
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        server_name="portal",
        before_send=scrubbed,
        **options,
    )


def scrubbed(event: "Event", hint: "Hint") -> "Event":
    """The report without anything personal."""
    report: dict[str, Any] = {name: part for name, part in event.items() if name not in LEFT_OUT}
    if "request" in report:
        report["request"] = {name: report["request"][name] for name in OF_A_REQUEST if name in report["request"]}
    if "user" in report:
        report["user"] = {name: report["user"][name] for name in OF_A_USER if name in report["user"]}
    for each in report.get("exception", {}).get("values", []):
        stack = each.get("stacktrace") or {}
        stack["frames"] = [{name: one[name] for name in FRAME if name in one} for one in stack.get("frames", [])]
    if "contexts" in report:
        report["contexts"] = {name: part for name, part in report["contexts"].items() if name in ("trace", "runtime")}
    clean: Event = _hidden(report)
    return clean


def _hidden(part: Any) -> Any:
    """Every text of the report with what must not stand there hidden."""
    if isinstance(part, str):
        return without_secrets(part)
    if isinstance(part, dict):
        return {name: _hidden(value) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [_hidden(value) for value in part]
    return part
