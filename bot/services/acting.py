"""What an update asks for takes effect once, and is answered as often as it takes.

A service that changes something is written as `@act async def submit(tx: Transaction, ...)` and called as
`submit(database, ...)`. All of it is one transaction, in which the update is also marked applied, with what the service
answered. When the same update comes again (the process died before the reply was out, or the reply failed), the service
is not asked again: its first answer is. A refusal rolls everything back and marks nothing.

One update may ask for several services, each once: answers are kept by the service's name.
"""

from collections.abc import Callable, Coroutine
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, get_type_hints

from pydantic import TypeAdapter

from db import inbox
from db.engine import Database, Transaction

P = ParamSpec("P")
R = TypeVar("R")


def act(
    does: Callable[Concatenate[Transaction, P], Coroutine[Any, Any, R]],
) -> Callable[Concatenate[Database, P], Coroutine[Any, Any, R]]:
    """The service, in a transaction of its own and at most once for the update on whose behalf it is called."""
    return _acting(does, apart=False)


def act_on_oneself(
    does: Callable[Concatenate[Transaction, P], Coroutine[Any, Any, R]],
) -> Callable[Concatenate[Database, P], Coroutine[Any, Any, R]]:
    """The same for a service that looks at nothing and changes nothing but what is that person's who asks for it, and
    begins with `demand(..., alone=True)`: what others do at the same time has nothing to do with it."""
    return _acting(does, apart=True)


def _acting(
    does: Callable[Concatenate[Transaction, P], Coroutine[Any, Any, R]], *, apart: bool
) -> Callable[Concatenate[Database, P], Coroutine[Any, Any, R]]:
    name = f"{does.__module__}.{does.__name__}"

    @cache
    def answers() -> TypeAdapter[R]:
        # Made when it is needed: sixty of them are a tenth of what a start takes.
        return TypeAdapter(get_type_hints(does)["return"])

    @wraps(does)
    async def acting(database: Database, /, *given: P.args, **named: P.kwargs) -> R:
        async def act_once(tx: Transaction) -> R:
            mark = None if tx.update is None else await inbox.mark(tx, tx.update, alone=apart)
            if mark is not None and name in mark.answers:
                return answers().validate_json(mark.answers[name])
            answer = await does(tx, *given, **named)
            if mark is not None:
                await inbox.apply(tx, mark, name, answers().dump_json(answer).decode())
            return answer

        return await database.change(act_once, apart=apart)

    return acting
