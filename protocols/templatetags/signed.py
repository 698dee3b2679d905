"""{% scans_of object %}: scans and electronic signatures of the paper, wherever a page shows what it is about."""

from typing import Any

from django import template

from protocols import scans, signatures

register = template.Library()


@register.inclusion_tag("protocols/_scans.html", takes_context=True)
def scans_of(context: Any, subject: Any) -> dict[str, Any]:
    """The list for who may see the paper, and the way to add to it for who signs; nothing for others."""
    user = context["request"].user
    if not scans.signed_of(subject).reads(user, subject):
        return {"rows": (), "new_url": ""}
    document = signatures.document_of(subject)
    signed = signatures.shown(document) if document is not None else []
    return {
        "rows": [(one, scans.url_of(subject, one)) for one in scans.scans_of(subject)],
        "new_url": scans.new_url(subject) if scans.may_add(user, subject) else "",
        "signed": [(one, signatures.url_of(subject, one.kept)) for one in signed],
        "sign_url": signatures.new_url(subject) if signatures.may_add(user, subject) else "",
    }
