"""The locks: what is installed is exactly what was meant, wherever it comes from."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.house.generated import ROOT

ENTRY = re.compile(r"^(\S+==[^\n\\]+?) ?\\\n((?:\s+--hash=\S+(?: \\)?\n)+)", re.M)


def read(path: Path) -> Mapping[str, frozenset[str]]:
    """What a lock holds: package, version and platform, and the hashes of its files."""
    return {
        pinned: frozenset(re.findall(r"--hash=(\S+)", hashes)) for pinned, hashes in ENTRY.findall(path.read_text())
    }


def wanted(requirement: str) -> str:
    """The package in a requirement or a pin, as locks write it."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[._-]+", "-", found[0]).lower()


LOCKS = ("requirements.lock", "requirements-run.lock", "requirements-uv.lock")
LOCK = read(ROOT / "requirements.lock")
RUN = read(ROOT / "requirements-run.lock")
INSTALLED = {wanted(pinned) for pinned in LOCK}
RUNNING = {wanted(pinned) for pinned in RUN}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.mark.parametrize("name", LOCKS)
def test_everything_in_a_lock_has_a_version_and_hashes(name: str) -> None:
    packages = read(ROOT / name)
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith((" ", "#"))]

    assert [line.removesuffix(" \\") for line in lines] == list(packages)
    assert all(one.startswith("sha256:") for hashes in packages.values() for one in hashes)


@pytest.mark.parametrize("name", LOCKS)
def test_every_other_lock_is_a_part_of_the_whole_one(name: str) -> None:
    part = read(ROOT / name)

    assert {pinned: LOCK.get(pinned) for pinned in part} == part


def test_what_installs_all_others_is_locked_too() -> None:
    assert {wanted(pinned) for pinned in read(ROOT / "requirements-uv.lock")} == {"uv"}


def test_every_library_that_the_bot_needs_is_in_what_runs() -> None:
    assert {wanted(one) for one in PROJECT["project"]["dependencies"]} <= RUNNING


def test_every_tool_is_locked_and_none_of_them_runs_with_the_bot() -> None:
    tools = {wanted(one) for one in PROJECT["dependency-groups"]["dev"]}

    assert tools <= INSTALLED
    assert not tools & RUNNING


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host(name: str) -> None:
    assert not re.findall(r"://|index-url|find-links|trusted-host", (ROOT / name).read_text())


@pytest.mark.parametrize("name", ["pyproject.toml", "Makefile", "Dockerfile", "docker-compose.yml", ".ci/run"])
def test_nothing_that_installs_names_a_registry(name: str) -> None:
    text = (ROOT / name).read_text()

    assert not re.findall(r"(?<!no-emit-)index-url|find-links|trusted-host|/simple\b|tool\.uv\.index", text)


def test_the_project_is_never_uploaded() -> None:
    assert "Private :: Do Not Upload" in PROJECT["project"]["classifiers"]
