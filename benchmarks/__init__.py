"""How fast is ``nn``? The same trainings by other implementations, timed side by side: ``python -m benchmarks.run``.

The order of reading: workloads (what is trained), peers/ (who trains it), cases (what is measured and promised), worker
and rounds (how), judge (what is concluded), page (how it is shown), run. Apart from them: study.
"""
