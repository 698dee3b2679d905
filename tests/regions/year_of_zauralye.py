"""The whole year of another region, from the register to the forwarded sums, by its data files alone.

Run by test_another_region.py in a process of its own, which PORTAL_REGION gives its region: not collected by itself.
"""

import io
import re
import zipfile
from collections import Counter
from datetime import UTC, date, datetime
from html import unescape
from subprocess import run
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import resolve
from django.urls.exceptions import Resolver404

from bonus_fund.models import BonusProposal, ForwardingRegister, FundRecalculation
from bonus_fund.services import forwarding, funds, proposing
from bonus_fund.services.proposing import Written
from projects import models as register
from projects.enums import TeamRole, UniqueKind
from projects.services.cycles import open_cycle
from protocols.models import Dispatch, Protocol
from protocols.paper import coefficients_decided
from protocols.services import dispatching
from protocols.services import sitting as sittings
from protocols.sitting import Sitting
from ranking.enums import RankingKind
from ranking.models import Ranking
from ranking.services import rankings
from ranking_portal import clock, words
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.deadlines.models import Deadline
from ranking_portal.region import REGION
from ranking_portal.regulation.models import StoredEdition
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused
from tests import factories
from tests.protocols.council import Council
from tests.protocols.council import council as make_council

pytestmark = pytest.mark.django_db
CODES = [f"P{number:02}" for number in range(1, 13)]
WHOLE, HALF = CODES[:2]
TEAM, INFRASTRUCTURE = 300_000_00, 50_000_00
# What only the shipped region says: of its bodies, its act, its terms.
FOREIGN = re.compile(
    r"Ленинградск|Губернатор|Управлени\w+ делами|Центральн\w+ проектн|проектн\w+ офис|Комитет|мал\w+ совет"
    r"|Санкт-Петербург"
    r"|-пг\b|полутор|15 февраля|пункт\w*[ \u00a0](?:1\.6|2\.\d|3\.[5789])|не более (?:чем )?шести|равный[ \u00a0]1\b",
    re.IGNORECASE,
)
# How often an address of each kind is opened, where not twice: all the guide, a letter of each kind.
OFTEN = {"help-page": 12, "protocols:dispatch": 8, "protocols:dispatch-pdf": 8}
TAGS = re.compile(r"<style.*?</style>|<[^>]+>", re.DOTALL)


def test_the_year_of_another_region(client: Client) -> None:
    people = _register()
    primary = _ranked_before_its_day(people)
    protocol = _decided_by_quarters(people, primary)
    _terms_pass_over_the_day_of_the_region(people, protocol)
    _half_a_coefficient_is_half_a_fund(people)
    _forwarded(people)
    _no_word_of_the_shipped_region(people)


def test_the_day_turns_with_the_time_zone_of_the_region() -> None:
    with clock.at(datetime(2026, 3, 5, 20, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 6)  # 23:30 of the 5th in Moscow


def _due(code: str) -> date:
    found: date = Deadline.objects.filter(code=code, year=2025).latest("pk").due_on
    return found


def _register() -> dict[str, Any]:
    """Twelve projects of two bodies; the first two have a member each for the whole year."""
    editions = list(StoredEdition.objects.all())
    assert [str(one) for one in editions] == ["редакция от 20.03.2023 №\u00a017-у"]
    office = factories.user_with(Role.OFFICE)
    with clock.at(date(2024, 12, 2)):
        open_cycle(2025, by=office)
    bodies = {
        name: factories.OrganizationFactory.create(short_name=name, full_name=f"Управа {name}") for name in ("ДП", "ДФ")
    }
    cards = {}
    for number, code in enumerate(CODES):
        cards[code] = factories.complete_card(
            code, contracts=12 - number, responsible=bodies["ДП"], name=f"Дело {code}"
        )
    register.UniqueResult.objects.create(
        card=cards[CODES[5]], kind=UniqueKind.TECHNOLOGY, description="Новая", justification="Первая в крае"
    )
    for code, surname in ((WHOLE, "Белова"), (HALF, "Громов")):
        person = factories.PersonFactory.create(full_name=f"{surname} Анна Петровна")
        factories.PostFactory.create(person=person, organization=bodies["ДП"])
        register.TeamMember.objects.create(
            card=cards[code], person=person, role=TeamRole.MEMBER, since=date(2025, 1, 1)
        )
    keeper = factories.PersonFactory.create(full_name="Ершов Пётр Ильич")
    factories.PostFactory.create(person=keeper, organization=bodies["ДФ"])
    register.InfrastructureParticipant.objects.create(
        cycle=cards[WHOLE].cycle, person=keeper, function="Планирование", since=date(2025, 1, 1)
    )
    council = make_council()
    return {
        "cards": cards,
        "bodies": bodies,
        "council": council,
        "office": office,
        "administration": factories.user_with(Role.ADMINISTRATION),
        "economy": factories.user_with(Role.ECONOMY_COMMITTEE),
        "finance": factories.user_with(Role.FINANCE_COMMITTEE),
        "governor": factories.user_with(Role.GOVERNOR_OFFICE),
        "auditor": factories.user_with(Role.AUDITOR),
        "admin": factories.user_with(Role.ADMIN),
        "member": council.member,
        "secretary": council.secretary,
        "head": factories.project_head(cards[WHOLE]),
        "other_head": factories.project_head(cards[HALF]),
        "body": factories.body_head(bodies["ДП"]),
        "other_body": factories.body_head(bodies["ДФ"]),
    }


def _ranked_before_its_day(people: dict[str, Any]) -> Ranking:
    """Three criteria; the fixed day, a Sunday, moves to Monday; equal totals stand by the third criterion."""
    call_command("load_methodology", str(REGION.folder / "methodology.yaml"), "--in-force", stdout=io.StringIO())
    assert _due("primary_ranking") == date(2024, 12, 16)
    with clock.at(date(2024, 12, 13)):
        made = rankings.calculate(2025, RankingKind.PRIMARY, date(2024, 12, 13), by=people["office"])
        rankings.confirm(made, by=people["office"])
    with clock.at(date(2026, 1, 19)):
        made = rankings.calculate(2025, RankingKind.CLARIFYING, date(2026, 1, 19), by=people["office"])
        made = rankings.confirm(made, by=people["office"])
    first = rankings.projects_of(made)[0]
    assert list(first["criteria"]) == ["1", "2", "3"]
    assert set(first["indicators"]) >= {"contracts", "steps_on_time"}
    assert "executive_authorities" not in first["indicators"], "the region counts no such indicator"
    assert Deadline.objects.get(code="primary_ranking").state == "met"
    return made


def _decided_by_quarters(people: dict[str, Any], ranking: Ranking) -> Protocol:
    """The council may give ten, by quarters, and needs more than two thirds to meet."""
    council: Council = people["council"]
    with clock.at(date(2026, 3, 2)):
        protocol = council.draft(ranking, held_on=date(2026, 3, 2), place="Зауральск")
        assert (protocol.limit, protocol.coefficients, protocol.quorum_share) == (10, "0 0.25 0.5 0.75 1", "2/3")
        council.propose(protocol, WHOLE, coefficient="1")
        council.propose(protocol, HALF, coefficient="0.5")
        for code in CODES[2:10]:
            council.propose(protocol, code, coefficient="0.25")
        with pytest.raises(Refused, match=r"Коэффициент выше 0 — не более чем 10 проектам \(пункт 5\.2\)"):
            council.propose(protocol, CODES[10], coefficient="0.25")
        with pytest.raises(Refused, match="не предусмотрен"):
            council.propose(protocol, CODES[10], coefficient="0.3")
        sittings.mark_present(protocol, council.seats[:6], by=council.secretary)
        with pytest.raises(Refused, match="Нет кворума"):
            perform(protocol, "open_voting", by=council.secretary)
        protocol = council.open(protocol)
        council.vote(protocol)
        protocol = perform(protocol, "approve", by=council.chair)
        assert _due("results_to_governor") == date(2026, 3, 2)  # the 1st is a Sunday
        letter = Dispatch.objects.get(kind="results_to_governor")
        perform(letter, "send", by=people["office"], number="1-ш")
    decided = coefficients_decided(Sitting(protocol))
    assert [str(decided[code]) for code in (WHOLE, HALF, CODES[2], CODES[10])] == ["1", "0.5", "0.25", "0"]
    return protocol


def _terms_pass_over_the_day_of_the_region(people: dict[str, Any], protocol: Protocol) -> None:
    """5 March is a day off here by an act of the region: two working days from the 4th end on the 10th."""
    with clock.at(date(2026, 3, 4)):
        assert _due("protocol_to_administration") == date(2026, 3, 4)
        letter = Dispatch.objects.get(kind="protocol_to_administration", subject_key=protocol.pk)
        perform(letter, "send", by=people["office"], number="2-ш")
        dispatching.acknowledge(letter, by=people["administration"])
    page = Client()
    page.force_login(people["office"])
    rating = page.get(f"/rankings/{protocol.ranking_id}/?cols=code&cols=coefficient").content.decode()
    assert [">1<" in row or ">0,5<" in row or ">0,25<" in row for row in rating.split("<tr")].count(True) == 10
    assert (rating.count(">0,5</td>"), rating.count(">0,25</td>")) == (1, 8)
    assert _due("general_fund") == date(2026, 3, 10)
    with clock.at(date(2026, 3, 10)):
        fund = funds.enter(
            FundRecalculation.objects.get(year=2025),
            by=people["administration"],
            basis=ContentFile(b"%PDF-1.7 order", name="order.pdf"),
            team_kopecks=TEAM,
            infrastructure_kopecks=INFRASTRUCTURE,
            basis_title="Приказ № 7",
        )
        fund = perform(fund, "submit", by=people["administration"], number="К-1")
        fund = perform(fund, "accept", by=people["office"])
    assert _due("fund_notices") == date(2026, 3, 13)


def _half_a_coefficient_is_half_a_fund(people: dict[str, Any]) -> None:
    """Equal teams: the project with 0.5 has half of what the project with 1 has; the ceiling is twice the average."""
    with clock.at(date(2026, 3, 11)):
        fund = FundRecalculation.objects.get(year=2025)
        computed = perform(fund.distribution, "compute", by=people["office"])
        perform(computed, "announce", by=people["office"], number="3-ш")
    sums = {row.code: row for row in computed.projectshares.all()}
    assert (sums[WHOLE].fund_kopecks, sums[HALF].fund_kopecks) == (200_000_00, 100_000_00)
    assert (sums[WHOLE].weight, sums[HALF].weight) == ("1/1", "1/2")
    assert sums[HALF].ceiling_kopecks == 2 * sums[HALF].average_kopecks
    with clock.at(date(2026, 3, 12)):
        for scope, user in (
            (f"project:{WHOLE}", people["head"]),
            (f"project:{HALF}", people["other_head"]),
            ("authority:ДП", people["body"]),
            ("authority:ДФ", people["other_body"]),
        ):
            notice = Dispatch.objects.get(kind__startswith="fund_notice", scope=scope)
            dispatching.acknowledge(notice, by=user)
    assert _due("team_proposal") == date(2026, 3, 23)
    assert _due("infrastructure_proposal") == date(2026, 3, 23)


def _forwarded(people: dict[str, Any]) -> None:
    """Proposals are agreed, sent, checked within four days, and forwarded."""
    authors = {f"project:{WHOLE}": "head", f"project:{HALF}": "other_head", "authority:ДФ": "other_body"}
    with clock.at(date(2026, 3, 18)):
        for proposal in BonusProposal.objects.all():
            author: User = people[authors[proposal.scope]]
            lines = {line.pk: Written(40_000_00, "За результат.") for line in proposal.lines.all()}
            proposal = proposing.write(proposal, lines, by=author)
            if proposal.is_team:
                perform(proposal, "ask_agreement", by=author)
                for agreement in proposal.agreements.filter(state="awaited"):
                    perform(agreement, "agree", by=people["body"])
            perform(BonusProposal.objects.get(pk=proposal.pk), "submit", by=author)
    assert set(Deadline.objects.filter(code="check_and_forward").values_list("due_on", flat=True)) == {
        date(2026, 3, 24)
    }
    with clock.at(date(2026, 3, 20)):
        for proposal in BonusProposal.objects.all():
            proposal = perform(proposal, "pass_to_check", by=people["office"])
            perform(proposal, "pass_check", by=people["economy"])
        made: ForwardingRegister = forwarding.forward(BonusProposal.objects.all(), number="Д-3", by=people["economy"])
        dispatching.acknowledge(Dispatch.objects.get(kind="forwarding_register"), by=people["administration"])
    assert made.total_kopecks == 120_000_00
    assert set(Deadline.objects.exclude(code="clarifying_ranking").values_list("state", flat=True)) == {"met"}


def _no_word_of_the_shipped_region(people: dict[str, Any]) -> None:
    """Every page and paper that anybody comes to by links, two of each address, speaks of this region alone."""
    papers = ""
    found: dict[str, str] = {}
    seen: Counter[str] = Counter()
    anchors: set[str] = set()
    clauses = StoredEdition.objects.get().edition.clauses
    with clock.at(date(2026, 3, 23)):
        for who in ("", "office", "head", "other_body", "administration", "economy", "finance", "governor", "admin"):
            client, waiting, known = Client(), ["/login/", "/", "/help/", "/regulation/", "/calendar/"], {"/"}
            if who:
                client.force_login(people[who])
            while waiting:
                address = waiting.pop(0)
                view = _view_of(address)
                mark = f"{who} {view}" if view == "home" else view
                if not view or seen[mark] >= OFTEN.get(view, 2):
                    continue
                seen[mark] += 1
                answer = client.get(address)
                assert answer.status_code < 500, address
                text, links = _text_of(answer)
                anchors |= set(re.findall(r'#(clause-[^"]+)"', _source(answer)))
                papers += text if "pdf" in answer.get("Content-Type", "") else ""
                text = " ".join(text.split())
                for at in FOREIGN.finditer(text):
                    found.setdefault(text[max(0, at.start() - 60) : at.end() + 40], f"{who} {address}")
                waiting += [link for link in links if link not in known]
                known |= set(links)
    told = [one.number for one in clauses] + [part.number for one in clauses for part in one.parts]
    # The place of 3.2 is at the first of its parts.
    law = {words.clause_anchor(number) for number in [*told, *(one.partition("(")[0] for one in told)]}
    assert anchors <= law, f"links to clauses that the act has not: {anchors - law}"
    assert not found, "\n".join(f"{place}: {told}" for told, place in found.items())
    assert len(seen) > 120, "the walk came to few pages"
    assert "КАБИНЕТ МИНИСТРОВ ЗАУРАЛЬСКОГО КРАЯ" in papers
    assert "Главе" in papers
    assert "Штаб развития" in papers


def _view_of(address: str) -> str:
    try:
        found = resolve(address.partition("?")[0])
    except Resolver404:
        return ""
    return "" if found.url_name in ("logout", "set-year") else f"{found.view_name}"


def _source(answer: Any) -> str:
    return "" if answer.streaming else str(answer.content, "utf-8", "replace")


def _text_of(answer: Any) -> tuple[str, list[str]]:
    """The text of an answer and the addresses that it leads to."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.get("Content-Type", "")
    if "pdf" in kind:
        done = run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=False)
        return " ".join(done.stdout.decode().split()), []
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = [book.read(name).decode("utf-8", "replace") for name in book.namelist() if name.endswith(".xml")]
        return TAGS.sub(" ", " ".join(parts)), []
    text = content.decode("utf-8", "replace")
    if "html" not in kind:
        return text, []
    links = [unescape(link) for link in re.findall(r'href="(/[^"#]*)', text)]
    attributes = " ".join(re.findall(r'(?:aria-label|title|content|placeholder|value)="([^"]*)"', text))
    return unescape(f"{TAGS.sub(' ', text)} {attributes}"), links
