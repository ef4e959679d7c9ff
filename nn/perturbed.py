"""Copies of a network in each of which one parameter has moved; see ``nn.network_check``."""

from collections.abc import Sequence

import numpy as np

from nn.activations import ACTIVATIONS, Array
from nn.batch_norm import normalized, norms
from nn.dropout import Mask, multiplied_out
from nn.gradcheck import CHUNK
from nn.layer import Layer
from nn.losses import penalty
from nn.network import Network
from nn.parameters import count_parameters

Masks = Sequence[Mask] | None


def width(layer: Layer) -> int:
    """Return the number of columns of a layer's block [W b], or [W b gamma beta] with batch normalization."""
    return int(layer.P.shape[-1]) + 2 * (layer.norm is not None)


class PerturbedCopies:
    """Copies of a network, in each of which one entry of layer l's block P = [W b], or [P gamma beta], moves.

    Only one row of Z_l moves then, batch normalization or not. What is above is a ``Network`` by
    itself, whose inputs are A_l with that row.

    Parameters
    ----------
    network, masks : after ``network.forward(masks)``
    l : 0 for the first layer
    by_complex_steps : whether entries move by complex steps
    """

    def __init__(self, network: Network, masks: Masks, l: int, by_complex_steps: bool):
        self.network, self.layer = network, network.all_layers[l]
        self.Z = self.layer.P @ self.layer.A_below
        self.norm = self.layer.norm
        self.gradient = self.layer.G
        if self.norm:
            self.gradient = np.concatenate([self.layer.G, norms(network.grad, network.layers)[l][:2].T], axis=1)
        self.above: Network | None = None
        sizes = network.layers[l + 1 :]
        if len(sizes) > 1:
            self.mask = multiplied_out(masks[l]) if masks else np.ones((sizes[0], 1))
            self.masks_above = masks[l + 1 :] if masks else None
            self.above = _above(network, sizes, self.layer.A[:-1], np.complex128 if by_complex_steps else np.float64)

    def objectives(self, rows: Array, columns: Array, step: complex) -> tuple[Array, Array]:
        """Return what copies c = 1, ..., k are worth in which entry rows[c], columns[c] has moved by a step.

        Returns
        -------
        (k,) the objective, less the rest of the penalty
        (k, units) which ReLUs above are active; none are listed where no kink can be crossed, as by complex steps
        """
        network, layer = self.network, self.layer
        inside = np.minimum(columns, layer.P.shape[1] - 1)
        Z = self.Z[rows] + step * layer.A_below[inside]
        if self.norm:
            is_outside = columns[:, None] - inside[:, None]  # 1 for gamma, 2 for beta
            gamma, beta = (self.norm.norm[k, rows, None] + step * (is_outside == k + 1) for k in (0, 1))
            Z = normalized(np.where(is_outside, self.Z[rows], Z), gamma, beta, self.norm.epsilon)
        is_weight = columns < layer.P.shape[1] - 1
        weights = (layer.P[rows, inside] + step) * is_weight
        outputs, active = self._logits(rows, Z)
        means = network.loss.values(outputs, network.Y).mean(axis=(-2, -1))
        return means + penalty(weights, network.l2_lambda, network.m), active

    def _logits(self, rows: Array, Z: Array) -> tuple[Array, Array]:
        """Return the logits (k, n_L, m) and active ReLUs of copies with Z[c] (m,) in row rows[c] of Z_l."""
        above, copies = self.above, np.arange(rows.size)
        if above is None:
            outputs = np.repeat(self.Z[None].astype(Z.dtype), rows.size, axis=0)
            outputs[copies, rows] = Z
            return outputs, np.empty((rows.size, 0), bool)
        inputs = above.all_layers[0].A_below
        activation = ACTIVATIONS[self.network.form.activation]
        inputs[copies, rows] = activation.values(Z, None) * self.mask[rows]
        outputs = above.logits(self.masks_above)[: rows.size]
        active = np.empty((CHUNK, 0), bool)
        if np.isrealobj(inputs) and activation.has_kink:
            active = np.concatenate([(layer.A_below > 0).reshape(CHUNK, -1) for layer in above.all_layers], axis=1)
        inputs[copies, rows] = self.layer.A[rows]  # as they were, for the next call
        return outputs, active[: rows.size]


def _above(network: Network, sizes: Sequence[int], A: Array, dtype: type) -> Network:
    """Return the upper layers of a network as CHUNK networks of these sizes, with inputs A (n_l, m)."""
    inputs: Array = np.repeat(A[None], CHUNK, axis=0).astype(dtype)
    above = Network(sizes, inputs, network.Y, form=network.form, lead=(CHUNK,), dtype=dtype)
    blocks = network.theta[: count_parameters(network.layers)][-count_parameters(sizes) :]
    above.theta[...] = np.concatenate(
        [blocks, network.theta[network.theta.size + blocks.size - above.theta.shape[-1] :]]
    )
    return above
