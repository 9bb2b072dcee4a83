"""The whole story, played once against a real bot process and asserted step by step."""

from simulator.story.playing import play

__all__ = ["play"]
