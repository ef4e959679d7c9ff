"""Data that need no file: generated, as in the source notebook and others, bundled with scikit-learn, and stand-ins.

Each function returns X (examples, features) and y (examples,) with labels 0, 1, ...
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Points = tuple[NDArray[np.float64], NDArray[np.int64]]


def circles(examples: int, noise: float, seed: int) -> Points:
    """Return two concentric circles (scikit-learn's ``make_circles``)."""
    from sklearn.datasets import make_circles  # noqa: PLC0415 - over a second, only needed here

    X, y = make_circles(examples, noise=noise, random_state=np.random.RandomState(seed))
    return X, y


def flower(examples: int, noise: float, seed: int) -> Points:
    """Return a flower of four petals per class, r = 4 sin(4 theta), with noise in both polar coordinates."""
    generator, n = np.random.RandomState(seed), examples // 2
    parts = []
    for j in range(2):
        theta = np.linspace(3.12 * j, 3.12 * (j + 1), n) + noise * generator.randn(n)
        r = 4 * np.sin(4 * theta) + noise * generator.randn(n)
        parts.append(np.column_stack([r * np.sin(theta), r * np.cos(theta)]))
    return np.vstack(parts), np.repeat([0, 1], n)


def spiral(examples: int, noise: float, seed: int) -> Points:
    """Return two spirals r = 0.3 t^2 and r = 0.2 t^2 with noise in the radius; 3.1415 is the source's pi."""
    generator, n = np.random.RandomState(seed), examples // 2
    parts = []
    for j, factor in enumerate((0.3, 0.2)):
        t = np.linspace(j, 4 * 3.1415, n)
        r = factor * t**2 + noise * generator.randn(n)
        parts.append(np.column_stack([r * np.cos(t), r * np.sin(t)]))
    return np.vstack(parts), np.repeat([0, 1], n)


def spirals(examples: int, noise: float, seed: int) -> Points:
    """Return three spiral arms of one turn, a class each, about equally many points of each."""
    generator, y = np.random.RandomState(seed), np.arange(examples) % ARMS
    r = (1 + np.arange(examples) // ARMS) / -(-examples // ARMS)
    angle = 2 * np.pi * (r + y / ARMS) + noise * generator.randn(examples)
    return np.column_stack([r * np.cos(angle), r * np.sin(angle)]), y


def moons(examples: int, noise: float, seed: int) -> Points:
    """Return two half circles, each around an end of the other (scikit-learn's ``make_moons``)."""
    from sklearn.datasets import make_moons  # noqa: PLC0415 - over a second, only needed here

    X, y = make_moons(examples, noise=noise, random_state=np.random.RandomState(seed))
    return X, y


FEATURES = 2  # of what they generate
ARMS = 3  # of spirals
GENERATORS: dict[str, Callable[[int, float, int], Points]] = {
    "circles": circles,
    "flower": flower,
    "spiral": spiral,
    "moons": moons,
    "spirals": spirals,
}

Named = tuple[NDArray[np.float64], NDArray[np.int64], list[str]]  # points, and the names of their classes


def bundled(name: str, inputs: str = "data") -> Named:
    """Return data that are bundled with scikit-learn, with the names that their classes have there."""
    from sklearn import datasets  # noqa: PLC0415 - over a second, only needed here

    found = getattr(datasets, f"load_{name}")()
    return found[inputs], found["target"], [str(each) for each in found["target_names"]]


BUNDLED: dict[str, Callable[[], Named]] = {
    "breast_cancer": lambda: bundled("breast_cancer"),  # 569 tumours, 30 measures of each
    "iris": lambda: bundled("iris"),  # 150 flowers of 3 kinds, 4 measures of each
    "wine": lambda: bundled("wine"),  # 178 wines of 3 growers, 13 measures of each
    "digits": lambda: bundled("digits", "images"),  # 1797 handwritten digits, 8 x 8 pixels from 0 to 16
}


def overlapping_classes(examples: tuple[int, int], seed: int = 0) -> tuple[Points, Points]:
    """Return train and test sets of two overlapping normal classes in the plane, about the size of football."""
    generator, parts = np.random.RandomState(seed), []
    for n in examples:
        y = generator.randint(0, 2, n)
        X = generator.randn(n, 2) * 0.2 + np.where(y[:, None] == 1, [0.1, 0.15], [-0.2, -0.1])
        parts.append((X, y))
    return parts[0], parts[1]


def photograph_crops(examples: tuple[int, int], seed: int = 0, size: int = 64) -> tuple[Points, Points]:
    """Return train and test sets of random crops (size, size, 3) from scikit-learn's two bundled photographs."""
    from sklearn.datasets import load_sample_images  # noqa: PLC0415 - over a second, only needed here

    photographs, generator, parts = load_sample_images().images, np.random.RandomState(seed), []
    for n in examples:
        y = generator.randint(0, 2, n)
        crops = []
        for photograph in (photographs[k] for k in y):
            row, column = (generator.randint(side - size) for side in photograph.shape[:2])
            crops.append(photograph[row : row + size, column : column + size])
        parts.append((np.array(crops), y))
    return parts[0], parts[1]


STAND_INS: dict[str, Callable[[], tuple[Points, Points]]] = {
    "overlapping_classes": lambda: overlapping_classes((211, 200)),
    "photograph_crops": lambda: photograph_crops((209, 50)),
}
