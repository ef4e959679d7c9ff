"""Runs from elsewhere, judged as our own: a table, an MLflow experiment, an export of another tracker."""
