"""What no page may have: styles and scripts inside it, files of other hosts, a policy that allows them."""

import re
from typing import Any

INLINE = re.compile(
    r"""<style\b | <[a-z][^<>]*\sstyle= | <[a-z][^<>]*\son[a-z]+= | <script\b(?![^<>]*\ssrc=) | "javascript:""",
    re.VERBOSE | re.IGNORECASE,
)
FOREIGN = re.compile(
    r"""<(?:script|img|link|iframe|source|form|use|image)\b[^<>]*\s(?:src|href|srcset|action)="(?:https?:)?//""",
    re.IGNORECASE,
)


def amiss(answer: Any) -> list[str]:
    """What is wrong with an answer; nothing for a file."""
    if not answer.get("Content-Type", "").startswith("text/html") or answer.streaming:
        return []
    policy = answer.get("Content-Security-Policy", "")
    found = []
    if "default-src 'self'" not in policy or "unsafe" in policy or "http" in policy:
        found.append(f"policy {policy!r}")
    text = answer.content.decode()
    for name, rule in (("inline", INLINE), ("foreign", FOREIGN)):
        if hit := rule.search(text):
            found.append(f"{name}: {hit[0][:120]}")
    return found
