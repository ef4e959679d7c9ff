"""The bugs: what is wrong, in which scenario it shows, and the edits that plant it."""

# ruff: noqa: E501 - lines of source, old and new, are read best side by side
from typing import NamedTuple

from tests.gates.plant import Edit


class Bug(NamedTuple):
    """A planted bug.

    Attributes
    ----------
    scenario : where it shows
    edits : of the source
    stopped_by : "gate", or "training" where it shows only at a later epoch
    """

    scenario: str
    edits: tuple[Edit, ...]
    stopped_by: str = "gate"


def bug(scenario: str, module: str, old: str, new: str, stopped_by: str = "gate") -> Bug:
    """Return a bug of one edit."""
    return Bug(scenario, ((f"nn.{module}", old, new),), stopped_by)


SCALED = "self.grad *= self.scale  #"
STEP = "optimizer.step(network.theta, network.grad, state, rate)"
GRADIENTS = {
    "gradient scaled by 1.001": bug("one network", "network", SCALED, "self.grad *= 1.001 * self.scale  #"),
    "missing 1/m": bug("one network", "kernels", "block[...] = 1.0 / m / power", "block[...] = 1.0 / power"),
    "wrong sign of the L2 term": bug(
        "one network", "network", "self.grad += np.multiply(self.theta", "self.grad -= np.multiply(self.theta"
    ),
    "mask not applied backwards": Bug("fixed masks, L2", (
        ("nn.layer", "self.gate = relu_gate(self.dA, self.A)",
         "self.unmasked = np.ones_like(self.A)\n        self.gate = relu_gate(self.dA, self.unmasked)"),
        ("nn.network", "layer.activate()  # A = f(Z), by default max(Z, 0)",
         "layer.activate()\n            getattr(layer, 'unmasked', layer.A)[...] = layer.A"))),
    "ReLU derivative 1 at negative Z": bug("one network", "kernels", "sign(A_bits, is_on)", "is_on[...] = 1"),
    "bias gradient from one example": bug(
        "one network", "network", SCALED,
        "for layer in self.all_layers:\n            layer.G[..., -1:] = layer.dZ[..., :1]\n        " + SCALED),
}  # fmt: skip
ENSEMBLES = {
    "gradient wrong only with leading axes": bug(
        "two chunks", "network", SCALED, "self.grad *= self.scale * (1.01 if self.theta.ndim > 1 else 1.0)  #"),
    "gradient of W1 wrong only with leading axes": bug(
        "two chunks", "network", SCALED,
        "self.first.G[..., :-1] *= 1.01 if self.theta.ndim > 1 else 1.0\n        " + SCALED),
    "bias of the output layer, only with leading axes": bug(
        "two chunks",
        "network", SCALED, "self.grad[..., -1] *= 1.01 if self.theta.ndim > 1 else 1.0\n        " + SCALED),
    "L2 of each network of an ensemble wrong": bug(
        "sweep of L2", "network", "self.decay = np.asarray(l2_lambda)[..., None]",
        "self.decay = np.roll(np.asarray(l2_lambda), 1)[..., None]"),
    "learning rates mixed up between chunks": bug(
        "sweep of rates", "ensembles", "yield self.members(slice(start, stop))",
        "yield self.members(slice(start, stop))._replace(settings=self.settings.members(slice(0, stop - start)))"),
    "wrong only in the last chunk": bug(
        "two chunks", "ensembles", "runs = [train(chunk.held_back(), progress) for chunk in ensemble.chunks()]",
        "chunks = list(ensemble.chunks())\n    runs = [train(chunk, progress) for chunk in chunks[:-1]]\n"
        "    runs.append(train(chunks[-1]._replace(X=1.01 * chunks[-1].X), progress))"),
    "last chunk left out, the one before repeated": bug(
        "two chunks", "ensembles", "runs = [train(chunk.held_back(), progress) for chunk in ensemble.chunks()]",
        "runs = 2 * [train(chunk, progress) for chunk in list(ensemble.chunks())[:-1]]"),
    "masks of the first chunk for all": bug(
        "two chunks, fresh masks", "ensembles", "seeds if isinstance(seeds, Seed) else seeds[chosen]",
        "seeds if isinstance(seeds, Seed) else seeds[chosen if isinstance(chosen, int) else slice(0, chosen.stop - chosen.start)]"),
    "keep_prob of another network": bug(
        "sweep of masks", "dropout", "each = np.broadcast_to(keep_prob, len(self.streams))",
        "each = np.roll(np.broadcast_to(keep_prob, len(self.streams)), 1)"),
    "redrawn data of the first chunk for all": bug(
        "redrawn data", "ensembles", "(data if data.ndim == 2 else data[chosen] for",
        "(data if data.ndim == 2 else data[chosen if isinstance(chosen, int) else slice(0, chosen.stop - chosen.start)] for"),
    "trained once though masks differ": bug(
        "zeros, fresh masks", "ensembles", "return same_settings and same_draws and bool(",
        "return same_settings and bool("),
    "trained once though rates differ": bug(
        "zeros, sweep of rates", "ensembles", "return same_settings and same_draws and bool(",
        "return same_draws and bool("),
    "momentum of another member": bug(
        "two chunks, momentum", "optimizers", "V *= self.beta1", "V[...] = self.beta1 * np.roll(V, 1, axis=0)"),
    "state shared between members": bug(
        "two chunks, adam", "optimizers", "V += grad\n        scale = sqrt", "V += grad\n        V[...] = V.mean(axis=0)\n        scale = sqrt"),
}  # fmt: skip
UPDATES = {
    "update step too large": bug("one network", "optimizers",
        "theta -= np.multiply(grad, rate, out=grad)\n\n    def shrinkage",
                                 "theta -= 1.01 * np.multiply(grad, rate, out=grad)\n\n    def shrinkage"),
    "step wrong from the fifth on": bug("one network",
        "training", STEP, "network.grad *= 1 - 1e-3 * (epoch >= 4)\n                " + STEP),
    "weights too small at the convergence watch": bug(
        "one network", "training", "                rest.watch()\n",
        "                rest.watch()\n                network.theta *= 0.999 if epoch else 1.0\n"),
    "at rest too early": bug("one network", "training", "return self._possible and self._bytes() == self._before",
                             "return self._possible"),
    "parameters before the last update": bug(
        "two chunks", "training", "    run = history.run(network.theta)",
        "    network.theta += network.grad\n    run = history.run(network.theta.copy())\n    network.theta -= network.grad"),
    "decay applied to biases": bug("one network", "network", "/ self.m * self._is_weight", "/ self.m"),
    "biases lost where a cost is recorded": bug(
        "one network", "network", "data = self.loss.values(self.Z, self.Y).mean(axis=(-2, -1))",
        "data = self.loss.values(self.Z, self.Y).mean(axis=(-2, -1))\n        self.theta *= self._is_weight"),
    "only for odd m": bug("one network", "kernels", "block[...] = 1.0 / m / power",
                          "block[...] = 1.0 / (m - m % 2) / power"),
    "learning rate halved from epoch 150 on": bug(
        "one network",
        "training", STEP, "network.grad *= 0.5 if epoch >= 150 else 1.0\n                " + STEP, "training"),
}  # fmt: skip
BATCHES = {
    "last batch skipped": bug("batches", "batches", "for start, stop in borders]\n        self.per_epoch = len(borders)",
                              "for start, stop in borders[:-1]]\n        self.per_epoch = len(borders) - 1"),
    "last batch filled up": bug("batches", "batches", "list(pairwise([*range(0, whole.m, size), whole.m]))",
        "[(start, start + size) if start + size < whole.m else (whole.m - size, whole.m) for start in range(0, whole.m, size)]"),
    "the same order at every epoch": bug("batches", "batches", "stream.permutation(self._inputs.shape[-1])",
        "np.random.default_rng(stream.bit_generator.seed_seq).permutation(self._inputs.shape[-1])"),
    "labels in another order": bug("batches", "batches", "np.copyto, network.Y, self._labels[..., part])",
                                   "np.copyto, network.Y, self._labels[..., ::-1][..., part])"),
    "order of the first member for all": bug(
        "batches", "batches", "for k, order in enumerate(orders):", "for k, order in enumerate([orders[0]] * len(orders)):"),
    "orders of the first chunk for all": bug(
        "batches", "ensembles", "seeds if isinstance(seeds, Seed) else seeds[chosen]",
        "seeds if isinstance(seeds, Seed) else seeds[chosen if isinstance(chosen, int) else slice(0, chosen.stop - chosen.start)]"),
    "trained once though orders differ": bug("zeros, batches", "ensembles", "* bool(self.settings.batch_size)", "* 0"),
    "penalty of a batch as if it were all": bug(
        "batches", "factories", "np.multiply(settings.l2_lambda, X.shape[-1] / m)", "settings.l2_lambda"),
    "fixed masks by place": bug("batches, fixed masks", "factories", "settings.masks == \"fixed\")", "False)"),
    "cost of the last batch": bug("batches", "training", "history.record(network.cost(), network.theta)\n                if",
                                  "history.record(batches._batches[-1][0].cost() if epoch else network.cost(), network.theta)\n                if",
                                  "training"),
    "outside the span shrunk once an epoch": bug(
        "wide, batches", "span", "return penalties * shrunk(settings, m, per_epoch * epochs, power=2)",
        "return penalties * shrunk(settings, m, epochs, power=2)"),
}  # fmt: skip
SPANS = {
    "inputs in the span scaled": bug("wide", "span", "self.Q, self.R = orthonormal_basis(X)",
                                     "self.Q, self.R = orthonormal_basis(X)\n        self.R = 1.01 * self.R"),
    "lifting out of the span wrong": bug("wide", "span", "shrinkage[..., None] * outside\n",
                                         "1.01 * shrinkage[..., None] * outside\n"),
    "outside the span shrunk once too often": bug("wide", "span", "power * updates))", "power * (updates + (updates > 0))))"),
    "outside the span shrunk at the rate of the epoch before": bug(
        "wide, cosine", "span", "np.cumprod(steps, axis=-1)", "np.cumprod(np.roll(steps, 1, axis=-1), axis=-1)"),
    "penalty outside the span not shrunk": bug(
        "wide", "span", "return penalties * shrunk(settings, m, per_epoch * epochs, power=2)",
        "return penalties + np.zeros(np.shape(epochs))"),
    "span in float32": bug("wide", "span", "self.Q, self.R = orthonormal_basis(X)",
                           "self.Q, self.R = orthonormal_basis(X)\n        self.R = self.R.astype(np.float32).astype(float)"),
}  # fmt: skip
OPTIMIZERS = {
    "bias correction left out": bug("two chunks, adam", "optimizers", " / (1.0 - beta1**number) / scale", " / scale"),
    "bias of the squares not corrected": bug(
        "two chunks, adam", "optimizers", "sqrt((1.0 - beta2) / (1.0 - beta2**number))", "sqrt(1.0 - beta2)"),
    "steps counted from 0": bug("two chunks, adam", "optimizers", "t.fill(number)", "t.fill(max(1.0, number - 1))"),
    "epsilon inside the root": bug("two chunks, adam", "optimizers",
        "        np.sqrt(V, out=grad)\n        grad += np.array(self.epsilon.item() / scale)",
        "        np.sqrt(V + self.epsilon / scale**2, out=grad)"),
    "decoupled decay of biases": bug(
        "two chunks, adamw", "factories", "chosen[\"weight_decay\"] * settings.form.weight_mask(settings.layers)",
        "chosen[\"weight_decay\"] + 0 * settings.form.weight_mask(settings.layers)"),
    "decoupled decay in the gradient": bug(
        "two chunks, adamw", "optimizers", "theta -= rate * self.weight_decay * theta", "grad += self.weight_decay * theta"),
    "mean of the gradient without its 1 - beta": bug(
        "two chunks, momentum", "optimizers", "grad *= np.subtract(1.0, self.beta1)", "grad *= 1.0"),
    "schedule off by one": bug("wide, cosine", "training", "rates.at(epoch)\n", "rates.at(max(0, epoch - 1))\n"),
    "warm-up off by one": bug("two chunks, momentum", "schedules", "(epochs + 1) / length", "epochs / length"),
}  # fmt: skip
MASKS = {
    "fresh masks wrong from epoch 50 on": bug("two chunks, fresh masks", "dropout", "        self.epoch += 1\n",
                                              "        self.epoch += 1\n        self.last_kept -= 9999 * (self.epoch == 50)\n"),
    "fresh masks repeat after four epochs": bug("two chunks, fresh masks", "dropout", "if turn == 0:",
        "if self.epoch == 0:"),
    "fresh masks wrong from epoch 150 on": bug(
        "two chunks, fresh masks", "dropout", "        self.epoch += 1\n",
        "        self.epoch += 1\n        self.last_kept -= 9999 * (self.epoch == 150)\n", "training"),
    "mask of the epoch before, backwards": Bug("two chunks, fresh masks", (
        ("nn.layer", "        self.linear = product(P, A_below, self.Z)\n",
         "        self.linear = product(P, A_below, self.Z)\n        self.before = np.ones_like(A)\n"),
        ("nn.layer", "relu_gate(self.dA, self.A)", "relu_gate(self.dA, self.before)"),
        ("nn.network", "layer.linear()  # Z = W A_below + b",
        "layer.before[...] = layer.A\n            layer.linear()"))),
    "kept units not scaled": bug("two chunks, fresh masks", "dropout",
                                 "scale[..., :-1, :] = 1.0 / np.asarray(keep_prob)[..., None, None]",
                                 "scale[..., :-1, :] = 1.0"),
    "fixed masks from another seed": bug("fixed masks, L2", "dropout", "seed if isinstance(seed, int) else",
                                         "seed + 1 if isinstance(seed, int) else"),
}  # fmt: skip
ACTIVATIONS = {
    "derivative of tanh at the activation": bug("tanh, fresh masks", "layer", "self.slopes(self.Z, self.D)",
                                                "self.slopes(self.units, self.D)"),
    "derivative of tanh not masked": bug("tanh, fresh masks", "layer", "np.multiply(self.D, factor[..., :-1, :], out=self.D)",
                                         "pass"),
    "leak of another size": bug("leaky ReLU", "activations", "LEAK = 0.01", "LEAK = 0.02"),
    "GELU without its cube": bug("GELU, wide", "activations", "0.044715\n", "0.0\n"),
    "predictions by another activation": bug("tanh, fresh masks", "prediction", "form=form, ", ""),
}  # fmt: skip
CLIPPING = {
    "norm of all members together": bug("clipped", "clipping", "np.square(grad).sum(axis=-1)", "np.square(grad).sum()"),
    "clipped to the limit of another member": bug("sweep of clipping", "clipping", "limit = np.asarray(clip_norm)",
                                                  "limit = np.roll(np.asarray(clip_norm), 3)"),
    "norm of the weights' gradients only": bug("clipped", "clipping", "np.square(grad)", "np.square(grad[..., :-1])"),
    "not clipped before Adam": bug("clipped, adam", "training", "clip(network.grad, settings.clip_norm)", "pass"),
    "clipped in the span despite L2": bug("clipped, L2, wide", "span", "and not leaves ", ""),
    "short gradients made longer": bug("sweep of clipping", "clipping", "(norm > limit) & (limit > 0)", "(norm > 0) & (limit > 0)"),
}  # fmt: skip
STOPPING = {
    "patience counted one too short": bug("early stopping", "stopping", "self._since >= self._patience",
                                          "self._since >= self._patience - 1"),
    "patience counted one too long": bug("early stopping", "stopping", "self._since >= self._patience",
                                         "self._since > self._patience"),
    "last weights instead of the best": bug("early stopping", "runs", "Run(self.stopping.best(), epochs",
                                            "Run(theta, epochs"),
    "best weights of another member": bug("early stopping", "stopping", "        return self._best\n",
                                          "        return np.roll(self._best, 1, axis=0)\n"),
    "trained on validation examples": bug("validation split, fresh masks", "ensembles",
                                          "self._replace(X=X, Y=Y, validation=held)", "self._replace(validation=held)"),
    "validated on training examples": bug("early stopping", "ensembles",
                                          "self._replace(X=X, Y=Y, validation=held)", "self._replace(X=X, Y=Y, validation=(X, Y))"),
    "split with another seed": bug("early stopping", "validation", "[split(own, fraction, seed) for", "[split(own, fraction, 5) for"),
    "split with the seed of the first member": bug("early stopping", "validation", "seeds)\n    networks",
                                                   "seeds)\n    each_seed = [each_seed[0]] * len(each_seed)\n    networks"),
    "split of the first network for all": bug(
        "early stopping, redrawn data", "validation", "[split(own, fraction, seed) for", "[split(labels[0], fraction, seed) for"),
    "stopped in the span despite L2": bug("early stopping, wide", "span", " or settings.patience > 0", ""),
    "shrunk outside the span as with all examples": bug("validation split, L2, wide", "span", "return int(examples) - held",
                                                        "return int(examples) or held"),
    "trained on after a stop": bug(
        "early stopping, batches", "training", "watch.show(history.shown(network.theta), state)", "watch.show(network.theta, state)"),
    "never stopped": bug("early stopping", "ensembles", "if not ensemble.settings.patience or", "if ensemble.settings.patience or"),
}  # fmt: skip
NORMS = {
    "running statistics of another member": bug(
        "batch norm", "batch_norm", "running += RATE * (batch[..., 0] - running)",
        "running += RATE * ((np.roll(batch, 1, axis=0) if batch.ndim > 2 else batch)[..., 0] - running)"),
    "running statistics of the batch alone": bug("batch norm", "batch_norm", "RATE = 0.1 ", "RATE = 1.0 "),
    "running statistics of the first batch": bug(
        "batch norm", "training", "batch.remember()", "batch.remember() if epoch == 0 else None"),
    "running statistics of all examples at each batch": bug(
        "batch norm, batches", "training", "batch.remember()", "network.remember()"),
    "decoupled decay of gamma and beta": bug(
        "batch norm, adamw", "factories", "chosen[\"weight_decay\"] * settings.form.weight_mask(settings.layers)",
        "chosen[\"weight_decay\"] * np.where(np.arange(P := settings.form.count_parameters(settings.layers)) < P - 32, settings.form.weight_mask(settings.layers), 1.0)"),
    "predictions by statistics of the points": bug(
        "batch norm", "prediction", "    theta, form = form.folded(theta, layers)\n", ""),
    "mean left out of the way back": bug("batch norm", "batch_norm", "        dY -= sums[..., None] / m\n", ""),
    "epsilon left out": bug("batch norm, wide", "batch_norm", "np.sqrt(self.var + self.epsilon)", "np.sqrt(self.var)"),
    "gamma not moved": bug("batch norm, fresh masks", "batch_norm", "gradient[..., 0, :], gradient[..., 1, :] = products, sums",
                           "gradient[..., 1, :] = sums"),
    "gamma penalized": bug("batch norm", "form", "weight_mask(layers), layers, 0.0)", "weight_mask(layers), layers, 1.0)"),
    "folded without the mean": bug("batch norm", "batch_norm", "beta - mean * factor", "beta"),
}  # fmt: skip
RESULTS = {
    "gradient in float32": bug("two chunks", "network", "        return self.grad\n",
                               "        self.grad[...] = self.grad.astype(np.float32)\n        return self.grad\n"),
    "inputs in float32": bug("two chunks", "kernels", "*lead, n, m = X.shape",
                             "X = X.astype(np.float32).astype(X.dtype)\n    *lead, n, m = X.shape"),
    "gradient of the squared error": bug("two chunks", "losses", "return np.subtract(A, Y, out=out)",
                                         "return np.multiply(A - Y, 4 * A * (1 - A), out=out)"),
    "costs of another loss than the gradient": bug("large weights", "losses", "Loss(logits_values, logits_residual)",
                                                   "Loss(saturating_values, logits_residual)"),
    "saturating gradient not cut off": bug("saturating", "losses",
                                           "np.multiply(out, (A > 0) & (A < 1), out=out)", "out"),
    "cost without the penalty": bug("one network", "network",
        "np.asarray(data + penalty(weights, l2_lambda, self.m).sum(axis=-1))",
                                    "np.asarray(data)"),
    "stale buffers after a prediction": bug(
        "two chunks",
        "prediction", '    network = Network(layers, X, np.zeros((1, X.shape[-1])), form=form, lead=theta.shape[:-1])\n',
        "    new = Network(layers, X, np.zeros((1, X.shape[-1])), form=form, lead=theta.shape[:-1])\n"
        "    network = globals().setdefault(str((theta.shape, X.shape)), new)\n"),
    "accuracy at another threshold": bug("two chunks", "metrics", "probabilities(Z) > 0.5)", "probabilities(Z) > 0.4)"),
}  # fmt: skip
CLASSES = {
    "softmax without the label": bug("classes", "losses", "np.subtract(A, is_label(A, Y), out=out)",
                                     "np.multiply(A, 1, out=out)"),
    "softmax of one sigmoid per class": bug("classes", "losses",
        "Loss(softmax_values, softmax_residual, softmax,", "Loss(softmax_values, softmax_residual, sigmoid,"),
    "softmax normalized over the examples": bug(
        "classes", "activations", "np.divide(out, out.sum(axis=-2, keepdims=True), out=out)",
        "np.divide(out, out.sum(axis=-1, keepdims=True), out=out)"),
    "softmax normalized over the networks": bug(
        "classes", "activations", "np.divide(out, out.sum(axis=-2, keepdims=True), out=out)",
        "np.divide(out, out.sum(axis=-2, keepdims=True).mean(axis=tuple(range(out.ndim - 2)), keepdims=True), out=out)"),
    "labels one class off": bug("classes", "losses", "return np.asarray(np.arange(Z.shape[-2])[:, None] == Y)",
                                "return np.asarray(np.arange(Z.shape[-2])[:, None] == (Y + 1) % Z.shape[-2])"),
    "largest term counted twice": bug("classes", "losses", "np.where(np.arange(Z.shape[-2])[:, None] == largest, 0, np.exp(S - peak))",
                                      "np.exp(S - peak)"),
    "last class left out of the cost": bug("classes", "losses", "np.log1p(others.sum(axis=-2, keepdims=True))",
                                           "np.log1p(others[..., :-1, :].sum(axis=-2, keepdims=True))"),
    "the least probable class predicted": bug("classes", "metrics", "Z.argmax(axis=-2, keepdims=True)",
                                              "Z.argmin(axis=-2, keepdims=True)"),
    "classes in the span scaled": bug("classes, wide", "span", "self.Q, self.R = orthonormal_basis(X)",
                                      "self.Q, self.R = orthonormal_basis(X)\n        self.R = 1.01 * self.R"),
}  # fmt: skip
BUGS: dict[str, Bug] = (
    GRADIENTS | ENSEMBLES | UPDATES | OPTIMIZERS | BATCHES | SPANS | MASKS | ACTIVATIONS | CLIPPING | STOPPING | NORMS
    | RESULTS | CLASSES
)  # fmt: skip
