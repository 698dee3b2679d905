"""Which place of the guide tells about an address: its name gives the topic, the reader's role gives the page.

A topic is an anchor. It may stand on several pages (a proposal is one thing to a head and another to the Committee):
the reader is led to the page of a role of his own, else to the topic's home page.
"""

from collections.abc import Iterable

from ranking_portal.accounts.enums import Role
from ranking_portal.guide import book

PAGE_OF_ROLE = {
    Role.OFFICE: "office",
    Role.PROJECT_HEAD: "project-head",
    Role.AUTHORITY_HEAD: "authority-head",
    Role.COUNCIL_SECRETARY: "council",
    Role.COUNCIL_MEMBER: "council",
    Role.GOVERNOR_OFFICE: "governor",
    Role.ADMINISTRATION: "administration",
    Role.ECONOMY_COMMITTEE: "economy",
    Role.FINANCE_COMMITTEE: "finance",
    Role.AUDITOR: "auditor",
    Role.ADMIN: "admin",
}

# Topic -> the page where everybody finds it who has no page of his own about it.
HOME_OF_TOPIC = {
    "about": "common",
    "sign-in": "common",
    "my-data": "common",
    "home": "common",
    "terms": "common",
    "inbox": "common",
    "search": "common",
    "forms": "common",
    "law": "common",
    "why": "common",
    "verify": "common",
    "register": "office",
    "facts": "office",
    "import": "office",
    "acting": "office",
    "people": "office",
    "infrastructure": "office",
    "calendar": "office",
    "discipline": "office",
    "ranking": "office",
    "need": "office",
    "letters": "office",
    "fund": "office",
    "distribution": "office",
    "edition": "office",
    "methodology": "economy",
    "workshop": "economy",
    "check": "economy",
    "forward": "economy",
    "payment": "administration",
    "council": "council",
    "protocol": "council",
    "agenda": "council",
    "votes": "council",
    "notice": "project-head",
    "proposal": "project-head",
    "agreement": "authority-head",
    "accounts": "admin",
    "personal": "admin",
    "outbox": "admin",
    "api": "admin",
    "service": "admin",
    "clock": "admin",
    "journal": "auditor",
}

# Topic -> names of the addresses that it is about, or their beginnings; the longest that fits tells.
ADDRESSES = {
    "about": ("help",),
    "sign-in": (
        "login",
        "account_",
        "mfa_",
        "openid_connect_",
        "logout",
        "password_change",
        "accounts:me",
        "accounts:session",
    ),
    "my-data": ("personal:own",),
    "home": ("home",),
    "terms": (
        "cycle",
        "deadline",
        "calendar-feed",
        "calendar-file",
    ),
    "inbox": ("inbox",),
    "search": (
        "year-switch",
        "search",
    ),
    "forms": ("accounts:kept-input",),
    "law": ("regulation:",),
    "why": ("ranking:why",),
    "verify": ("protocols:verify",),
    "register": ("projects:",),
    "facts": ("projects:fact-",),
    "import": ("projects:import",),
    "acting": (
        "directory:appoint",
        "projects:acting",
    ),
    "people": ("directory:",),
    "infrastructure": ("projects:infrastructure",),
    "calendar": ("calendar",),
    "discipline": ("discipline",),
    "ranking": ("ranking:",),
    "need": ("ranking:need",),
    "letters": ("protocols:dispatch",),
    "fund": ("bonus_fund:fund",),
    "distribution": (
        "bonus_fund:fund-why",
        "bonus_fund:distribution",
    ),
    "edition": (
        "regulation:new",
        "regulation:attach",
    ),
    "methodology": ("ranking:methodolog",),
    "workshop": ("ranking:workshop",),
    "check": (
        "bonus_fund:receive",
        "bonus_fund:check",
    ),
    "forward": ("bonus_fund:forward",),
    "payment": ("bonus_fund:register",),
    "council": (
        "protocols:council",
        "protocols:seat",
    ),
    "protocol": ("protocols:",),
    "agenda": (
        "protocols:candidate",
        "protocols:question",
    ),
    "votes": (
        "protocols:presence",
        "protocols:sitting",
        "protocols:projector",
        "protocols:votes",
        "protocols:withdraw",
    ),
    "notice": ("bonus_fund:notice",),
    "proposal": ("bonus_fund:proposal",),
    "agreement": ("bonus_fund:agreement",),
    "accounts": ("accounts:",),
    "personal": ("personal:",),
    "outbox": ("outbox",),
    "api": ("api:",),
    "service": (
        "healthz",
        "readyz",
        "metrics",
    ),
    "clock": ("clock",),
    "journal": ("journal:",),
}
TOPIC_OF_ADDRESS = {beginning: topic for topic, named in ADDRESSES.items() for beginning in named}


def topic_of(name: str) -> str | None:
    """The topic of an address by its full name ("ranking:why"); None where nobody has named one."""
    fitting = [beginning for beginning in TOPIC_OF_ADDRESS if name.startswith(beginning)]
    return TOPIC_OF_ADDRESS[max(fitting, key=len)] if fitting else None


def place(name: str, roles: Iterable[Role]) -> tuple[str, str]:
    """(page, anchor) for who has the roles at the address; the contents where the address is of no topic."""
    topic = topic_of(name)
    if topic is None:
        return book.CONTENTS, ""
    own = (page for role, page in PAGE_OF_ROLE.items() if role in set(roles))
    for page in (*own, HOME_OF_TOPIC[topic]):
        if topic in book.page(page).anchors:
            return page, topic
    raise LookupError(f"the guide tells nowhere about {topic!r}")
