"""`python -m simulator VERB`."""

import argparse
import sys
from collections.abc import Callable

from simulator.demo import demo
from simulator.serve import serve
from simulator.story import play

VERBS: dict[str, tuple[Callable[[list[str]], int], str]] = {
    "story": (play, "the main job, played once against a real bot and asserted step by step"),
    "demo": (demo, "simulator, bot and a small city at work, to be watched and touched until Ctrl-C"),
    "serve": (serve, "a local Telegram over HTTP, until it is told to stop"),
}
"""What can be asked for: each takes the rest of the line and gives an exit code."""


def main(arguments: list[str]) -> int:
    """Do what was asked."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description="A local Telegram: the only fake in this project.",
        epilog="\n".join(f"  {name:8} {text}" for name, (_, text) in VERBS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=VERBS)
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help="try VERB --help")
    given = parser.parse_args(arguments)
    does, _ = VERBS[given.verb]
    return does(given.rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
