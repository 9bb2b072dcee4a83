"""What `neighborhoods.toml` says: names, how far apart the borders are, and the bridges and tunnels between them."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from bot.domain.buttons.reading import WORD
from bot.domain.ids import EVERYWHERE, NeighborhoodId
from cities.city import Crossing, CrossingKind, Neighborhood
from cities.reading import PUBLIC_LIMIT, CityError, Entry, each


def neighborhoods(top: Entry, parts: tuple[str, ...], *, reach_m: float) -> Mapping[NeighborhoodId, Neighborhood]:
    """The neighborhoods in menu order, their borders measured from both sides and at least as far as `reach_m`."""
    top.only("measured_m", "neighborhoods", "crossings")
    if top.number("measured_m") < reach_m:
        raise top.wrong(f"measured_m must be at least the policy's border_m, {reach_m:g}")
    entries = top.table("neighborhoods")
    made = each(entries.tables(), _maker(frozenset(entries.values), parts, top.number("measured_m")))
    found = {one.id: one for one in made}
    findings = [f"{entries.where}: {finding}" for finding in _amiss(found, parts)]
    if findings:
        raise CityError(*findings)
    return MappingProxyType(found)


def crossings(top: Entry, known: Mapping[NeighborhoodId, Neighborhood]) -> Mapping[str, Crossing]:
    """The bridges and tunnels between these neighborhoods; a city may name none."""
    entries = top.table("crossings").tables() if "crossings" in top.values else []
    return MappingProxyType({one.id: one for one in each(entries, lambda entry: _crossing(entry, known))})


def _crossing(entry: Entry, known: Mapping[NeighborhoodId, Neighborhood]) -> Crossing:
    entry.only("name", "kind", "joins")
    kind, joins = entry.text("kind"), entry.texts("joins")
    if kind not in list(CrossingKind):
        raise entry.wrong(f"kind must be one of {', '.join(CrossingKind)}, and is {kind}")
    if len(joins) != 2 or not set(joins) <= known.keys():
        raise entry.wrong("joins must be two neighborhoods that are here")
    one, other = (NeighborhoodId(end) for end in joins)
    return Crossing(entry.id, entry.text("name"), CrossingKind(kind), (one, other))


def _maker(ids: frozenset[str], parts: tuple[str, ...], measured_m: float) -> Callable[[Entry], Neighborhood]:
    def make(entry: Entry) -> Neighborhood:
        entry.only("name", "part", "aliases", "touches", "near_m")
        if not WORD.fullmatch(entry.id) or entry.id == EVERYWHERE:
            raise entry.wrong(f"an id is 1 to 32 letters A to Z, digits, _ or -, and not {EVERYWHERE}")
        part = entry.text("part")
        if part not in parts:
            raise entry.wrong(f"part must be one of the city's ({', '.join(parts)}), and is {part}")
        return Neighborhood(
            id=NeighborhoodId(entry.id),
            name=entry.text("name", PUBLIC_LIMIT),
            part=part,
            aliases=entry.texts("aliases"),
            borders=MappingProxyType(_borders(entry, ids - {entry.id}, measured_m)),
        )

    return make


def _borders(entry: Entry, others: frozenset[str], measured_m: float) -> dict[NeighborhoodId, float]:
    found = {NeighborhoodId(other): 0.0 for other in entry.texts("touches")}
    near = entry.table("near_m") if "near_m" in entry.values else Entry(entry.where, {})
    for other in near.values:
        apart = near.number(other)
        if other in found or not 0 < apart <= measured_m:
            raise near.wrong(f"{other} must be more than 0 and at most {measured_m:g}, and not in touches")
        found[NeighborhoodId(other)] = apart
    for other in found:
        if other not in others:
            raise entry.wrong(f"touches or is near to {other}, which is no other neighborhood")
    return found


def _amiss(found: Mapping[NeighborhoodId, Neighborhood], parts: tuple[str, ...]) -> Iterator[str]:
    """What only shows when all of them are seen together."""
    names: dict[str, NeighborhoodId] = {}
    for one in found.values():
        for name in (one.name, *one.aliases):
            first = names.setdefault(name.casefold(), one.id)
            if first != one.id:
                yield f"{one.id}: {name} is also what {first} is called"
        for other, apart in one.borders.items():
            back = found[other].borders.get(one.id)
            if back != apart:
                there = "not near" if back is None else f"{back:g} m"
                yield f"{one.id}: {other} is {apart:g} m away, and from there it is {there}"
    for part in parts:
        if all(one.part != part for one in found.values()):
            yield f"no neighborhood is in the part {part}"
