"""One module per step of the pipeline, run as ``python -m seedcheck.steps.NAME``.

BLAS is held to one thread before NumPy is imported: another number of threads would give other bits.
"""

import os

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[_variable] = "1"
