"""How often the judge of runs from elsewhere errs, which knows one real number per run and no test points."""

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np

from benchmarks.simulated_studies import Array, Row
from seedcheck.judging.runs import Runs
from seedcheck.judging.verdicts import Rule, judged

# Laws of one run's luck, all of mean 0 and standard deviation 1.
LAWS: Mapping[str, Callable[[np.random.Generator, tuple[int, ...]], Array]] = {
    "normal": lambda rng, size: rng.standard_normal(size),
    "skewed": lambda rng, size: rng.standard_exponential(size) - 1,
    "heavy tails": lambda rng, size: rng.standard_t(3, size) / np.sqrt(3),
}
# How runs meet: the share of variance that is of the seed, runs of the reference for one of a variant, their spread.
MEETINGS = {"paired": (0.5, 1, 1.0), "unpaired": (0.0, 1, 1.0), "unpaired, few vary more": (0.0, 3, 1 / 3)}
RUNS, FAMILIES = (10, 20, 50), (1, 3)
DIFFERENCE = 1.0  # in standard deviations of a run, where there is one


def runs_from_elsewhere(studies: int, seed: int) -> Iterator[Row]:
    """Share of families of k equal variants in which any is called better or worse, and of found differences."""
    for (meeting, how), law, n in product(MEETINGS.items(), LAWS, RUNS):
        rng = np.random.default_rng([seed, 11, list(MEETINGS).index(meeting), list(LAWS).index(law), n])
        row: Row = {"runs": meeting, "luck": law, "n": n, "studies": studies}
        for k in FAMILIES:
            alarms = [_verdicts(_values(rng, law, k, n, how, 0.0), meeting) for _ in range(studies)]
            row[f"k = {k}"] = float(np.mean([bool({"better", "worse"} & set(found)) for found in alarms]))
        found = [_verdicts(_values(rng, law, 1, n, how, DIFFERENCE), meeting) for _ in range(studies)]
        yield row | {"found": float(np.mean([verdicts == ["better"] for verdicts in found]))}


def _values(rng: np.random.Generator, law: str, k: int, n: int, how: tuple[float, int, float],
            difference: float) -> list[Array]:  # fmt: skip
    """Return the values of the reference's runs, then those of k variants."""
    common, times, spread = how
    shared = np.sqrt(common) * LAWS[law](rng, (n,)) if common else 0.0
    own = np.sqrt(1 - common) * LAWS[law](rng, (k, n))
    reference = spread * np.sqrt(1 - common) * LAWS[law](rng, (n * times,))
    return [shared + reference, *(shared + own + difference)]


def _verdicts(values: list[Array], meeting: str) -> list[Any]:
    names = [f"v{k}" for k in range(len(values))]
    sizes = [own.size for own in values]
    variant, seed = np.repeat(names, sizes), np.concatenate([np.arange(size) for size in sizes])
    runs = Runs(tuple(names), np.repeat("", sum(sizes)), variant, seed, {"metric": np.concatenate(values)}, seed)
    rows = judged(runs, Rule("v0", unpaired=meeting != "paired"))
    return [row["verdict"] for row in rows[1:]]
