"""Broadcasts, cards and letters -> Telegram: in which order, how fast, and what happens when one does not arrive."""
