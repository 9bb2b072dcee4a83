"""The cluster in docker-compose.yml, read as data: no engine is here. What makes the role is run on a real server."""

import asyncio
import os
import re
import subprocess
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest
import yaml

from bot.listening import PATH
from bot.settings import Settings
from db.opening import inspect
from tests.db.serving import PASSWORD, place
from tests.house.generated import PREFIX, ROOT, mentioned

SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
PROCESSES = [name for name in SERVICES if name.startswith("avisa")]
CADDY = re.sub(r"^\s*#.*$", "", (ROOT / "deploy/Caddyfile").read_text(), flags=re.M)


def test_without_the_profile_there_is_one_process_and_nothing_else() -> None:
    assert [name for name, one in SERVICES.items() if "profiles" not in one] == ["avisa"]
    assert {tuple(one["profiles"]) for one in SERVICES.values() if "profiles" in one} == {("cluster",)}


def test_there_are_three_processes_alike_that_share_their_keys() -> None:
    alike = [{key: value for key, value in SERVICES[name].items() if key != "profiles"} for name in PROCESSES]

    assert len(alike) == 3
    assert alike[0] == alike[1] == alike[2]
    assert "keys:/keys" in alike[0]["volumes"]


def test_only_the_proxy_can_be_reached() -> None:
    assert [name for name, one in SERVICES.items() if "ports" in one] == ["proxy"]
    assert SERVICES["proxy"]["ports"] == ["80:80", "443:443"]


def test_the_proxy_knows_each_process_where_it_listens() -> None:
    port = Settings.model_fields["listen"].default.rpartition(":")[2]

    assert SERVICES["proxy"]["environment"]["PROCESSES"].split() == [f"{name}:{port}" for name in PROCESSES]


def test_neither_the_proxy_nor_the_server_is_told_the_token() -> None:
    for name in ("proxy", "postgres"):
        assert "env_file" not in SERVICES[name]
        assert not mentioned(str(SERVICES[name])) & {PREFIX + "TOKEN", PREFIX + "WEBHOOK_SECRET"}


@pytest.mark.parametrize("name", ["proxy", "postgres"])
def test_what_others_made_is_pinned_by_its_version(name: str) -> None:
    assert re.fullmatch(r"[a-z]+:\d+\.\d+(\.\d+)?", SERVICES[name]["image"])


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_may_as_little_as_it_can(name: str) -> None:
    assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in SERVICES[name]


def test_every_file_that_is_mounted_is_there_and_nothing_is_kept_beside_a_volume() -> None:
    volumes = [one.split(":") for service in SERVICES.values() for one in service["volumes"]]
    kept = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["volumes"]

    for source, _, *how in volumes:
        if source.startswith("."):
            assert (ROOT / source).is_file() and how == ["ro"]
        else:
            assert source in kept


def test_the_proxy_hands_on_what_telegram_posts_and_nothing_else() -> None:
    assert re.findall(r"^\s*path (.+)$", CADDY, re.M) == [PATH]
    assert re.findall(r"^\s*method (.+)$", CADDY, re.M) == ["POST"]
    assert re.search(r"handle \{\s*respond 404\s*\}\s*\}\s*$", CADDY)
    assert "health_uri /health\n" in CADDY


def test_the_secret_that_telegram_sends_is_in_no_log_of_the_proxy() -> None:
    options = CADDY.strip().partition("\n}")[0]

    assert re.search(r"\blog \{\s*format filter \{\s*wrap json\s*fields \{\s*request>headers delete\s*\}", options)


@pytest.mark.asyncio
async def test_the_role_is_no_superuser_and_the_superuser_comes_in_from_nowhere_else() -> None:
    with place() as server:
        server.make()
        server.does("postgres", "CREATE ROLE postgres SUPERUSER LOGIN PASSWORD 'the same'")
        there = {"PGHOST": str(server.folder), "PGPORT": str(server.port), "POSTGRES_PASSWORD": PASSWORD}
        path = {"PATH": f"{server.programs}:{os.environ['PATH']}"}
        script = ["sh", str(ROOT / "deploy/postgres.sh")]
        await asyncio.to_thread(lambda: subprocess.run(script, env={**there, **path}, check=True))
        [role] = server.does("postgres", "SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = 'avisa'")

        assert tuple(role) == (False, False)
        assert (await inspect(server.url(), server.folder / "keys")).startswith("there is no database yet")
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(host="127.0.0.1", port=server.port, user="postgres", password="the same", ssl=False)
