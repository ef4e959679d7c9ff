"""What repeated trainings say: pure functions of arrays, without files, configuration or sentences."""
