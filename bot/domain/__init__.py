"""What Avisa decides. Frozen dataclasses, enums and pure functions; the clock and the policy are arguments."""
