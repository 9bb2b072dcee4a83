"""The systemd unit, read as data: what it may write, what it can gain, when it is started again."""

import re

import pytest

from bot.__main__ import Exit
from bot.settings import Settings
from tests.house.generated import PREFIX, ROOT

UNIT = (ROOT / "deploy/avisa.service").read_text()
SECTION: dict[str, list[str]] = {}
"""What stands in its section on the service, by name; each name may come several times."""

for line in UNIT.partition("[Service]")[2].partition("[Install]")[0].splitlines():
    if line and not line.startswith("#"):
        SECTION.setdefault(line.partition("=")[0], []).append(line.partition("=")[2])

PLACES = {
    name.removeprefix(PREFIX).lower(): where.removeprefix("sqlite+aiosqlite:///")
    for name, _, where in (one.partition("=") for one in SECTION["Environment"])
    if name.startswith(PREFIX)
}


def folders(name: str) -> list[str]:
    """The folders behind one of its names."""
    return " ".join(SECTION[name]).split()


def test_it_runs_as_somebody_who_is_nobody_and_can_become_nobody_else() -> None:
    assert SECTION["User"] == ["avisa"]
    assert SECTION["NoNewPrivileges"] == ["yes"]
    assert SECTION["CapabilityBoundingSet"] == SECTION["AmbientCapabilities"] == [""]


def test_only_its_data_its_keys_and_its_backups_can_be_written_each_in_a_folder_of_its_own() -> None:
    written = [PLACES["database_url"].removesuffix("/avisa.db"), PLACES["keys"], PLACES["backups"]]

    assert SECTION["ProtectSystem"] == ["strict"]
    assert folders("ReadWritePaths") == written == [f"/var/lib/{one}" for one in folders("StateDirectory")]
    assert len(set(written)) == 3
    assert (SECTION["StateDirectoryMode"], SECTION["UMask"]) == (["0700"], ["0077"])


@pytest.mark.parametrize(
    "closed",
    [
        "ProtectHome", "PrivateTmp", "PrivateDevices", "RestrictSUIDSGID", "LockPersonality", "MemoryDenyWriteExecute",
        "RestrictNamespaces", "RestrictRealtime", "ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs",
        "ProtectControlGroups", "ProtectClock", "ProtectHostname",
    ],
)  # fmt: skip
def test_the_rest_of_the_machine_is_closed_to_it(closed: str) -> None:
    assert SECTION[closed] == ["yes"]


def test_it_leaves_no_memory_on_the_disk() -> None:
    assert SECTION["LimitCORE"] == ["0"]


def test_it_is_started_again_unless_that_cannot_help() -> None:
    assert SECTION["Restart"] == ["on-failure"]
    assert SECTION["RestartPreventExitStatus"] == [f"{Exit.SETTINGS} {Exit.KEYS}"]


def test_every_setting_that_it_makes_is_one_and_none_is_secret() -> None:
    assert set(PLACES) <= set(Settings.model_fields)
    assert not re.search(rf"{PREFIX}(TOKEN|WEBHOOK_SECRET|PROXY)", UNIT)
    assert SECTION["EnvironmentFile"] == ["/etc/avisa.env"]
