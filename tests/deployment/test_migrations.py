"""New migrations run while the former version still serves: nothing that its code needs goes away under it.

A column or a table is dropped, renamed or narrowed in two releases: the first stops using it, the second takes it away.
"""

import pytest
from django.apps import apps
from django.conf import settings
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser

from tests.deployment.compose import ROOT

BASE = ROOT / "tests/deployment/migrations_base.txt"
pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def of_the_base() -> list[str]:
    """Names of the migrations that are not asked, as "app/migration"."""
    return [line for line in BASE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@pytest.fixture
def linter() -> MigrationLinter:
    return MigrationLinter(no_cache=True, all_warnings_as_errors=True)


def own(linter: MigrationLinter) -> dict[str, object]:
    """The portal's own migrations by name."""
    ours = {app.label for app in apps.get_app_configs() if str(app.path).startswith(f"{settings.BASE_DIR}/")}
    ours = {label for label in ours if ".venv" not in str(apps.get_app_config(label).path)}
    found = linter.migration_loader.disk_migrations.items()
    return {f"{label}/{name}": migration for (label, name), migration in found if label in ours}


def test_every_new_migration_lets_the_former_version_serve(linter, capsys):
    for name, migration in own(linter).items():
        if name not in of_the_base():
            linter.lint_migration(migration)
    assert linter.nb_erroneous == 0, capsys.readouterr().out


def test_the_list_of_old_ones_names_migrations_that_are_there(linter):
    assert set(of_the_base()) <= set(own(linter))


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ('ALTER TABLE "projects_project" DROP COLUMN "title" CASCADE;', "DROP_COLUMN"),
        ('ALTER TABLE "projects_project" RENAME COLUMN "title" TO "name";', "RENAME_COLUMN"),
        ('ALTER TABLE "projects_project" ADD COLUMN "level" integer NOT NULL;', "NOT_NULL"),
        ('DROP TABLE "projects_project" CASCADE;', "DROP_TABLE"),
        ('CREATE INDEX "projects_title" ON "projects_project" ("title");', "CREATE_INDEX"),
    ],
)
def test_what_would_break_the_former_version_is_found(statement, found):
    errors, _, warnings = analyse_sql_statements(PostgresqlAnalyser, [statement])
    assert found in {issue.code for issue in errors + warnings}


def test_an_added_column_that_may_be_empty_is_let_through():
    statement = 'ALTER TABLE "projects_project" ADD COLUMN "level" integer NULL;'
    assert analyse_sql_statements(PostgresqlAnalyser, [statement]) == ([], [], [])
