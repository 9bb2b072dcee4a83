"""`make sbom`: the bill of materials of what runs, in CycloneDX, made from the lock alone and the same each time.

`pip-audit` writes one too, and leaves out what its registry does not answer for: behind a mirror that is everything.
"""

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.house.generated import ROOT

ENTRY = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)[^\n]*\n((?:\s+[^\n]+\n)+)", re.M)
URN = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
"""The namespace of RFC 4122 for addresses."""


@dataclass(frozen=True, slots=True)
class Library:
    """One package of the lock."""

    name: str
    version: str
    hashes: tuple[str, ...]
    """Of its files, any of which may be installed."""
    wanted_by: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its name in the language of bills of materials."""
        return f"pkg:pypi/{self.name}@{self.version}"


def locked(text: str) -> Iterator[Library]:
    """Every package of a lock."""
    for name, version, rest in ENTRY.findall(text):
        via = rest.partition("# via")[2]
        parents = re.findall(r"([A-Za-z0-9._-]+)(?: \(pyproject\.toml\))?\s*$", via, re.M)
        yield Library(name, version, tuple(re.findall(r"--hash=sha256:(\w+)", rest)), tuple(parents))


def bill() -> dict[str, Any]:
    """The bill: what there is, and what wants what."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    libraries = list(locked((ROOT / "requirements-run.lock").read_text()))
    refs = {one.name: one.purl for one in libraries} | {project["name"]: project["name"]}
    itself = {
        "type": "application",
        "bom-ref": project["name"],
        "name": project["name"],
        "version": project["version"],
        "licenses": [{"license": {"id": project["license"]}}],
    }
    components = [
        {
            "type": "library",
            "bom-ref": one.purl,
            "name": one.name,
            "version": one.version,
            "purl": one.purl,
            "properties": [{"name": "avisa:sha256", "value": value} for value in one.hashes],
        }
        for one in libraries
    ]
    wants = [
        {"ref": ref, "dependsOn": [one.purl for one in libraries if name in one.wanted_by]}
        for name, ref in refs.items()
    ]
    what = {"metadata": {"component": itself}, "components": components, "dependencies": wants}
    serial = uuid.uuid5(URN, json.dumps(what, sort_keys=True))
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1, **what}


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=2)
