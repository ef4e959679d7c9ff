"""The part of the configuration that is about data: raw files and data sets."""

from typing import Annotated, Any, Literal

from pydantic import Field

from seedcheck.data.classes import MOST_CLASSES
from seedcheck.data.examples import MOST_NUMBERS
from seedcheck.data.generators import BUNDLED, FEATURES, GENERATORS, STAND_INS
from seedcheck.study.training_keys import SEED, Section
from seedcheck.study.values import SHA256, URL, As, many, number, one_of, text, truth, whole

MOST_EXAMPLES = MOST_NUMBERS // FEATURES


class RawFile(Section):
    """A raw file that can be fetched."""

    sha256: Annotated[str, text(SHA256)] = Field(description="SHA-256 of the file.")
    urls: Annotated[list[str], many(text(URL))] = Field(
        default=[], description="Public addresses, tried in this order."
    )


class PointsFile(Section):
    """A file with examples and their labels."""

    file: Annotated[str, text(minimum=1)] = Field(
        description="A name from `files`, or the path of a .csv, .npz, .mat or .h5 file."
    )
    X: Annotated[str | None, text(minimum=1)] = Field(
        default=None,
        description="Array with the inputs, one example per row, or its path, as train/X; X if not given.",
    )
    y: Annotated[str | None, text(minimum=1)] = Field(
        default=None, description="Array or its path, or column of a .csv, with the labels; y if not given."
    )


class Dataset(Section):
    """A data set: generated, bundled with scikit-learn, or read from files."""

    generator: Annotated[str | None, one_of(GENERATORS)] = Field(default=None, description="Generate the data.")
    train_examples: Annotated[int | None, whole(2, MOST_EXAMPLES, multiple_of=2)] = Field(
        default=None, description="Generated training examples, of all classes together."
    )
    test_examples: Annotated[int | None, whole(2, MOST_EXAMPLES, multiple_of=2)] = Field(
        default=None, description="Generated test examples, of all classes together."
    )
    noise: Annotated[float | None, number(0)] = Field(
        default=None, description="Standard deviation of the noise of generated data."
    )
    seed: Annotated[int, SEED] = Field(default=0, description="Seed of generated training data, or of the split.")
    test_seed: Annotated[int, SEED] = Field(default=1, description="Seed of generated test data.")
    bundled: Annotated[str | None, one_of(BUNDLED)] = Field(
        default=None, description="Take data that come with scikit-learn; `divide_by: 16` brings digits to 0 to 1."
    )
    train: Annotated[PointsFile | None, As(PointsFile)] = Field(
        default=None, description="The file of the training examples."
    )
    test: Annotated[PointsFile | None, As(PointsFile)] = Field(
        default=None, description="The file of the test examples."
    )
    test_fraction: Annotated[float | None, number(above=0, below=1)] = Field(
        default=None, description="Share split off as test set, with the seed, where there is no `test`."
    )
    divide_by: Annotated[float, number(above=0)] = Field(default=1, description="Inputs are divided by it.")
    standardize: Annotated[bool | None, truth()] = Field(
        default=None,
        description="Take the training mean off each input and divide by the training standard deviation"
        " (a constant input is only centred); not done if not given.",
    )
    labels: Annotated[list[str] | None, many(text(), 2, MOST_CLASSES)] = Field(
        default=None,
        description="Names of the classes 0, 1, ...; if these are the words of a file, its classes have this order."
        " As the data have them, if not given.",
    )
    stand_in: Annotated[str | None, one_of(STAND_INS)] = Field(
        default=None, description="What replaces files that no source gives."
    )
    axes: Annotated[list[float] | None, many(number(), 4, 4)] = Field(
        default=None, description="Shown range of data with two inputs: x from, x to, y from, y to."
    )

    @property
    def kind(self) -> Literal["generated", "bundled", "files"]:
        """Where the data come from."""
        if self.generator:
            return "generated"
        return "bundled" if self.bundled else "files"

    def settings(self) -> dict[str, Any]:
        """Return what making the data needs: the keys that were given or have a default, without the shown range."""
        values = {name: value for name, value in self if name != "axes" and value is not None}
        for name in values.keys() & {"train", "test"}:
            values[name] = {key: value for key, value in values[name] if value is not None}
        return values
