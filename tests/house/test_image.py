"""The image and the service, read as data: no image is built here."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.house.generated import PREFIX, ROOT, mentioned

DOCKERFILE = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
LAST = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
"""The stage that becomes the image."""

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICE: dict[str, Any] = COMPOSE["services"]["avisa"]
COPIED: list[str] = re.findall(r"^COPY (?!--from)(\S+) \S+$", DOCKERFILE, re.M)
RUNS = {"bot", "handlers", "db", "locales", "cities"}


def test_only_what_runs_is_copied() -> None:
    assert set(COPIED) == RUNS | {"LICENSE", "requirements-run.lock"}


@pytest.mark.parametrize("source", COPIED)
def test_everything_that_is_copied_exists_and_is_let_in(source: str) -> None:
    let_in = (ROOT / ".dockerignore").read_text().splitlines()

    assert (ROOT / source).exists()
    assert f"!{source}" in let_in


def test_everything_else_stays_out_of_the_build() -> None:
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]

    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == set(COPIED)


def test_the_libraries_are_those_of_the_lock() -> None:
    [install] = re.findall(r"pip install .*$", DOCKERFILE, re.M)

    assert "--require-hashes" in install
    assert install.endswith("-r /requirements-run.lock")


def test_it_does_not_run_as_root() -> None:
    assert re.findall(r"^USER (\S+)$", LAST, re.M) == ["avisa"]
    assert LAST.index("USER avisa") > LAST.index("useradd")


def test_it_starts_the_bot_itself_and_so_hears_when_it_is_to_stop() -> None:
    assert 'ENTRYPOINT ["python", "-m", "bot"]' in LAST
    assert SERVICE["stop_grace_period"] == "15s"


def test_it_holds_no_secret() -> None:
    text = DOCKERFILE + (ROOT / "docker-compose.yml").read_text()
    secret = {PREFIX + "TOKEN", PREFIX + "WEBHOOK_SECRET"}

    assert not mentioned(text) & secret
    assert SERVICE["env_file"] == ".env"
    assert "environment" not in SERVICE


def test_data_and_keys_are_apart_and_where_the_image_looks_for_them() -> None:
    mounts = dict(volume.split(":") for volume in SERVICE["volumes"])

    assert set(mounts) == {"data", "keys", "backups"} <= set(COMPOSE["volumes"])
    assert f"{PREFIX}DATABASE_URL=sqlite+aiosqlite:///{mounts['data']}/avisa.db" in LAST
    assert f"{PREFIX}KEYS={mounts['keys']} " in LAST.replace("\n", " ")
    assert f"{PREFIX}BACKUPS={mounts['backups']} " in LAST.replace("\n", " ")
    places = [Path(one) for one in mounts.values()]
    assert not any(one.is_relative_to(other) for one in places for other in places if one != other)


def test_a_folder_that_is_mounted_belongs_to_who_runs_the_bot_and_to_nobody_else() -> None:
    [made] = re.findall(r"install --directory (.*)$", LAST, re.M)
    mounts = [volume.split(":")[1] for volume in SERVICE["volumes"]]

    assert made.split() == ["--owner", "avisa", "--group", "avisa", "--mode", "0700", *mounts]


def test_its_health_is_asked_for_where_it_answers() -> None:
    where = Settings.model_fields["listen"].default
    test = SERVICE["healthcheck"]["test"]

    assert test[:3] == ["CMD", "python", "-c"]
    assert f"http://{where}/health" in test[3]
    compile(test[3], "healthcheck", "exec")


def test_the_base_is_pinned_by_its_tag_and_the_file_says_how_by_digest() -> None:
    bases = set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.M))

    assert bases == {"python:3.11-slim"}
    assert "@sha256:" in DOCKERFILE


def test_nothing_else_can_be_written_and_nothing_can_be_reached() -> None:
    assert SERVICE["read_only"] is True
    assert "ports" not in SERVICE
    assert SERVICE["cap_drop"] == ["ALL"]
    assert SERVICE["security_opt"] == ["no-new-privileges:true"]


def test_the_pages_say_that_no_image_was_built() -> None:
    assert "No image was built" in " ".join((ROOT / "docs/operations.md").read_text().split())
    assert "no container image was built" in " ".join((ROOT / "README.md").read_text().split())


def test_a_commit_is_looked_at_by_local_hooks_alone() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())

    assert [repo["repo"] for repo in hooks["repos"]] == ["local"]
    assert all(hook["entry"].startswith(".venv/bin/") for hook in hooks["repos"][0]["hooks"])
