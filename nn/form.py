"""What a network is besides its sizes and parameters: all that has to be known of it to predict."""

from typing import NamedTuple


class Form(NamedTuple):
    """The form of a network.

    Attributes
    ----------
    activation : of the hidden layers, a name in ``nn.activations.ACTIVATIONS``
    """

    activation: str = "relu"


RELU = Form()
