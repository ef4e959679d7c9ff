"""10,000 mutated files end in a right answer or one clear error: no crash, no hang, no code run, nothing written."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedcheck.data.formats import read_points
from seedcheck.errors import InputError
from seedcheck.study.yaml import read_yaml
from tests.fuzz.mutations import FINE, outcomes
from tests.fuzz.samples import Sample, own_samples, points, samples

QUICK = 200  # mutations in all, in every run of the tests
THOROUGH = 10_000  # in all, with the slow tests


def all_outcomes(make: Callable[[Path], Iterator[Sample]], count: int, folder: Path) -> Counter[str]:
    """Return how often which outcome came of so many mutations, shared by the samples."""
    found: Counter[str] = Counter()
    every = list(make(folder))
    for k, sample in enumerate(every):
        found += outcomes(sample.name, sample.content, sample.read, -(-count // len(every)), k, folder)
    return found


@pytest.mark.parametrize("make", [samples, own_samples])
@pytest.mark.parametrize("count", [QUICK // 2, pytest.param(THOROUGH // 2, marks=pytest.mark.slow)])
def test_mutated_files_are_read_or_refused(
    count: int, make: Callable[[Path], Iterator[Sample]], tmp_path: Path
) -> None:
    """Whatever is changed in a file; those that did something else stay in the folder of the test."""
    found = all_outcomes(make, count, tmp_path)
    print(dict(found))
    assert sum(found.values()) >= count
    assert set(found) <= FINE, f"see {tmp_path}"


def test_every_sample_is_read_as_it_is(tmp_path: Path) -> None:
    """So the mutations start from files that are right."""
    for sample in [*samples(tmp_path), *own_samples(tmp_path)]:
        path = tmp_path / sample.name
        path.write_bytes(sample.content)
        sample.read(path)


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
TABLES = st.lists(st.tuples(NUMBERS, NUMBERS, st.integers(0, 1)), min_size=2, max_size=20)


@given(TABLES)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_of_a_csv_come_back_exactly(tmp_path: Path, rows: list[tuple[float, float, int]]) -> None:
    """To the last bit, if both classes are there."""
    path = tmp_path / "points.csv"
    path.write_text("a,b,y\n" + "".join(f"{a!r},{b!r},{y}\n" for a, b, y in rows), encoding="utf-8")
    if {y for *_, y in rows} == {0, 1}:
        found = read_points(path, {})
        assert found.X.tobytes() == np.array([row[:2] for row in rows]).tobytes()
        assert found.y.tolist() == [y for *_, y in rows]
    else:
        with pytest.raises(InputError, match="2 to 100 classes"):
            read_points(path, {})


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_table_or_one_error(tmp_path: Path, text: str) -> None:
    """As a CSV file below a good header, and as a configuration."""
    for name, content, read in (("a.csv", f"a,b,y\n{text}", points), ("a.yaml", text, read_yaml)):
        path = tmp_path / name
        path.write_bytes(content.encode(errors="surrogatepass"))
        with suppress(InputError):
            read(path)
