"""`docs/simulator.md` says what there is."""

import re
from pathlib import Path

from simulator.control import ROUTES
from simulator.faults import KINDS
from simulator.fields import FIELDS

PAGE = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text()


def test_its_table_of_methods_is_the_one_of_the_simulator() -> None:
    rows = PAGE.partition("| about | methods |")[2].partition("\n\n")[0]

    assert sorted(re.findall(r"`(\w+)`", rows)) == sorted(FIELDS)


def test_its_table_of_faults_is_the_one_of_the_simulator() -> None:
    rows = PAGE.partition("| fault | what happens |")[2].partition("\n\n")[0]

    assert re.findall(r"^\| `(\w+)`", rows, re.M) == list(KINDS)


def test_every_way_into_the_control_door_that_it_names_is_there() -> None:
    named = set(re.findall(r"`(GET|POST|DELETE) /sim/?(\w*)", PAGE))

    assert named <= ROUTES.keys()
    assert len(named) > 5
