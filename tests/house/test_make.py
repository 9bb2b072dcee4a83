"""What can be typed, and what continuous integration types."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.generated import ROOT

PROMISED = {"setup", "demo", "story", "run", "test", "test-long", "check", "fix", "lock", "bench", "audit", "help"}
"""What others rely on."""

MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))
DOCUMENTED = set(re.findall(r"^([a-z-]+):.*## \S", MAKEFILE, re.M))
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_every_target_that_others_rely_on_exists() -> None:
    assert PROMISED <= TARGETS


def test_every_target_says_what_it_is_for() -> None:
    assert TARGETS == DOCUMENTED


def test_no_target_can_be_hidden_by_a_file_of_its_name() -> None:
    phony = re.search(r"^\.PHONY:(.*)$", MAKEFILE, re.M)

    assert phony
    assert set(phony[1].split()) == TARGETS


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_help_is_what_make_says_by_itself() -> None:
    said = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, check=True, capture_output=True, text=True).stdout

    assert set(re.findall(r"^  make ([a-z-]+) ", said, re.M)) == TARGETS


def test_every_other_target_sets_up_what_it_needs() -> None:
    alone = set(re.findall(r"^([a-z-]+):(?! \$\(READY\))", MAKEFILE, re.M))

    assert alone == {"help", "lock"}


def test_setting_up_installs_what_is_locked_and_nothing_else() -> None:
    installs = re.findall(r"pip install (.*-r .*?)(?: \|\| \\)?$", MAKEFILE, re.M)
    locked = re.findall(r"^LOCKED := (.*)$", MAKEFILE, re.M)

    assert [one.split()[-1] for one in installs] == ["requirements-uv.lock", "requirements.lock", "requirements.lock"]
    assert all("$(LOCKED)" in one for one in installs)
    assert "--require-hashes" in locked[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_tells_to_make_what_cannot_be_made(page: Path) -> None:
    told = re.findall(r"(?:`|^ *|&& )make ([a-z-]+)", page.read_text(), re.M)

    assert set(told) <= TARGETS


def test_continuous_integration_checks_tests_and_plays_the_story() -> None:
    script = (ROOT / ".ci/run").read_text()

    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert "set -euo pipefail" in script
    assert "export AVISA_NO_SKIPS=1" in script
    made = re.findall(r"(?:^|&& |\{ |nice )make ([a-z-]+)", script, re.M)

    assert made == ["setup", "story", "story-postgres", "check", "test"]


@pytest.mark.parametrize("broken", ["setup", "story", "story-postgres", "check", "test", "nothing"])
def test_continuous_integration_fails_with_any_of_them(tmp_path: Path, broken: str) -> None:
    for name in ("make", "chromium", "python3"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho made $1\n[ $1 != {broken} ]\n")
        (tmp_path / name).chmod(0o700)
    where = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "TMPDIR": str(tmp_path)}
    ran = subprocess.run([ROOT / ".ci/run"], env=where, capture_output=True, text=True, timeout=60, check=False)

    assert (ran.returncode == 0) == (broken == "nothing")
    assert broken in ("setup", "nothing") or f"made {broken}" in ran.stdout


def test_what_is_private_stays_out_of_git() -> None:
    ignored = (ROOT / ".gitignore").read_text().splitlines()

    assert {"/data/", "/keys/", ".env"} <= set(ignored)
