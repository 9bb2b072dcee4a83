"""What an operator does with `python -m bot` beside running it."""
