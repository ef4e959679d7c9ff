"""Each kernel is its plain formula, and an ensemble's bits are those of its members."""

import os
import subprocess
import sys

import numpy as np
import pytest

from nn import kernels
from nn.kernels import aligned, gradient_scale, product, relu_gate, relu_in_place, transposed, with_ones

SHAPES = {  # (rows, inner, columns) of the left and right factor
    "one row": (1, 6, 300),
    "one row, inner 1": (1, 1, 7),
    "one of each": (1, 1, 1),
    "few rows": (3, 21, 211),
    "few rows, few inner": (3, 4, 211),
    "few columns": (20, 211, 3),
    "one column": (20, 211, 1),
    "inner 1": (10, 1, 300),
    "few rows and columns": (2, 9, 4),
    "many of all": (20, 30, 40),
}
LEADS = {  # leading axes of both
    "one network": ((), ()),
    "ensemble": ((4,), (4,)),
    "shared right factor": ((4,), ()),
    "two axes": ((2, 3), (2, 3)),
}


def normal(*shape: int) -> np.ndarray:
    """Return standard normal numbers, the same for the same shape."""
    return np.random.default_rng(sum(shape)).standard_normal(shape)


@pytest.fixture(params=[1, 5], ids=["AVX-512", "AVX2"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make products as on each kind of processor, whichever this one is."""
    monkeypatch.setattr(kernels, "FEW", request.param)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("is_transposed", [(False, False), (True, False), (False, True)], ids=["", "left^T", "right^T"])
@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("shape", SHAPES)
def test_product_is_the_matrix_product(shape: str, lead: str, is_transposed: tuple[bool, bool]) -> None:
    """For all shapes, with factors that are views of transposes, the call writes left @ right into out."""
    rows, inner, columns = SHAPES[shape]
    left_lead, right_lead = LEADS[lead]
    left = transposed(normal(*left_lead, inner, rows)) if is_transposed[0] else normal(*left_lead, rows, inner)
    right = transposed(normal(*right_lead, columns, inner)) if is_transposed[1] else normal(*right_lead, inner, columns)
    out = np.full((*left_lead, rows, columns), np.nan)
    call = product(left, right, out)
    assert np.isnan(out).all()
    call()
    np.testing.assert_allclose(out, left @ right, rtol=1e-12, atol=1e-13)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("shape", SHAPES)
def test_product_of_a_member_is_its_product_alone(shape: str) -> None:
    """The bits do not depend on the leading axis."""
    rows, inner, columns = SHAPES[shape]
    left, right, out = normal(5, rows, inner), normal(5, inner, columns), np.empty((5, rows, columns))
    product(left, right, out)()
    for k in range(5):
        alone = np.empty((rows, columns))
        product(left[k], right[k], alone)()
        assert np.array_equal(out[k], alone)


def test_product_reads_its_factors_when_called() -> None:
    """It is prepared once, and sees what the factors hold then."""
    left, right, out = np.ones((2, 3)), np.ones((3, 4)), np.empty((2, 4))
    call = product(left, right, out)
    left *= 2
    call()
    assert (out == 6).all()


@pytest.mark.parametrize("lead", [(), (2,)])
def test_with_ones_adds_the_row_of_the_biases(lead: tuple[int, ...]) -> None:
    """[W b] times X with ones is W X + b."""
    X, W, b = normal(*lead, 3, 5), normal(*lead, 4, 3), normal(*lead, 4, 1)
    with_row = with_ones(np.asfortranarray(X))
    assert with_row.flags.c_contiguous
    np.testing.assert_allclose(np.concatenate([W, b], axis=-1) @ with_row, W @ X + b, rtol=1e-13)


@pytest.mark.parametrize("lead", [(), (3,)])
def test_relu_in_place_is_a_maximum_with_zero(lead: tuple[int, ...]) -> None:
    """Negative numbers and -0.0 become +0.0, with no bit set; nan stays, so a diverged network does not look alive."""
    A = np.zeros((*lead, 2, 4))
    A[...] = [[-2.0, -0.0, 3.0, np.nan], [np.inf, -np.inf, 1e-310, 0.0]]
    relu_in_place(A)()
    expected = np.broadcast_to([[0.0, 0.0, 3.0, np.nan], [np.inf, 0.0, 1e-310, 0.0]], A.shape)
    np.testing.assert_array_equal(A, expected)
    assert not np.signbit(A).any()


def test_relu_in_place_looks_at_the_real_part_of_complex_numbers() -> None:
    """A complex step passes where the real part is positive, and nowhere else."""
    A = np.array([[-1 + 5j, 0 + 5j, 2 - 5j]])
    relu_in_place(A)()
    assert A.tolist() == [[0, 0, 2 - 5j]]


@pytest.mark.parametrize("lead", [(), (3,)])
def test_gate_closes_where_a_unit_is_off(lead: tuple[int, ...]) -> None:
    """After ReLU and dropout, dA stays where Z > 0 and the unit is kept, bit for bit, and is +0.0 everywhere else."""
    Z = np.array([-1.0, -0.0, 0.0, 1e-310, 2.0, 3.0, np.inf, -np.inf])
    kept = np.array([1, 1, 1, 1, 1, 0, 1, 1])
    slopes = np.array([1.5, -0.0, np.nan, np.inf, -np.inf, -2.0, 1e-310])[:, None] * np.ones(Z.size)
    A, dA = np.zeros((*lead, *slopes.shape)), np.zeros((*lead, *slopes.shape))
    gate = relu_gate(dA, A)
    A[...], dA[...] = Z, slopes
    relu_in_place(A)()
    np.copyto(A, 0.0, where=kept == 0)
    gate()
    expected = np.broadcast_to(np.where((Z > 0) & (kept == 1), slopes, 0.0), dA.shape)
    assert dA.tobytes() == expected.tobytes()


def test_gate_does_not_spoil_what_it_passes() -> None:
    """Activations with the sign bit set, nan and -0.0, let dA pass unchanged; signed integers would change its bits."""
    dA = np.array([1.5, -2.5, 0.5])
    relu_gate(dA, np.array([np.nan, -np.nan, -0.0]))()
    assert dA.tolist() == [1.5, -2.5, 0.5]


def test_gradient_scale_by_hand() -> None:
    """Of 1-1-1-1 with m = 4: 1 / 4 for the last block, and a factor 1 / keep_prob more for each block below."""
    assert gradient_scale([1, 1, 1, 1], 4, 0.5).tolist() == [1, 1, 0.5, 0.5, 0.25, 0.25]
    each = gradient_scale([1, 1, 1], 4, np.array([1.0, 0.5]))
    assert each.tolist() == [[0.25, 0.25, 0.25, 0.25], [0.5, 0.5, 0.25, 0.25]]


@pytest.mark.parametrize("dtype", [float, np.uint64, complex])
@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (2, 4, 211)])
def test_aligned_arrays_start_at_a_line_of_the_cache(shape: tuple[int, ...], dtype: type) -> None:
    """Wherever NumPy's own memory starts; they are zero, contiguous and of the type asked for."""
    for spare in range(5):
        _taken, array = bytearray(16 * spare), aligned(shape, dtype)
        assert array.ctypes.data % 64 == 0
        assert (array.shape, array.dtype, array.flags.c_contiguous) == (shape, np.dtype(dtype), True)
        assert not array.any()


@pytest.mark.slow
@pytest.mark.parametrize(
    "changed", [{}, {"OPENBLAS_CORETYPE": "Haswell"}, {"NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR"}]
)
def test_small_products_are_for_avx512_only(changed: dict[str, str]) -> None:
    """As OpenBLAS itself says which kernels it took; where it was told which to take, or NumPy to do without, never."""
    program = """
import nn.kernels as k
from threadpoolctl import threadpool_info
print(k.FEW, *(pool["architecture"] for pool in threadpool_info() if pool["internal_api"] == "openblas"))
"""
    told = {"OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES"}
    environment = {name: value for name, value in os.environ.items() if name not in told} | changed
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True,
                         env=environment)  # fmt: skip
    few, *architectures = run.stdout.split()
    has_kernels = bool({"SkylakeX", "Cooperlake", "SapphireRapids"} & {*architectures})
    assert few == ("1" if has_kernels and not changed else "5")
