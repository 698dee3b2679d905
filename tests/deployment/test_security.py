"""Under the settings of .env.example nothing is left open: Django's own check, headers, cookies."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deployment.compose import ROOT, environment

ASKED = """
import json, os, sys, django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
client = Client()
inside = client.get("/readyz", headers={"host": "127.0.0.1"})
plain = client.get("/login/", headers={"host": "portal.example"})
page = client.get("/login/", headers={"host": "portal.example", "x-forwarded-proto": "https"})
cookies = {name: [cookie["secure"], cookie["samesite"]] for name, cookie in page.cookies.items()}
told = {"inside": inside.content.decode(), "plain": [plain.status_code, plain.headers.get("Location")]}
print(json.dumps(told | {"status": page.status_code, "headers": dict(page.headers), "cookies": cookies}))
"""


@pytest.fixture(scope="module")
def around(tmp_path_factory) -> dict[str, str]:
    """The environment of the web service of docker-compose.yml, on an embedded database."""
    data: Path = tmp_path_factory.mktemp("data")
    mine = environment("web") | {"PORTAL_DATA_DIR": str(data), "DATABASE_URL": f"sqlite:///{data}/portal.sqlite3"}
    mine |= {"CELERY_BROKER_URL": "", "DJANGO_SETTINGS_MODULE": "ranking_portal.settings", "PATH": os.environ["PATH"]}
    return mine | {"LOG_LEVEL": "ERROR"}


def test_djangos_check_of_an_installation_finds_nothing(around):
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=around, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_what_browsers_are_told(around):
    command = [sys.executable, "-c", ASKED]
    done = subprocess.run(command, env=around, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["plain"] == [301, "https://portal.example/login/"]
    assert told["inside"] == "ready"  # past the proxy, without TLS
    assert told["status"] == 200
    headers = told["headers"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert told["cookies"]
    assert all(cookie == [True, "Lax"] for cookie in told["cookies"].values())


def test_the_session_is_out_of_reach_of_scripts(settings):
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
