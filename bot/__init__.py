"""Avisa: what the bot is."""

import os

# PTB 22 reads this once: durations come as timedelta, and its deprecation warning (an error in our tests) is gone.
os.environ.setdefault("PTB_TIMEDELTA", "true")
