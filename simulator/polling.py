"""The methods of the Bot API that are about how updates reach the bot."""

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from simulator.errors import bad
from simulator.updates import BY_WEBHOOK

if TYPE_CHECKING:
    from simulator.engine import Call, Engine

Fields = Mapping[str, Any]

TRUE = b"true"
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
    if "allowed_updates" in fields:
        engine.updates.allow(fields["allowed_updates"])
    if fields.get("drop_pending_updates"):
        engine.updates.clear()
    engine.updates.end_poll(BY_WEBHOOK)
    kept = ("url", "ip_address", "max_connections", "secret_token")
    engine.updates.webhook = {name: fields[name] for name in kept if name in fields}
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
        "has_custom_certificate": False,
        "pending_update_count": len(updates),
    }
    if hook:
        info["max_connections"] = hook.get("max_connections", 40)
        info |= {name: hook[name] for name in ("ip_address",) if name in hook}
    if updates.allowed is not None:
        info["allowed_updates"] = updates.allowed
    return json.dumps(info).encode()
