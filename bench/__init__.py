"""Every number that we claim: `python -m bench NAME`."""
