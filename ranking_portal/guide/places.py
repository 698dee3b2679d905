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
    "outbox": "admin",
    "service": "admin",
    "clock": "admin",
    "journal": "auditor",
}

# Names of addresses, or their beginnings, -> topic; the longest that fits tells.
TOPIC_OF_ADDRESS = {
    "help": "about",
    "login": "sign-in",
    "logout": "sign-in",
    "password_change": "sign-in",  # nosec B105: a topic, not a password
    "accounts:me": "sign-in",
    "accounts:kept-input": "forms",
    "accounts:": "accounts",
    "year-switch": "search",
    "search": "search",
    "healthz": "service",
    "readyz": "service",
    "home": "home",
    "cycle": "terms",
    "deadline": "terms",
    "calendar-feed": "terms",
    "calendar-file": "terms",
    "calendar": "calendar",
    "discipline": "discipline",
    "inbox": "inbox",
    "outbox": "outbox",
    "clock": "clock",
    "journal:": "journal",
    "regulation:": "law",
    "regulation:new": "edition",
    "regulation:attach": "edition",
    "directory:": "people",
    "directory:appoint": "acting",
    "projects:": "register",
    "projects:fact-": "facts",
    "projects:acting": "acting",
    "projects:infrastructure": "infrastructure",
    "projects:import": "import",
    "ranking:": "ranking",
    "ranking:need": "need",
    "ranking:why": "why",
    "ranking:methodolog": "methodology",
    "ranking:workshop": "workshop",
    "protocols:": "protocol",
    "protocols:council": "council",
    "protocols:seat": "council",
    "protocols:candidate": "agenda",
    "protocols:question": "agenda",
    "protocols:presence": "votes",
    "protocols:votes": "votes",
    "protocols:withdraw": "votes",
    "protocols:dispatch": "letters",
    "protocols:verify": "verify",
    "bonus_fund:fund": "fund",
    "bonus_fund:fund-why": "distribution",
    "bonus_fund:distribution": "distribution",
    "bonus_fund:notice": "notice",
    "bonus_fund:proposal": "proposal",
    "bonus_fund:agreement": "agreement",
    "bonus_fund:receive": "check",
    "bonus_fund:check": "check",
    "bonus_fund:forward": "forward",
    "bonus_fund:register": "payment",
}


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
