"""What is the matter with a database, for those who know no SQL."""


class Unavailable(Exception):
    """The database cannot do it at this moment: locked by another, away, disk full, read-only. Nothing was changed; but
    when it went away just as a transaction was to be committed, nobody knows whether it was."""


class Refused(Unavailable):
    """It answers, and will not do it until somebody mends that: a wrong password, a missing right, a name it does not
    know."""


class Unwritable(Unavailable):
    """The disk takes nothing: it is full, or may only be read. Nothing was changed. What is there can still be read."""


class Locked(Exception):
    """Another process has the database. The message says which one."""


class Deposed(Unavailable):
    """Another process leads by now, or this one was given up by the others. Nothing was changed."""


class Damaged(Exception):
    """The file is no whole database any more. Nothing can be done with it but to put a backup in its place."""
