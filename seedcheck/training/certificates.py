"""The certificates of several trainings of one variant, as one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Certificate = dict[str, Any]


def renumbered(certificate: Mapping[str, Any], number: Callable[[int], int]) -> Certificate:
    """Return a certificate whose networks have the numbers that ``number`` says, instead of those in their job."""
    if "compared" not in certificate:
        return dict(certificate)
    compared = {name: found | {"network": number(found["network"])} for name, found in certificate["compared"].items()}
    looked_at = [number(network) for network in certificate["looked_at"]]
    return {**certificate, "looked_at": looked_at, "compared": compared}


def joined(certificates: Sequence[Mapping[str, Any]]) -> Certificate:
    """Return one certificate of several trainings: all that was compared, and the largest differences."""
    found = of_one_job(certificates)
    return found | ({"jobs": len(certificates)} if len(certificates) > 1 else {})


def of_one_job(certificates: Sequence[Mapping[str, Any]]) -> Certificate:
    """Return one certificate of several trainings in one job, likewise."""
    first, *others = certificates
    found = dict(first)
    for other in others:
        for name in ("networks", "looked_at", "kinks", "failures"):
            found[name] = found[name] + other[name]
        found["passed"] = found["passed"] and other["passed"]
        found["updates"] = sorted({*found["updates"], *other["updates"]})
        names = [*found["compared"], *(name for name in other["compared"] if name not in found["compared"])]
        found["compared"] = {name: _larger(found["compared"].get(name), other["compared"].get(name)) for name in names}
    return found


def _larger(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return two findings of one kind as one: the sum of what was compared, the larger difference."""
    if one is None or other is None:
        found = one or other
        assert found is not None
        return found
    larger = other if other["difference"] > one["difference"] else one
    return {**larger, "compared": one["compared"] + other["compared"], "off": one["off"] + other["off"]}
