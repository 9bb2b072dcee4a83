"""Imports point down; here, that the contracts speak of modules that exist."""

import tomllib
from typing import Any

import pytest

from tests.house.generated import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS: list[dict[str, Any]] = PROJECT["tool"]["importlinter"]["contracts"]
PACKAGES: list[str] = PROJECT["tool"]["importlinter"]["root_packages"]

[LAYERS] = [contract["layers"] for contract in CONTRACTS if contract["type"] == "layers"]
OURS = {module.strip() for layer in LAYERS for module in layer.split("|")} | {
    module
    for contract in CONTRACTS
    for module in contract.get("source_modules", []) + contract.get("forbidden_modules", [])
    if module.partition(".")[0] in PACKAGES
}


def test_the_order_is_the_one_that_is_drawn() -> None:
    assert LAYERS == [
        "bot.__main__",
        "bot.running",
        "bot.app",
        "handlers | bot.intake | bot.courier | bot.jobs",
        "bot.services | bot.render",
        "db | locales | cities",
        "bot.domain",
    ]


@pytest.mark.parametrize("module", sorted(OURS))
def test_a_contract_speaks_of_a_module_that_exists(module: str) -> None:
    path = ROOT.joinpath(*module.split("."))

    assert path.is_dir() or path.with_suffix(".py").exists()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_checked_for_types(package: str) -> None:
    assert package in PROJECT["tool"]["mypy"]["packages"]
