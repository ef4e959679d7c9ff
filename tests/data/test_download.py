"""Raw files come from data/raw/, the mirror or an address, and never with a wrong SHA-256."""

import functools
import hashlib
import http.server
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from seedcheck.data.download import UnreachableError, locate
from seedcheck.errors import InputError

CONTENT = b"a,y\n1,0\n2,1\n"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
OTHER = hashlib.sha256(b"other").hexdigest()


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty project, with no proxy between us and this machine."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for variable in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(variable, "127.0.0.1")
    return folder


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve a folder with points.csv on this machine, and return its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

    served = tmp_path / "served"
    served.mkdir()
    (served / "points.csv").write_bytes(CONTENT)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=served)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def dead_address() -> str:
    """Return an address at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/points.csv"


def put(folder: Path, content: bytes = CONTENT) -> Path:
    """Write points.csv into a folder."""
    folder.mkdir(parents=True)
    (folder / "points.csv").write_bytes(content)
    return folder


def test_download_with_the_right_hash_lands_in_data_raw(address: str) -> None:
    """The file is kept there under its name, and found there by the next call."""
    known = {"sha256": SHA256, "urls": [f"{address}/points.csv"]}
    assert locate("points.csv", known).read_bytes() == CONTENT
    assert Path("data/raw/points.csv").read_bytes() == CONTENT
    assert locate("points.csv", {"sha256": SHA256, "urls": []}) == Path("data/raw/points.csv")


def test_download_with_a_wrong_hash_is_an_error_and_keeps_nothing(address: str) -> None:
    """The error names the address and both hashes; no file stays, and no stand-in may be made of it."""
    url = f"{address}/points.csv"
    with pytest.raises(InputError, match=url) as caught:
        locate("points.csv", {"sha256": OTHER, "urls": [url]})
    assert not isinstance(caught.value, UnreachableError)
    assert OTHER in str(caught.value)
    assert SHA256 in str(caught.value)
    assert [path for path in Path("data").rglob("*") if path.is_file()] == []


def test_next_address_is_tried_after_a_dead_one(address: str) -> None:
    """The first address has nobody, the second lacks the file, the third gives it."""
    urls = [dead_address(), f"{address}/none.csv", f"{address}/points.csv"]
    assert locate("points.csv", {"sha256": SHA256, "urls": urls}).read_bytes() == CONTENT


def test_unreachable_file_lists_every_source(address: str, tmp_path: Path) -> None:
    """Data/raw, the mirror, a dead port and a missing page stand in the error, each with its reason in one line."""
    mirror, urls = tmp_path / "mirror", [dead_address(), f"{address}/none.csv"]
    mirror.mkdir()
    with pytest.raises(UnreachableError) as caught:
        locate("points.csv", {"sha256": SHA256, "urls": urls}, str(mirror))
    heading, *lines = str(caught.value).splitlines()
    assert heading == "no source of points.csv can be reached; tried"
    starts = ["data/raw/points.csv: no such file", f"{mirror}/points.csv: no such file", f"{urls[0]}: ", f"{urls[1]}: "]
    assert len(lines) == len(starts)
    assert all(line.strip().startswith(start) for line, start in zip(lines, starts, strict=True))
    assert "refused" in lines[2]
    assert "404" in lines[3]


def test_mirror_is_used_in_place(tmp_path: Path) -> None:
    """Its file is read where it is, without a copy."""
    mirror = put(tmp_path / "mirror")
    assert locate("points.csv", {"sha256": SHA256, "urls": []}, str(mirror)) == mirror / "points.csv"
    assert not Path("data").exists()


def test_data_raw_comes_before_the_mirror(tmp_path: Path) -> None:
    """What the user put into the project wins."""
    put(Path("data/raw"))
    assert locate("points.csv", {"sha256": SHA256, "urls": []}, str(put(tmp_path / "mirror"))).parts[:2] == (
        "data",
        "raw",
    )


@pytest.mark.parametrize("place", ["data/raw", "mirror"])
def test_wrong_file_on_disk_is_an_error_with_both_hashes(place: str) -> None:
    """It is named with the hash found and the hash expected; other sources are not tried."""
    put(Path(place), b"other")
    Path("mirror").mkdir(exist_ok=True)
    with pytest.raises(InputError, match=rf"{place}/points\.csv: SHA-256 is {OTHER}, expected {SHA256}") as caught:
        locate("points.csv", {"sha256": SHA256, "urls": [dead_address()]}, "mirror")
    assert not isinstance(caught.value, UnreachableError)


def test_mirror_that_is_no_folder_is_an_error() -> None:
    """A misspelt mirror is named with the setting to correct, even where the file lies in data/raw."""
    put(Path("data/raw"))
    with pytest.raises(InputError, match=r"'mirrro' is not a folder; correct data_mirror or SEEDCHECK_DATA_MIRROR"):
        locate("points.csv", {"sha256": SHA256, "urls": []}, "mirrro")
