"""The bill of materials names all that runs, and what wants it."""

import json

from cyclonedx.model.bom import Bom

from tests.house.bill import bill
from tests.house.test_locks import RUN


def test_it_names_every_package_of_the_lock_and_nothing_else() -> None:
    named = {f"{one['name']}=={one['version']}": one for one in bill()["components"]}

    assert set(named) == {pinned.partition(" ")[0] for pinned in RUN}
    for pinned, hashes in RUN.items():
        told = {f"sha256:{one['value']}" for one in named[pinned.partition(" ")[0]]["properties"]}
        assert told == hashes


def test_everything_in_it_is_wanted_by_something() -> None:
    wanted = {ref for one in bill()["dependencies"] for ref in one["dependsOn"]}

    assert wanted == {one["bom-ref"] for one in bill()["components"]}


def test_whoever_reads_such_bills_can_read_it() -> None:
    read = Bom.from_json(json.loads(json.dumps(bill())))  # type: ignore[attr-defined]

    assert {one.name for one in read.components} == {one["name"] for one in bill()["components"]}
    assert read.metadata.component.name == "avisa"


def test_it_is_the_same_each_time() -> None:
    assert bill() == bill()
