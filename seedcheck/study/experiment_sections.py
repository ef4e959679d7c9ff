"""The sections of the configuration on experiments: of networks of ``nn``, and of commands that train."""

from collections.abc import Collection, Mapping
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from nn.metrics import METRICS
from nn.settings import DEFAULTS, SETTINGS, relevant
from seedcheck.study.titles import titled
from seedcheck.study.training_keys import SEED, Section, with_settings
from seedcheck.study.tuning import Tuning, candidates
from seedcheck.study.values import NAME, As, different, given, many, number, one_of, text, truth, whole, word
from seedcheck.study.variant_sections import NAMELESS, Variant
from seedcheck.training.command.template import placeholders, sources

Name = Annotated[str, text(NAME)]
JUDGED = tuple(name for name in METRICS if name != "accuracy")
REPLICATES = whole(0, 10_000)
CHUNK = whole(1, 10_000)
OWN_CHUNK = Field(default_factory=int, description="Replicates that a job trains at most; the study's, if not given.")


class Trained(Section):
    """What experiments and sweeps have in common."""

    title: Annotated[str, text()] = Field(default="", description=f"Heading on the page; {NAMELESS}.")
    question: Annotated[str, text()] = Field(default="", description="What is asked, in one sentence.")

    @property
    def given_settings(self) -> dict[str, Any]:
        """The settings of a training that are given here."""
        return {name: getattr(self, name) for name in SETTINGS if name in self.model_fields_set}


class OfCommand(Section):
    """What a command trains: any key is a setting, which fills a placeholder of the command."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Annotated[Any, word()]] = Field(init=False)

    @property
    def given_settings(self) -> dict[str, Any]:
        """The settings that are given here."""
        return dict(self.model_extra or {})


class Trainer(Section):
    """A command that trains in the place of `nn`: each run of it is one seed (docs/judge-a-script.md)."""

    command: Annotated[str, text(minimum=1)] = Field(
        description="The command, which no shell sees, with settings in braces, and `{seed}`, `{output}` and `{data}`."
    )
    sources: Annotated[list[str], many(text(minimum=1))] = Field(
        default=[],
        description="Files of the program; what is trained depends on their contents, and on those of files that the"
        " command names.",
    )


class CommandVariant(OfCommand):
    """A variant: the settings in which it differs from its experiment."""

    title: Annotated[str, text()] = Field(default="", description=f"What figures and page call it; {NAMELESS}.")


class Experiment(Trained):
    """An experiment: variants of a training on one data set. Its settings hold for all its variants."""

    suite: Annotated[str, text(NAME)] = Field(
        default="",
        description="Experiments of one suite ask the same of different data; their answers are also summarized.",
    )
    dataset: Annotated[str, text(minimum=1)] = Field(description="A name from `datasets`.")
    replicates: Annotated[int, REPLICATES] = Field(
        default_factory=int, description="Trainings of each variant from other seeds; those of the study, if not given."
    )
    chunk: Annotated[int, CHUNK] = OWN_CHUNK
    redraw_data: Annotated[bool, truth()] = Field(
        default=False,
        description="Whether each replicate draws its own training data: new ones where they are generated,"
        " else a bootstrap sample.",
    )
    also_redrawn: Annotated[bool, truth()] = Field(
        default=False,
        description="Whether the experiment is repeated with `redraw_data`, as NAME_redrawn.",
    )
    margin: Annotated[int | float, number(above=0, maximum=100)] = Field(
        default=2, description="Percentage points of test accuracy; differences below it are practically none."
    )
    budget: Annotated[int, whole(0, 10_000)] = Field(
        default=100, description="Seeds up to which `snakemake more` adds some, until comparisons are decided."
    )
    metrics: Annotated[list[str], different(one_of(JUDGED))] = Field(
        default_factory=list, description="Further metrics on the test points that are judged over seeds, as accuracy."
    )
    reference: Annotated[str, text()] = Field(
        default="", description="The variant that the others are compared with; the first, if not given."
    )
    variants: dict[Name, Annotated[dict[str, Any], given(Variant)]] = Field(
        min_length=1, description="The variants, each with the settings in which it differs."
    )

    @property
    def command(self) -> str:
        """The command that trains, empty if `nn` does."""
        return ""

    @property
    def sources(self) -> list[str]:
        """The files of the program that trains, none if `nn` does."""
        return []

    @property
    def titles(self) -> dict[str, str]:
        """What people read instead of the names of the variants."""
        return {name: titled(name, own.get("title", "")) for name, own in self.variants.items()}

    def candidates(self, variant: str) -> list[dict[str, Any]]:  # noqa: ARG002
        """Return the settings that a variant is tuned over, each taking the place of some of its own; none without."""
        return []

    def settings(
        self, variant: str, changes: Mapping[str, Any] | None = None, varied: Collection[str] = ()
    ) -> dict[str, Any]:
        """Return the settings of a training that mean something there, from the first that gives them.

        Of what is tuned, these are the first of the settings.

        Parameters
        ----------
        variant : which gives some, before the experiment and the defaults
        changes : what a sweep says, before the variant
        varied : which settings a sweep varies, so that others may come to mean something (another optimizer's)
        """
        raise NotImplementedError


@with_settings
class NetworkExperiment(Experiment):
    """An experiment: variants of a training on one data set. Its settings hold for all its variants."""

    tune: Annotated[dict[str, Any], given(Tuning)] = Field(
        default_factory=dict, description="What each seed of a variant chooses its settings from."
    )

    def candidates(self, variant: str) -> list[dict[str, Any]]:
        """Return the settings that a variant is tuned over; see the base class."""
        return candidates(self.variants[variant].get("tune") or self.tune)

    def settings(
        self, variant: str, changes: Mapping[str, Any] | None = None, varied: Collection[str] = ()
    ) -> dict[str, Any]:
        """Return the settings of a training that mean something there; see the base class."""
        tuned = next(iter(self.candidates(variant)), {})
        chosen = DEFAULTS | self.given_settings | self.variants[variant] | tuned | dict(changes or {})
        return relevant({name: chosen[name] for name in SETTINGS}, {*varied, *tuned})


class CommandExperiment(OfCommand, Experiment):
    """An experiment whose variants a command trains. Its settings hold for all its variants."""

    model_config = ConfigDict(extra="allow")

    seed: Annotated[int, SEED] = Field(default=0, description="Seed of the one training besides the replicates.")
    dataset: Annotated[str, text()] = Field(default="", description="A name from `datasets`, if the command reads one.")
    trainer: Annotated[Trainer, As(Trainer)] = Field(
        description="A command that trains in the place of `nn`. With it, settings are those in its braces, each a"
        " number, a word, true or false, and `dataset` may be left out."
    )
    variants: dict[Name, Annotated[dict[str, Any], given(CommandVariant)]] = Field(
        min_length=1, description="The variants, each with the settings in which it differs."
    )

    @property
    def command(self) -> str:
        """The command that trains."""
        return self.trainer.command

    @property
    def sources(self) -> list[str]:
        """The files of the program that trains."""
        return sources(self.command, self.trainer.sources)

    def settings(
        self,
        variant: str,
        changes: Mapping[str, Any] | None = None,
        varied: Collection[str] = (),  # noqa: ARG002
    ) -> dict[str, Any]:
        """Return the settings that the command names, and the experiment's own seed; see the base class."""
        chosen = self.given_settings | self.variants[variant] | dict(changes or {})
        names = [name for name in placeholders(self.command) if name in chosen]
        return {name: chosen[name] for name in names} | {"seed": self.seed}
