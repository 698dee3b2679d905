"""Settings of one installation, read by processes that start at once."""

import runpy
from pathlib import Path

import pytest

from ranking_portal import settings


def test_processes_that_start_at_once_share_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    of_others: list[str] = []

    def meanwhile() -> str:
        """While one process thinks of a key, another starts and ends its start."""
        monkeypatch.setattr(settings, "get_random_secret_key", lambda: "of-the-other")
        of_others.append(settings._secret_key())
        return "of-the-first"

    monkeypatch.setattr(settings, "get_random_secret_key", meanwhile)
    assert settings._secret_key() == of_others[0] == "of-the-other"
    assert settings._secret_key() == "of-the-other"
    assert [(one.name, one.stat().st_mode & 0o777) for one in tmp_path.iterdir()] == [("secret_key", 0o600)]


@pytest.mark.parametrize(
    ("given", "believed"),
    [
        ({}, []),
        ({"PORTAL_HTTPS": "true"}, ["127.0.0.1", "::1"]),
        ({"PORTAL_HTTPS": "true", "PORTAL_TRUSTED_PROXIES": "10.0.0.2"}, ["10.0.0.2"]),
    ],
)
def test_a_proxy_of_the_same_machine_is_believed_where_tls_ends_at_one(
    given: dict[str, str], believed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else everybody comes from one address, and thirty wrong passwords close the portal to all."""
    for name in ("PORTAL_HTTPS", "PORTAL_TRUSTED_PROXIES", "PORTAL_DEMO"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"PORTAL_DATA_DIR": str(tmp_path)} | given).items():
        monkeypatch.setenv(name, value)
    assert runpy.run_path(str(settings.__file__))["TRUSTED_PROXIES"] == believed
