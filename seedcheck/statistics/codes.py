"""Codes that sentences are made of, where importing what makes them would take long."""

from typing import Final

NOT_PUBLISHED: Final = "not published"  # of a claim, any number
COMPARABLE: Final = ("reproduced", NOT_PUBLISHED)  # nothing contradicts that the same trainings are spoken of
