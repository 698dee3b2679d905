"""Doubts about people: bodies, numbers, heads, members of teams."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from projects.importing.cells import alike
from projects.quality.facts import Helper, Member, Post, Year, by_card
from projects.quality.rule import CARD, HELPER, POST, Doubt, Record, rule
from ranking_portal.figures import short_day
from ranking_portal.region import worded


def _post_record(year: Year, row: Post) -> Record:
    person = year.person_of[row.person]
    return Record(POST, row.pk, "", f"{person.name} ({person.number}), {row.body}", row.person)


def _member_record(year: Year, row: Member) -> Record:
    return Record("team", row.pk, year.card_of[row.card].code, year.person_of[row.person].name)


def _helper_record(year: Year, row: Helper) -> Record:
    return Record(HELPER, row.pk, "", year.person_of[row.person].name, row.person)


@rule(
    "person-in-two-bodies",
    "Человек в двух органах",
    "Под одним именем служат в двух органах: однофамильцы или один человек, внесённый дважды.",
    worded("2.6"),
)
def person_in_two_bodies(year: Year) -> Iterator[Doubt]:
    """One name, several numbers, several bodies."""
    by_name: dict[str, list[Post]] = defaultdict(list)
    for post in year.posts:
        by_name[alike(year.person_of[post.person].name)].append(post)
    for posts in by_name.values():
        bodies = sorted({post.body for post in posts})
        if len(bodies) > 1:
            records = tuple(_post_record(year, post) for post in sorted(posts))
            yield Doubt(records, f"органы: {', '.join(bodies)}", tuple(bodies))


@rule(
    "number-of-two-people",
    "Один табельный номер у двоих",
    "Под одним табельным номером в году служат люди с разными именами: сменили имя или ошиблись номером.",
    worded("2.6"),
)
def number_of_two_people(year: Year) -> Iterator[Doubt]:
    """One number, several names."""
    by_number: dict[str, list[Post]] = defaultdict(list)
    for post in year.posts:
        by_number[year.person_of[post.person].number].append(post)
    for number, posts in by_number.items():
        if len(posts) > 1:
            names = sorted(year.person_of[post.person].name for post in posts)
            records = tuple(_post_record(year, post) for post in sorted(posts))
            yield Doubt(records, f"номер {number}", tuple(names))


@rule(
    "head-without-post",
    "Руководителя нет среди сотрудников",
    "У руководителя проекта нет должности в этом году: уволился, или не загружены сотрудники.",
    worded("2.6"),
)
def head_without_post(year: Year) -> Iterator[Doubt]:
    """A head who serves nowhere in the year."""
    for card in year.cards:
        if card.head is not None and card.head not in year.serving:
            person = year.person_of[card.head]
            record = Record(CARD, card.pk, card.code, "карточка проекта")
            yield Doubt((record,), f"{person.name} ({person.number})", (card.head,))


@rule(
    "member-without-post",
    "Участника нет среди сотрудников",
    "У члена команды или инфраструктурного участника нет должности в этом году: его орган неизвестен.",
    worded("2.6"),
)
def member_without_post(year: Year) -> Iterator[Doubt]:
    """A member of a team, or an infrastructure participant, who serves nowhere in the year."""
    for row in year.members:
        if row.person not in year.serving:
            yield Doubt((_member_record(year, row),), "должности в этом году нет", (row.person,))
    for helper in year.helpers:
        if helper.person not in year.serving:
            yield Doubt((_helper_record(year, helper),), "должности в этом году нет", (helper.person,))


@rule(
    "team-of-another-head",
    "В команде другой руководитель",
    "Руководитель на карточке и руководитель в команде — разные люди.",
    worded("2.6"),
)
def team_of_another_head(year: Year) -> Iterator[Doubt]:
    """The team's own head is not the head of the card."""
    for card, rows in by_card(row for row in year.members if row.leads).items():
        head = year.card_of[card].head
        if head is not None and head not in {row.person for row in rows}:
            told = f"на карточке {year.person_of[head].name}"
            yield Doubt(tuple(_member_record(year, row) for row in rows), told, (head, *(row.person for row in rows)))


@rule(
    "member-twice-at-once",
    "Человек дважды в одной команде",
    "Периоды участия одного человека в одной роли пересекаются: дни посчитаются дважды.",
    worded("2.6"),
)
def member_twice_at_once(year: Year) -> Iterator[Doubt]:
    """The same person in the same role over the same days."""
    by_person: dict[tuple[int, int, str], list[Member]] = defaultdict(list)
    for row in year.members:
        by_person[row.card, row.person, row.role].append(row)
    for rows in by_person.values():
        rows.sort(key=lambda row: row.since)
        for former, later in pairwise(rows):
            if (former.until or year.last_day) >= later.since:
                told = f"с {short_day(former.since)} и с {short_day(later.since)}"
                records = (_member_record(year, former), _member_record(year, later))
                yield Doubt(records, told, (former.since, former.until, later.since, later.until))


@rule(
    "taking-part-outside-year",
    "Участие не в этом году",
    "Период участия начинается после года или кончился до него: на дни этого года он ничего не даёт.",
    worded("2.6"),
)
def taking_part_outside_year(year: Year) -> Iterator[Doubt]:
    """A period that has no day of the year."""
    periods = [(_member_record(year, row), row.since, row.until) for row in year.members]
    periods += [(_helper_record(year, helper), helper.since, helper.until) for helper in year.helpers]
    for record, since, until in periods:
        if since > year.last_day or (until is not None and until < year.first_day):
            yield Doubt((record,), f"{short_day(since)} — {short_day(until)}", (since, until))
