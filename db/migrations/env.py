"""Alembic's entry: always on a connection that `db.opening` hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from db.tables import metadata


def plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A migration names what the database stores, so that it means the same when `db.types` has moved on."""
    return f"sa.{type(item.impl).__name__}()" if kind == "type" and isinstance(item, TypeDecorator) else False


context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_item=plain_type)
with context.begin_transaction():
    context.run_migrations()
