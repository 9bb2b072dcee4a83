"""Which city places are near a point."""

from dataclasses import dataclass

from cities.city import City
from cities.geometry import metres, on_earth
from cities.place import Place


@dataclass(frozen=True, slots=True)
class Near:
    """A city place, and how far it is in metres: 0 on the ground of a large one."""

    place: Place
    metres: float


def nearest(city: City, lat: float, lon: float, within_m: float, most: int = 3) -> tuple[Near, ...]:
    """At most so many city places within so many metres of the point, the nearest first.

    Of two on whose ground the point lies, first the one whose own point is nearer: the stadium before its park. Nothing
    is near to what is no point on earth: a phone may send anything.
    """
    if not on_earth(lat, lon):
        return ()
    near = [Near(place, place.metres_to(lat, lon)) for place in city.places.values()]

    def by_distance(one: Near) -> tuple[float, float, str]:
        return one.metres, metres(lat, lon, one.place.lat, one.place.lon), one.place.id

    return tuple(sorted((one for one in near if one.metres <= within_m), key=by_distance)[:most])
