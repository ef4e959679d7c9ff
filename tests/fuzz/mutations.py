"""Mutations of files, and a process in which a reader that crashes, hangs or takes all memory shows.

A reading ends in "read" or "refused" (one InputError), or in what must not be: "raised X", "ended by X" or "wrote X".
"""

import os
import random
import resource
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from seedcheck.data import isolation
from seedcheck.errors import InputError

MOST_MEMORY = 8 * 2**30  # bytes of address space for the readers' own process
MOST_SECONDS = 120
FINE = {"read", "refused"}

Reader = Callable[[Path], object]


def mutated(content: bytes, generator: random.Random) -> bytes:
    """Return content with some of its bytes changed, moved, left out or doubled, or cut off."""
    if generator.random() < 0.1:
        return content[: generator.randrange(len(content) + 1)]
    changed = bytearray(content)
    for _ in range(generator.choice([1, 1, 2, 4, 8, 32])):
        if changed:
            MUTATIONS[generator.randrange(len(MUTATIONS))](changed, generator.randrange(len(changed)), generator)
    return bytes(changed)


def _byte(changed: bytearray, k: int, generator: random.Random) -> None:
    changed[k] = generator.randrange(256)


def _bit(changed: bytearray, k: int, generator: random.Random) -> None:
    changed[k] ^= 1 << generator.randrange(8)


def _edge(changed: bytearray, k: int, generator: random.Random) -> None:
    """Write the edges of numbers, where lengths and offsets go wrong."""
    width = generator.choice([1, 2, 4, 8])
    changed[k : k + width] = bytes([generator.choice([0, 1, 0x7F, 0x80, 0xFF])]) * width


def _copy(changed: bytearray, k: int, generator: random.Random) -> None:
    start, length = generator.randrange(len(changed)), generator.randrange(1, 64)
    changed[k : k + length] = changed[start : start + length]


def _cut(changed: bytearray, k: int, generator: random.Random) -> None:
    del changed[k : k + generator.randrange(1, 16)]


def _token(changed: bytearray, k: int, generator: random.Random) -> None:
    """Put in what means something to a text format."""
    changed[k:k] = generator.choice(TOKENS)


MUTATIONS = (_byte, _bit, _edge, _copy, _cut, _token)
TOKENS = (b",", b"\n", b'"', b"\0", b"nan", b"1e999", b"-", b"{", b"}", b"[", b"]", b": ", b"&a ", b"*a", b"<<: ",
          b"!!python/object/apply:os.system [touch CODE_WAS_RUN]", b"\xff", b"\xc3\xbc", b"yes", b"0x", b"9" * 400,
          b"\t", b"#", b"'", b"|", b"~", b"null", b"1_0", b"\\ud83d")  # fmt: skip


def outcomes(name: str, content: bytes, read: Reader, count: int, seed: int, folder: Path) -> Counter[str]:
    """Return how often which outcome came of reading ``count`` mutations of a file called ``name``.

    What must not be is kept in the folder, one file for each kind.
    """
    generator = random.Random(f"{name} {seed}")
    found: Counter[str] = Counter()
    done = 0
    while done < count:
        mutants = [mutated(content, generator) for _ in range(min(25, count - done))]
        results = _read_all(name, mutants, read, folder)
        for mutant, result in zip(mutants, results, strict=False):  # a process that ended read no more
            found[result] += 1
            if result not in FINE:
                (folder / f"{result.replace(' ', '_')}.{name}").write_bytes(mutant)
        done += len(results)
    return found


def _read_all(name: str, mutants: Sequence[bytes], read: Reader, folder: Path) -> list[str]:
    """Read mutants one after another in one process, and return what came of each, up to one that ended the process."""
    place = folder / "work" / name
    place.mkdir(exist_ok=True, parents=True)
    incoming, outgoing = os.pipe()
    process = os.fork()
    if not process:
        _work(place / name, mutants, read, outgoing)
    os.close(outgoing)
    with open(incoming, encoding="utf-8") as lines:
        results = lines.read().splitlines()
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return results if status == 0 else [*results, f"ended by {signal.Signals(-status).name if status < 0 else status}"]


def _work(path: Path, mutants: Sequence[bytes], read: Reader, outgoing: int) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    isolation.MOST_WORK = 3
    os.chdir(path.parent)
    for mutant in mutants:
        path.write_bytes(mutant)
        signal.alarm(MOST_SECONDS)
        os.write(outgoing, f"{_outcome(path, read)}\n".encode())
    os._exit(0)


def _outcome(path: Path, read: Reader) -> str:
    try:
        read(path)
        result = "read"
    except InputError as error:
        result = "refused" if str(error) and len(str(error)) < 2000 else "refused without a clear word"
    except BaseException as error:
        result = f"raised {type(error).__name__}"
    beside = {entry.name for entry in path.parent.iterdir()} - {path.name, ".snakemake"}
    return f"wrote {min(beside)}" if beside else result
