"""What is the matter with a database, for those who know no SQL."""


class Unavailable(Exception):
    """The database cannot do it at this moment: locked by another, disk full, read-only. Nothing was changed."""


class Unwritable(Unavailable):
    """The disk takes nothing: it is full, or may only be read. Nothing was changed. What is there can still be read."""


class Damaged(Exception):
    """The file is no whole database any more. Nothing can be done with it but to put a backup in its place."""
