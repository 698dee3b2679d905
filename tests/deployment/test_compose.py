"""docker-compose.yml says what Compose understands, confines what it starts, and its settings are all explained."""

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from tests.deployment.compose import ROOT, Unset, compose, environment, example, filled, variables_of_compose

PORTAL = ["migrate", "web", "worker", "beat"]
SETTINGS_FILES = ["ranking_portal/settings.py", "ranking_portal/region.py", "gunicorn.conf.py"]
# Of a whole installation rather than of a container: what docker-compose.yml has no use for.
NOT_IN_CONTAINERS = {"PORTAL_DEMO", "STATIC_ROOT"}
# What ends up in an address on the host or in the name of an image.
OF_THE_HOST = {"TLS_DIR", "HTTP_ADDRESS", "HTTPS_ADDRESS", "BACKUP_DIR", "TASK_WORKERS", "POSTGRES_PASSWORD"}


def read_by_the_portal() -> set[str]:
    """Names of the variables that settings and the web server's configuration read."""
    calls = re.compile(r"""(?:env(?:\.\w+)?|environ\.get)\(\s*["']([A-Z_]+)["']""")
    return {name for path in SETTINGS_FILES for name in calls.findall((ROOT / path).read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = compose(filled())["services"]
    return found


def test_the_file_keeps_the_schema_of_compose(tmp_path):
    """The schema is Compose's own, carried by the checker."""
    (tmp_path / "docker-compose.yml").write_text(yaml.safe_dump(compose(filled())), encoding="utf-8")
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    for file in (tmp_path / "docker-compose.yml", ROOT / "docker-compose.yml"):
        done = subprocess.run([*checker, str(file)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_every_setting_is_explained_and_every_explained_one_is_read():
    assert set(example()) == read_by_the_portal() | variables_of_compose()
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    for name in set(example()) - {"HTTPS_ADDRESS", "WEB_THREADS", "CELERY_BROKER_URL"}:  # told with the line above
        before = re.split(rf"^(?:# )?{name}=", text, flags=re.MULTILINE)[0].rstrip("\n").splitlines()[-1]
        assert before.startswith("# "), f"{name} stands without a word"


def test_every_setting_reaches_the_containers():
    reaching = set(environment("web")) | set(environment("worker"))
    assert read_by_the_portal() - NOT_IN_CONTAINERS <= reaching
    assert variables_of_compose() - OF_THE_HOST <= reaching


@pytest.mark.parametrize("name", ["SECRET_KEY", "POSTGRES_PASSWORD", "ALLOWED_HOSTS"])
def test_nothing_starts_without_what_must_be_invented(name):
    with pytest.raises(Unset, match=name):
        compose(filled() | {name: ""})


def test_every_container_is_confined(services):
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["user"].split(":")[0] not in ("root", "0"), name
        assert name == "migrate" or service["healthcheck"]["test"], name
        assert "/tmp" in service["tmpfs"], name


def test_only_the_proxy_is_reached_from_outside(services):
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert compose(filled())["networks"]["data"] == {"internal": True}
    assert all(services[name]["networks"] == ["data"] for name in ("postgres", "redis"))


def test_the_scheduler_is_one_and_queues_are_those_of_the_settings(services, settings):
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()} | {settings.CELERY_TASK_DEFAULT_QUEUE}
    queues = next(part for part in services["worker"]["command"] if part.startswith("--queues="))
    assert set(queues.removeprefix("--queues=").split(",")) == routed
    assert "beat" in services["beat"]["command"]
    assert not {"-B", "--beat"} & set(services["worker"]["command"])


def test_processes_are_given_time_to_end(services, settings):
    configured: dict[str, Any] = {}
    exec((ROOT / "gunicorn.conf.py").read_text(encoding="utf-8"), configured)
    assert int(services["web"]["stop_grace_period"].removesuffix("s")) > configured["graceful_timeout"]
    assert services["worker"]["stop_grace_period"] == "2m"


def test_the_image_runs_as_the_user_of_the_containers(services):
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert all(services[name]["user"] == "10001:10001" for name in PORTAL)
    assert "--uid 10001" in text
    assert text.count("FROM python:3.11-slim-bookworm") == 2
    assert re.findall(r"^USER (\w+)", text, re.MULTILINE) == ["portal"]


def test_the_proxy_shows_neither_figures_nor_what_is_wrong():
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    for address in ("/metrics", "/readyz"):
        assert re.search(rf"location = {address} {{ return 404; }}", text)
    assert re.search(r"proxy_set_header X-Forwarded-For \$remote_addr;", text)
    assert "$proxy_add_x_forwarded_for" not in text
    assert "ssl_certificate /tls/portal.crt;" in text
