"""What Python runs first in each job: the only folder of the project on PYTHONPATH."""
