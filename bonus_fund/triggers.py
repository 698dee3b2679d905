"""What the database itself refuses, whoever writes: sums announced that do not add up, rows changed afterwards.

Kept apart from migrations: a migration that rebuilds a table on SQLite drops its triggers, so they are put in place
after every migrate (clause 2.6: what has been told to everybody is corrected by a new edition only).
"""

from typing import Any

from django.db import connections

DISTRIBUTION, PROJECT, BODY = "bonus_fund_funddistribution", "bonus_fund_projectshare", "bonus_fund_bodyshare"
FUND = "bonus_fund_fundrecalculation"
TOLD = "('announced', 'superseded')"

# Kopecks are whole numbers on both databases: the sums are exact.
UNEQUAL = f"""
    (SELECT COALESCE(SUM(p.fund_kopecks), 0) FROM {PROJECT} p WHERE p.distribution_id = NEW.id)
      <> (SELECT f.team_kopecks FROM {FUND} f WHERE f.id = NEW.recalculation_id)
    OR (SELECT COALESCE(SUM(b.amount_kopecks), 0) FROM {BODY} b
        WHERE b.distribution_id = NEW.id AND b.project_share_id IS NULL)
      <> (SELECT f.infrastructure_kopecks FROM {FUND} f WHERE f.id = NEW.recalculation_id)
    OR EXISTS (SELECT 1 FROM {PROJECT} p WHERE p.distribution_id = NEW.id AND p.fund_kopecks
        <> (SELECT COALESCE(SUM(b.amount_kopecks), 0) FROM {BODY} b WHERE b.project_share_id = p.id))
"""  # noqa: S608 # nosec B608 - names of our own tables only


# The general fund of a distribution that has been announced.
FUND_TOLD = (
    f"EXISTS (SELECT 1 FROM {DISTRIBUTION} d WHERE d.recalculation_id = OLD.id "  # noqa: S608 # nosec B608
    "AND d.announced_on IS NOT NULL)"
)


def _told(row: str) -> str:
    """Whether the distribution of a row has been announced: its day, once written, is there for ever."""
    return (
        f"EXISTS (SELECT 1 FROM {DISTRIBUTION} d WHERE d.id = {row}.distribution_id "  # noqa: S608 # nosec B608
        "AND d.announced_on IS NOT NULL)"
    )


def _sqlite() -> list[str]:
    made = [
        f"CREATE TRIGGER {DISTRIBUTION}_adds_up BEFORE UPDATE OF state ON {DISTRIBUTION} FOR EACH ROW "
        f"WHEN NEW.state = 'announced' AND OLD.state <> 'announced' AND ({UNEQUAL}) "
        "BEGIN SELECT RAISE(ABORT, 'announced sums must equal the general fund'); END",
        f"CREATE TRIGGER {DISTRIBUTION}_kept BEFORE UPDATE ON {DISTRIBUTION} FOR EACH ROW "
        "WHEN OLD.announced_on IS NOT NULL AND (NEW.facts <> OLD.facts OR NEW.announced_on IS NOT OLD.announced_on "
        "OR NEW.method <> OLD.method OR NEW.multiplier <> OLD.multiplier "
        f"OR NEW.recalculation_id <> OLD.recalculation_id OR NEW.state NOT IN {TOLD}) "
        "BEGIN SELECT RAISE(ABORT, 'an announced distribution never changes'); END",
    ]
    made.append(
        f"CREATE TRIGGER {FUND}_kept BEFORE UPDATE ON {FUND} FOR EACH ROW "
        "WHEN (NEW.team_kopecks IS NOT OLD.team_kopecks "
        f"OR NEW.infrastructure_kopecks IS NOT OLD.infrastructure_kopecks) AND {FUND_TOLD} "
        "BEGIN SELECT RAISE(ABORT, 'an announced general fund never changes'); END"
    )
    for table in (PROJECT, BODY):
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            made.append(
                f"CREATE TRIGGER {table}_kept_{verb.lower()} BEFORE {verb} ON {table} FOR EACH ROW "
                f"WHEN {_told(row)} BEGIN SELECT RAISE(ABORT, 'announced sums never change'); END"
            )
    return made


POSTGRES = [
    f"""
    CREATE OR REPLACE FUNCTION {DISTRIBUTION}_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.state = 'announced' AND OLD.state <> 'announced' AND ({UNEQUAL}) THEN
        RAISE EXCEPTION 'announced sums must equal the general fund' USING ERRCODE = '23514';
      END IF;
      IF OLD.announced_on IS NOT NULL AND (NEW.state NOT IN {TOLD} OR (NEW.facts, NEW.announced_on, NEW.method,
          NEW.multiplier, NEW.recalculation_id) IS DISTINCT FROM (OLD.facts, OLD.announced_on, OLD.method,
          OLD.multiplier, OLD.recalculation_id)) THEN
        RAISE EXCEPTION 'an announced distribution never changes' USING ERRCODE = '23514';
      END IF;
      RETURN NEW;
    END $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION {DISTRIBUTION}_row_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- Whoever changes a sum and whoever announces wait for each other: neither overlooks what the other has begun.
      IF TG_OP = 'DELETE' THEN
        PERFORM 1 FROM {DISTRIBUTION} d WHERE d.id = OLD.distribution_id FOR SHARE;
      ELSE
        PERFORM 1 FROM {DISTRIBUTION} d WHERE d.id = NEW.distribution_id FOR SHARE;
      END IF;
      IF TG_OP <> 'INSERT' AND {_told("OLD")} THEN
        RAISE EXCEPTION 'announced sums never change' USING ERRCODE = '23514';
      END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      IF {_told("NEW")} THEN RAISE EXCEPTION 'announced sums never change' USING ERRCODE = '23514'; END IF;
      RETURN NEW;
    END $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION {FUND}_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (NEW.team_kopecks, NEW.infrastructure_kopecks) IS DISTINCT FROM
          (OLD.team_kopecks, OLD.infrastructure_kopecks) THEN
        PERFORM 1 FROM {DISTRIBUTION} d WHERE d.recalculation_id = OLD.id FOR SHARE;
        IF {FUND_TOLD} THEN
          RAISE EXCEPTION 'an announced general fund never changes' USING ERRCODE = '23514';
        END IF;
      END IF;
      RETURN NEW;
    END $$
    """,
    f"CREATE OR REPLACE TRIGGER {FUND}_guard BEFORE UPDATE ON {FUND} FOR EACH ROW EXECUTE FUNCTION {FUND}_guard()",
    f"CREATE OR REPLACE TRIGGER {DISTRIBUTION}_guard BEFORE UPDATE ON {DISTRIBUTION} "
    f"FOR EACH ROW EXECUTE FUNCTION {DISTRIBUTION}_guard()",
    *(
        f"CREATE OR REPLACE TRIGGER {table}_guard BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {DISTRIBUTION}_row_guard()"
        for table in (PROJECT, BODY)
    ),
]


def install(using: str = "default", **_: Any) -> None:
    """Put the triggers in place, whatever stood there before."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if not {DISTRIBUTION, PROJECT, BODY, FUND} <= set(connection.introspection.table_names(cursor)):
            return
        if connection.vendor == "postgresql":
            for statement in POSTGRES:
                cursor.execute(statement)
            return
        for statement in _sqlite():
            cursor.execute(f"DROP TRIGGER IF EXISTS {statement.split()[2]}")
            cursor.execute(statement)
