"""`.local/env` holds secrets: made once, kept, readable by their owner only."""

import stat

import environ
import pytest

from scripts import env_file


def test_secrets_are_made_once(tmp_path):
    first = env_file.prepare(tmp_path / "env", SITE_URL="http://localhost:8000")
    second = env_file.prepare(tmp_path / "env", SITE_URL="http://localhost:8001")

    assert len(first["SECRET_KEY"]) >= 50
    assert second["SECRET_KEY"] == first["SECRET_KEY"]
    assert second["SITE_URL"] == "http://localhost:8001"


def test_only_its_owner_may_read_it(tmp_path):
    env_file.prepare(tmp_path / "env")

    assert stat.S_IMODE((tmp_path / "env").stat().st_mode) == 0o600


def test_a_line_of_ones_own_stays(tmp_path):
    env_file.prepare(tmp_path / "env")
    with (tmp_path / "env").open("a") as file:
        file.write("EMERGENCY_NUMBER=144\n")

    assert env_file.prepare(tmp_path / "env")["EMERGENCY_NUMBER"] == "144"


@pytest.mark.parametrize("name", ["plain", "with space", "50% + #1 é?"])
def test_settings_read_back_the_path_that_was_meant(tmp_path, monkeypatch, name):
    database = tmp_path / name / "db.sqlite3"
    env_file.prepare(tmp_path / "env", DATABASE_URL=env_file.sqlite_url(database))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    settings = environ.Env()
    settings.read_env(tmp_path / "env", overwrite=True)

    assert settings.db_url("DATABASE_URL")["NAME"] == str(database)
