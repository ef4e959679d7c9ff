"""How fast is ``nn``? The same trainings by other implementations, timed side by side.

One command: ``python -m benchmarks.run`` (``--quick`` for a smoke run of seconds, ``--docs`` to write docs/ as well).

The order of reading: workloads (what is trained), peers/ (who trains it), cases (what is measured), worker and rounds
(how), ratios and claims (what is concluded), report and plot (how it is shown), run.
"""
