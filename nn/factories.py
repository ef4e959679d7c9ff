"""From the settings of a training to what it is made of."""

from dataclasses import fields

from nn.activations import Array
from nn.dropout import MASKS, Masks, Seeds
from nn.initializers import initialize
from nn.network import Network
from nn.optimizers import OPTIMIZERS, Optimizer
from nn.parameters import column
from nn.settings import Settings


def initial_parameters(settings: Settings) -> Array:
    """Return the initial parameters (P,).

    Raises
    ------
    ValueError
        If the initializer is unknown; so do the others here for an activation, loss, kind of masks or optimizer.
    """
    theta = initialize(settings.initializer, settings.layers, settings.seed, settings.scale)
    return settings.form.start(theta, settings.layers)


def network_of(settings: Settings, X: Array, Y: Array, lead: tuple[int, ...] = ()) -> Network:
    """Return the network on examples X and Y, with parameters zero; ``lead`` are its leading axes."""
    return Network(settings.layers, X, Y, form=settings.form, loss=settings.loss,
                   l2_lambda=settings.l2_lambda, keep_prob=settings.keep_prob, lead=lead)  # fmt: skip


def masks_of(settings: Settings, examples: int, seeds: Seeds) -> Masks | None:
    """Return the source of the dropout masks for so many examples, None without dropout."""
    if not settings.has_dropout:
        return None
    if settings.masks not in MASKS:
        raise ValueError(f"unknown masks {settings.masks!r}; known: {', '.join(MASKS)}")
    return MASKS[settings.masks](settings.layers, examples, settings.keep_prob, seeds)


def optimizer_of(settings: Settings) -> Optimizer:
    """Return the optimizer, made of the settings that its fields name, which it cannot change."""
    if settings.optimizer not in OPTIMIZERS:
        raise ValueError(f"unknown optimizer {settings.optimizer!r}; known: {', '.join(OPTIMIZERS)}")
    kind = OPTIMIZERS[settings.optimizer]
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # each optimizer is a dataclass
    return kind(**{name: read_only(column(getattr(settings, name))) for name in names})


def read_only(array: Array) -> Array:
    """Return a view of an array that cannot be written to."""
    view = array.view()
    view.flags.writeable = False
    return view
