"""The first schema"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Integer = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def only(where: str) -> dict[str, Any]:
    """What an index takes when it covers these rows alone."""
    return {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}


def upgrade() -> None:
    op.create_table(
        "facts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sqlite_strict=True,
    )
    op.create_table(
        "inbox",
        sa.Column("arrival", Integer, autoincrement=True, nullable=False),
        sa.Column("update_id", Integer, nullable=False),
        sa.Column("chat", sa.LargeBinary(), nullable=True),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("received", Integer, nullable=False),
        sa.Column("applied", sa.LargeBinary(), nullable=True),
        sa.Column("answered", Integer, nullable=True),
        sa.Column("failures", Integer, nullable=False),
        sa.Column("urgency", Integer, nullable=False),
        sa.PrimaryKeyConstraint("arrival"),
        sa.UniqueConstraint("update_id", name=op.f("inbox_update_id_once")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("inbox_by_answered"), "inbox", ["answered"], unique=False)
    op.create_index(op.f("inbox_by_chat"), "inbox", ["chat"], unique=False)
    op.create_table(
        "people",
        sa.Column("number", Integer, autoincrement=True, nullable=False),
        sa.Column("handle", sa.LargeBinary(), nullable=False),
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("joined", Integer, nullable=False),
        sa.Column("missing", Integer, nullable=True),
        sa.Column("paused_until", Integer, nullable=True),
        sa.Column("quiet", Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("sponsor", Integer, nullable=True),
        sa.Column("branch", Integer, nullable=True),
        sa.Column("trained", Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("exercises", Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("suspended", Integer, nullable=True),
        sa.CheckConstraint("role IN ('resident', 'volunteer', 'organizer')", name=op.f("people_role_known")),
        sa.CheckConstraint("quiet IN (0, 1)", name=op.f("people_quiet_known")),
        sa.CheckConstraint("trained IN (0, 1)", name=op.f("people_trained_known")),
        sa.CheckConstraint("exercises IN (0, 1)", name=op.f("people_exercises_known")),
        sa.ForeignKeyConstraint(["sponsor"], ["people.number"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("handle", name=op.f("people_handle_once")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("people_by_paused_until"),
        "people",
        ["paused_until"],
        unique=False,
        **only("paused_until IS NOT NULL"),
    )
    op.create_index(op.f("people_by_role"), "people", ["role"], unique=False, **only("role = 'organizer'"))
    op.create_index(op.f("people_by_sponsor"), "people", ["sponsor"], unique=False, **only("sponsor IS NOT NULL"))
    op.create_index(op.f("people_by_exercises"), "people", ["exercises"], unique=False, **only("exercises = 1"))
    op.create_index(
        op.f("people_by_suspended"),
        "people",
        ["suspended"],
        unique=False,
        **only("suspended IS NOT NULL"),
    )
    op.create_table(
        "members",
        sa.Column("number", Integer, autoincrement=True, nullable=False),
        sa.Column("pid", Integer, nullable=False),
        sa.Column("beat", Integer, nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=True),
        sa.Column("fence", Integer, nullable=True),
        sa.Column("wants", Integer, server_default=sa.text("0"), nullable=False),
        sa.Column("share", Integer, nullable=True),
        sa.PrimaryKeyConstraint("number"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "quarantine",
        sa.Column("id", Integer, autoincrement=True, nullable=False),
        sa.Column("update_id", Integer, nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("size", Integer, nullable=False),
        sa.Column("at", Integer, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "areas",
        sa.Column("neighborhood", sa.Text(), nullable=False),
        sa.Column("person", Integer, nullable=False),
        sa.Column("since", Integer, nullable=False),
        sa.Column("until", Integer, nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("neighborhood", "person", "since"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("areas_by_person"), "areas", ["person"], unique=False)
    op.create_index(op.f("areas_by_until"), "areas", ["until"], unique=False, **only("until IS NOT NULL"))
    op.create_table(
        "drafts",
        sa.Column("person", Integer, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed", Integer, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person"),
        sqlite_strict=True,
    )
    op.create_table(
        "duties",
        sa.Column("neighborhood", sa.Text(), nullable=False),
        sa.Column("person", Integer, nullable=False),
        sa.Column("until", Integer, nullable=False),
        sa.Column("muted_until", Integer, nullable=True),
        sa.Column("busy_until", Integer, nullable=True),
        sa.Column("reminded", Integer, server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("reminded IN (0, 1)", name=op.f("duties_reminded_known")),
        sa.ForeignKeyConstraint(["person"], ["people.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("neighborhood", "person"),
        sqlite_strict=True,
    )
    op.create_index(op.f("duties_by_person"), "duties", ["person"], unique=False)
    op.create_index(op.f("duties_by_until"), "duties", ["until"], unique=False)
    op.create_table(
        "incidents",
        sa.Column("id", Integer, autoincrement=True, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("neighborhood", sa.Text(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("observed", Integer, nullable=False),
        sa.Column("opened", Integer, nullable=False),
        sa.Column("changed", Integer, nullable=False),
        sa.Column("version", Integer, nullable=False),
        sa.Column("edition", Integer, server_default=sa.text("1"), nullable=False),
        sa.Column("expires", Integer, nullable=True),
        sa.Column("asked", Integer, nullable=True),
        sa.Column("claimed_by", Integer, nullable=True),
        sa.Column("claimed_until", Integer, nullable=True),
        sa.Column("first_claimed", Integer, nullable=True),
        sa.Column("merged_into", Integer, nullable=True),
        sa.Column("split_from", Integer, nullable=True),
        sa.Column("regrouped", Integer, nullable=True),
        sa.Column("moved", sa.Text(), nullable=True),
        sa.Column("exercise", Integer, server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "activity IN ('gathering', 'patrol', 'questioning', 'detention', 'entry', 'checkpoint', 'other')",
            name=op.f("incidents_activity_known"),
        ),
        sa.CheckConstraint("number IN ('few', 'several', 'many', 'unknown')", name=op.f("incidents_number_known")),
        sa.CheckConstraint(
            "status IN ('unverified', 'active', 'dismissed', 'over', 'retracted', 'merged', 'expired', 'lapsed')",
            name=op.f("incidents_status_known"),
        ),
        sa.CheckConstraint("exercise IN (0, 1)", name=op.f("incidents_exercise_known")),
        sa.ForeignKeyConstraint(["claimed_by"], ["people.number"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["merged_into"], ["incidents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["split_from"], ["incidents.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("incidents_by_opened"), "incidents", ["opened"], unique=False)
    op.create_index(
        op.f("incidents_by_claimed_by"),
        "incidents",
        ["claimed_by"],
        unique=False,
        **only("claimed_by IS NOT NULL"),
    )
    op.create_index(
        op.f("incidents_by_claimed_until"),
        "incidents",
        ["claimed_until"],
        unique=False,
        **only("claimed_until IS NOT NULL"),
    )
    op.create_index(op.f("incidents_by_merged_into"), "incidents", ["merged_into"], unique=False)
    op.create_index(op.f("incidents_by_split_from"), "incidents", ["split_from"], unique=False)
    op.create_index(op.f("incidents_by_status_changed"), "incidents", ["status", "changed"], unique=False)
    op.create_index(op.f("incidents_by_status_place"), "incidents", ["status", "place"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("inviter", Integer, nullable=True),
        sa.Column("expires", Integer, nullable=False),
        sa.Column("accepted", Integer, nullable=True),
        sa.Column("areas", sa.Text(), nullable=True),
        sa.Column("agreed", Integer, nullable=True),
        sa.CheckConstraint("role IN ('resident', 'volunteer', 'organizer')", name=op.f("invitations_role_known")),
        sa.ForeignKeyConstraint(["agreed"], ["people.number"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["inviter"], ["people.number"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("digest"),
        sqlite_strict=True,
    )
    op.create_index(op.f("invitations_by_inviter"), "invitations", ["inviter"], unique=False)
    op.create_table(
        "letters",
        sa.Column("id", Integer, autoincrement=True, nullable=False),
        sa.Column("person", Integer, nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("written", Integer, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("letters_by_person"), "letters", ["person"], unique=False)
    op.create_table(
        "broadcasts",
        sa.Column("id", Integer, autoincrement=True, nullable=False),
        sa.Column("incident", Integer, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lane", Integer, nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("basis", Integer, nullable=True),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("opened", Integer, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ring", Integer, nullable=False),
        sa.Column("number", Integer, nullable=False),
        sa.CheckConstraint(
            "kind IN ('alert', 'follow_up', 'all_clear', 'retraction', 'stands', 'expiry', 'notice', 'notice_edit', "
            "'withdrawal', 'ignore')",
            name=op.f("broadcasts_kind_known"),
        ),
        sa.CheckConstraint("state IN ('open', 'done', 'ended', 'halted')", name=op.f("broadcasts_state_known")),
        sa.CheckConstraint("way IN ('send', 'reply', 'silent_reply', 'edit')", name=op.f("broadcasts_way_known")),
        sa.ForeignKeyConstraint(["basis"], ["broadcasts.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("broadcasts_by_basis"), "broadcasts", ["basis"], unique=False)
    op.create_index(op.f("broadcasts_by_incident"), "broadcasts", ["incident"], unique=False)
    op.create_index(op.f("broadcasts_by_state_lane"), "broadcasts", ["state", "lane"], unique=False)
    op.create_table(
        "likenesses",
        sa.Column("incident", Integer, nullable=False),
        sa.Column("other", Integer, nullable=False),
        sa.Column("metres", Integer, nullable=True),
        sa.Column("minutes", Integer, nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("apart", Integer, server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("activity IN ('same', 'confused', 'other')", name=op.f("likenesses_activity_known")),
        sa.CheckConstraint("apart IN (0, 1)", name=op.f("likenesses_apart_known")),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other"], ["incidents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("incident", "other"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("likenesses_by_other"), "likenesses", ["other"], unique=False)
    op.create_table(
        "cards",
        sa.Column("incident", Integer, nullable=False),
        sa.Column("person", Integer, nullable=False),
        sa.Column("message", Integer, nullable=True),
        sa.Column("drawn", Integer, nullable=False),
        sa.Column("dealt", Integer, nullable=True),
        sa.Column("awake", Integer, server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("awake IN (0, 1)", name=op.f("cards_awake_known")),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("incident", "person"),
        sqlite_strict=True,
    )
    op.create_index(op.f("cards_by_person"), "cards", ["person"], unique=False)
    op.create_table(
        "weights",
        sa.Column("incident", Integer, nullable=False),
        sa.Column("since", Integer, nullable=False),
        sa.Column("reports", Integer, nullable=False),
        sa.Column("new", Integer, nullable=False),
        sa.Column("settled", Integer, nullable=False),
        sa.Column("established", Integer, nullable=False),
        sa.Column("proven", Integer, nullable=False),
        sa.Column("dealt", Integer, nullable=True),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("incident"),
        sqlite_strict=True,
    )
    op.create_index(op.f("weights_by_since"), "weights", ["since"], unique=False)
    op.create_table(
        "lists",
        sa.Column("person", Integer, nullable=False),
        sa.Column("listed", sa.Text(), nullable=False),
        sa.Column("message", Integer, nullable=True),
        sa.Column("edition", Integer, nullable=False),
        sa.Column("drawn", Integer, nullable=False),
        sa.Column("sent", Integer, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person"),
        sqlite_strict=True,
    )
    op.create_index(op.f("lists_by_sent"), "lists", ["sent"], unique=False)
    op.create_table(
        "standings",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("week", Integer, nullable=False),
        sa.Column("confirmed", Integer, nullable=False),
        sa.Column("dismissed", Integer, nullable=False),
        sa.Column("today", Integer, nullable=False),
        sa.Column("began", Integer, nullable=True),
        sa.Column("last", Integer, nullable=True),
        sa.PrimaryKeyConstraint("mark"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("standings_by_week"), "standings", ["week"], unique=False)
    op.create_index(op.f("standings_by_began"), "standings", ["began"], unique=False)
    op.create_table(
        "findings",
        sa.Column("id", Integer, autoincrement=True, nullable=False),
        sa.Column("incident", Integer, nullable=False),
        sa.Column("person", Integer, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("looked", sa.Text(), nullable=False),
        sa.Column("at", Integer, nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("activity", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "activity IN ('gathering', 'patrol', 'questioning', 'detention', 'entry', 'checkpoint', 'other')",
            name=op.f("findings_activity_known"),
        ),
        sa.CheckConstraint(
            "agency IN ('ice', 'federal', 'local_police', 'unsure')", name=op.f("findings_agency_known")
        ),
        sa.CheckConstraint("answer IN ('seen', 'nothing_there', 'cannot_tell')", name=op.f("findings_answer_known")),
        sa.CheckConstraint("looked IN ('on_scene', 'remote')", name=op.f("findings_looked_known")),
        sa.CheckConstraint("number IN ('few', 'several', 'many', 'unknown')", name=op.f("findings_number_known")),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.number"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("incident", "person", name=op.f("findings_incident_person_once")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("findings_by_person"), "findings", ["person"], unique=False)
    op.create_table(
        "reports",
        sa.Column("id", Integer, autoincrement=True, nullable=False),
        sa.Column("incident", Integer, nullable=False),
        sa.Column("person", Integer, nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("neighborhood", sa.Text(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("observed", Integer, nullable=False),
        sa.Column("received", Integer, nullable=False),
        sa.Column("point", sa.LargeBinary(), nullable=True),
        sa.Column("vehicles", sa.Text(), nullable=True),
        sa.Column("vests", sa.Text(), nullable=True),
        sa.Column("firsthand", Integer, server_default=sa.text("1"), nullable=False),
        sa.Column("still", sa.Text(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("photo", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "activity IN ('gathering', 'patrol', 'questioning', 'detention', 'entry', 'checkpoint', 'other')",
            name=op.f("reports_activity_known"),
        ),
        sa.CheckConstraint("number IN ('few', 'several', 'many', 'unknown')", name=op.f("reports_number_known")),
        sa.CheckConstraint("vehicles IN ('none', 'one', 'several', 'not_sure')", name=op.f("reports_vehicles_known")),
        sa.CheckConstraint(
            "vests IN ('yes', 'no', 'few', 'several', 'many', 'ice', 'federal', 'police', 'nothing', 'not_sure')",
            name=op.f("reports_vests_known"),
        ),
        sa.CheckConstraint("firsthand IN (0, 1)", name=op.f("reports_firsthand_known")),
        sa.CheckConstraint("still IN ('there', 'gone')", name=op.f("reports_still_known")),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.number"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("reports_by_incident"), "reports", ["incident"], unique=False)
    op.create_index(op.f("reports_by_person_received"), "reports", ["person", "received"], unique=False)
    op.create_table(
        "receipts",
        sa.Column("broadcast", Integer, nullable=False),
        sa.Column("person", Integer, nullable=False),
        sa.Column("message", Integer, nullable=True),
        sa.ForeignKeyConstraint(["broadcast"], ["broadcasts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("broadcast", "person"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "progress",
        sa.Column("broadcast", Integer, nullable=False),
        sa.Column("person", Integer, nullable=False),
        sa.Column("message", Integer, nullable=True),
        sa.Column("told", Integer, nullable=False),
        sa.Column("total", Integer, nullable=False),
        sa.Column("at", Integer, nullable=False),
        sa.ForeignKeyConstraint(["broadcast"], ["broadcasts.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("broadcast", "person"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("progress_by_person"), "progress", ["person"], unique=False)
    op.create_table(
        "echoes",
        sa.Column("incident", Integer, nullable=False),
        sa.Column("person", Integer, nullable=False),
        sa.Column("echo", sa.Text(), nullable=False),
        sa.Column("at", Integer, nullable=False),
        sa.CheckConstraint("echo IN ('seen_too', 'maybe_over', 'still_there', 'gone')", name=op.f("echoes_echo_known")),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("incident", "person", "echo"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("echoes_by_at"), "echoes", ["at"], unique=False)
    op.create_index(op.f("echoes_by_person"), "echoes", ["person"], unique=False)
    op.create_table(
        "questions",
        sa.Column("id", Integer, autoincrement=True, nullable=False),
        sa.Column("report", Integer, nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("at", Integer, nullable=False),
        sa.Column("answered", Integer, nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("reply", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "asked IN ('still_there', 'how_many', 'vests', 'see_it', 'words')", name=op.f("questions_asked_known")
        ),
        sa.CheckConstraint(
            "said IN ('yes', 'no', 'few', 'several', 'many', 'ice', 'federal', 'police', 'nothing', 'not_sure')",
            name=op.f("questions_said_known"),
        ),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("questions_by_at"), "questions", ["at"], unique=False)
    op.create_index(op.f("questions_by_report"), "questions", ["report"], unique=False)
    op.create_table(
        "lines",
        sa.Column("person", Integer, nullable=False),
        sa.Column("incident", Integer, nullable=False),
        sa.Column("question", Integer, nullable=True),
        sa.Column("since", Integer, nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.number"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["question"], ["questions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person"),
        sqlite_strict=True,
    )
    op.create_index(op.f("lines_by_incident"), "lines", ["incident"], unique=False)
    op.create_index(op.f("lines_by_question"), "lines", ["question"], unique=False)
    op.create_index(op.f("lines_by_since"), "lines", ["since"], unique=False)
    op.create_table(
        "agreements",
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("about", Integer, nullable=False),
        sa.Column("person", Integer, nullable=False),
        sa.Column("at", Integer, nullable=False),
        sa.CheckConstraint("wish IN ('resume', 'ignore', 'exercise', 'readmit')", name=op.f("agreements_wish_known")),
        sa.ForeignKeyConstraint(["person"], ["people.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("wish", "about", "person"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("agreements_by_at"), "agreements", ["at"], unique=False)
    op.create_index(op.f("agreements_by_person"), "agreements", ["person"], unique=False)
    op.create_table(
        "ledger",
        sa.Column("number", Integer, nullable=False),
        sa.Column("at", Integer, nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", Integer, nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("tag", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("first", Integer, nullable=True),
        sa.Column("last", Integer, nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "act IN ('alert', 'follow_up', 'all_clear', 'retraction', 'stands', 'expiry', 'notice', 'notice_edit', "
            "'withdrawal', 'ignore', 'notice_planned', 'notice_dropped', 'merged', 'split', 'undone', 'exercise', "
            "'frozen', 'resumed', 'suspended', 'readmitted', 'appointed', 'removed', 'held', 'released')",
            name=op.f("ledger_act_known"),
        ),
        sa.CheckConstraint("role IN ('resident', 'volunteer', 'organizer')", name=op.f("ledger_role_known")),
        sa.PrimaryKeyConstraint("number"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ledger_by_at"), "ledger", ["at"], unique=False)
    op.create_index(op.f("ledger_by_last"), "ledger", ["last"], unique=False)
    op.create_table(
        "tallies",
        sa.Column("week", Integer, nullable=False),
        sa.Column("neighborhood", sa.Text(), nullable=False),
        sa.Column("reports", Integer, nullable=False),
        sa.Column("dismissed", Integer, nullable=False),
        sa.Column("minutes", Integer, nullable=False),
        sa.PrimaryKeyConstraint("week", "neighborhood"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )

    op.create_table(
        "notices",
        sa.Column("id", Integer, autoincrement=True, nullable=False),
        sa.Column("author", Integer, nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("writing", sa.Text(), nullable=True),
        sa.Column("asked", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("changed", Integer, nullable=False),
        sa.Column("next", Integer, nullable=True),
        sa.Column("broadcast", Integer, nullable=True),
        sa.Column("amends", Integer, nullable=True),
        sa.CheckConstraint(
            "state IN ('writing', 'proposed', 'planned', 'approved', 'dropped', 'withdrawn')",
            name=op.f("notices_state_known"),
        ),
        sa.ForeignKeyConstraint(["amends"], ["notices.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["author"], ["people.number"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["broadcast"], ["broadcasts.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("notices_by_amends"), "notices", ["amends"], unique=False)
    op.create_index(op.f("notices_by_author"), "notices", ["author"], unique=False)
    op.create_index(op.f("notices_by_broadcast"), "notices", ["broadcast"], unique=False)
    op.create_index(op.f("notices_by_changed"), "notices", ["changed"], unique=False)
    op.create_index(op.f("notices_by_next"), "notices", ["next"], unique=False, **only("next IS NOT NULL"))
    op.create_index(op.f("notices_by_state"), "notices", ["state"], unique=False)
    op.create_table(
        "translators",
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("person", Integer, nullable=False),
        sa.Column("notice", Integer, nullable=True),
        sa.Column("since", Integer, nullable=True),
        sa.ForeignKeyConstraint(["notice"], ["notices.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person"], ["people.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("language", "person"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("translators_by_notice"), "translators", ["notice"], unique=False)
    op.create_index(op.f("translators_by_person"), "translators", ["person"], unique=False)


def downgrade() -> None:
    op.drop_table("tallies")
    op.drop_index(op.f("ledger_by_last"), table_name="ledger")
    op.drop_index(op.f("ledger_by_at"), table_name="ledger")
    op.drop_table("ledger")
    op.drop_index(op.f("agreements_by_person"), table_name="agreements")
    op.drop_index(op.f("agreements_by_at"), table_name="agreements")
    op.drop_table("agreements")
    op.drop_index(op.f("translators_by_person"), table_name="translators")
    op.drop_index(op.f("translators_by_notice"), table_name="translators")
    op.drop_table("translators")
    op.drop_index(op.f("notices_by_state"), table_name="notices")
    op.drop_index(op.f("notices_by_next"), table_name="notices", **only("next IS NOT NULL"))
    op.drop_index(op.f("notices_by_changed"), table_name="notices")
    op.drop_index(op.f("notices_by_broadcast"), table_name="notices")
    op.drop_index(op.f("notices_by_author"), table_name="notices")
    op.drop_index(op.f("notices_by_amends"), table_name="notices")
    op.drop_table("notices")
    op.drop_index(op.f("lines_by_since"), table_name="lines")
    op.drop_index(op.f("lines_by_question"), table_name="lines")
    op.drop_index(op.f("lines_by_incident"), table_name="lines")
    op.drop_table("lines")
    op.drop_index(op.f("questions_by_report"), table_name="questions")
    op.drop_index(op.f("questions_by_at"), table_name="questions")
    op.drop_table("questions")
    op.drop_index(op.f("echoes_by_person"), table_name="echoes")
    op.drop_index(op.f("echoes_by_at"), table_name="echoes")
    op.drop_table("echoes")
    op.drop_index(op.f("progress_by_person"), table_name="progress")
    op.drop_table("progress")
    op.drop_table("receipts")
    op.drop_index(op.f("reports_by_person_received"), table_name="reports")
    op.drop_index(op.f("reports_by_incident"), table_name="reports")
    op.drop_table("reports")
    op.drop_index(op.f("findings_by_person"), table_name="findings")
    op.drop_table("findings")
    op.drop_index(op.f("likenesses_by_other"), table_name="likenesses")
    op.drop_table("likenesses")
    op.drop_index(op.f("standings_by_began"), table_name="standings")
    op.drop_index(op.f("standings_by_week"), table_name="standings")
    op.drop_table("standings")
    op.drop_index(op.f("lists_by_sent"), table_name="lists")
    op.drop_table("lists")
    op.drop_index(op.f("weights_by_since"), table_name="weights")
    op.drop_table("weights")
    op.drop_index(op.f("cards_by_person"), table_name="cards")
    op.drop_table("cards")
    op.drop_index(op.f("broadcasts_by_state_lane"), table_name="broadcasts")
    op.drop_index(op.f("broadcasts_by_incident"), table_name="broadcasts")
    op.drop_index(op.f("broadcasts_by_basis"), table_name="broadcasts")
    op.drop_table("broadcasts")
    op.drop_index(op.f("letters_by_person"), table_name="letters")
    op.drop_table("letters")
    op.drop_index(op.f("invitations_by_inviter"), table_name="invitations")
    op.drop_table("invitations")
    op.drop_index(op.f("incidents_by_split_from"), table_name="incidents")
    op.drop_index(op.f("incidents_by_claimed_until"), table_name="incidents")
    op.drop_index(op.f("incidents_by_claimed_by"), table_name="incidents")
    op.drop_index(op.f("incidents_by_opened"), table_name="incidents")
    op.drop_index(op.f("incidents_by_merged_into"), table_name="incidents")
    op.drop_index(op.f("incidents_by_status_place"), table_name="incidents")
    op.drop_table("incidents")
    op.drop_index(op.f("duties_by_until"), table_name="duties")
    op.drop_index(op.f("duties_by_person"), table_name="duties")
    op.drop_table("duties")
    op.drop_table("drafts")
    op.drop_index(op.f("areas_by_until"), table_name="areas")
    op.drop_index(op.f("areas_by_person"), table_name="areas")
    op.drop_table("areas")
    op.drop_table("quarantine")
    op.drop_table("members")
    op.drop_index(op.f("people_by_suspended"), table_name="people")
    op.drop_index(op.f("people_by_exercises"), table_name="people")
    op.drop_index(op.f("people_by_sponsor"), table_name="people")
    op.drop_index(op.f("people_by_role"), table_name="people")
    op.drop_table("people")
    op.drop_index(op.f("inbox_by_chat"), table_name="inbox")
    op.drop_index(op.f("inbox_by_answered"), table_name="inbox")
    op.drop_table("inbox")
    op.drop_table("facts")
