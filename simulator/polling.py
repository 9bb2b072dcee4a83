"""The methods of the Bot API that are about how updates reach the bot."""

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from simulator.errors import bad
from simulator.files import Upload
from simulator.updates import BY_WEBHOOK, CONNECTIONS

if TYPE_CHECKING:
    from simulator.call import Call
    from simulator.engine import Engine

Fields = Mapping[str, Any]

TRUE = b"true"
MOST_CONNECTIONS = 100
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def get_updates(engine: "Engine", fields: Fields) -> bytes:
    """What has not been confirmed, or the wait for it."""
    if engine.updates.webhook is None and "allowed_updates" in fields:
        engine.updates.allow(fields["allowed_updates"])
    found = await engine.updates.poll(fields.get("offset", 0), fields.get("limit", 100), fields.get("timeout", 0))
    return b"[%b]" % b",".join(update.json for update in found)


def set_webhook(engine: "Engine", fields: Fields, _call: "Call") -> bytes:
    """Where updates are to be posted. An empty URL removes it."""
    url, secret = fields.get("url", ""), fields.get("secret_token", "")
    if not url:
        return delete_webhook(engine, fields, _call)
    if urlsplit(url).scheme != "https":
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    connections = fields.get("max_connections", CONNECTIONS)
    if not 1 <= connections <= MOST_CONNECTIONS:
        raise bad(f"bad webhook: max_connections must be between 1 and {MOST_CONNECTIONS}")
    if "allowed_updates" in fields:
        engine.updates.allow(fields["allowed_updates"])
    if fields.get("drop_pending_updates"):
        engine.updates.clear()
    engine.updates.end_poll(BY_WEBHOOK)
    kept = ("url", "ip_address", "max_connections", "secret_token")
    engine.updates.webhook = {name: fields[name] for name in kept if name in fields}
    engine.updates.webhook["has_certificate"] = isinstance(fields.get("certificate"), Upload)
    engine.updates.wake()
    return TRUE


def delete_webhook(engine: "Engine", fields: Fields, _call: "Call") -> bytes:
    """Back to polling."""
    if fields.get("drop_pending_updates"):
        engine.updates.clear()
    engine.updates.webhook = None
    return TRUE


def get_webhook_info(engine: "Engine", _fields: Fields, _call: "Call") -> bytes:
    """The webhook as it stands; its secret is not told."""
    updates, hook = engine.updates, engine.updates.webhook or {}
    info: dict[str, Any] = {
        "url": hook.get("url", ""),
        "has_custom_certificate": hook.get("has_certificate", False),
        "pending_update_count": len(updates),
    }
    if hook:
        info["max_connections"] = hook.get("max_connections", CONNECTIONS)
        info |= {name: hook[name] for name in ("ip_address",) if name in hook}
    if "error" in hook:
        info["last_error_date"], info["last_error_message"] = hook["error"]
    if updates.allowed is not None:
        info["allowed_updates"] = updates.allowed
    return json.dumps(info).encode()
