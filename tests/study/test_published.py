"""A file of published numbers and claims is checked before anything runs, with its lines."""

from pathlib import Path

import pytest

from seedcheck.errors import InputError
from seedcheck.study.model import load
from seedcheck.study.published import check_published
from seedcheck.study.yaml import read_yaml

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "config/published.yaml"
STUDY = {"paper": {"none", "dropout"}}
GOOD = """\
source: the paper
paper:
  none: {test_accuracy: 0.96}
  dropout: {settings: {keep_prob: 0.8}, test_accuracy: 0.98, accuracy_tolerance: 0.01}
claims:
  - {claim: Dropout helps, experiment: paper, variant: dropout, against: none, metric: test_accuracy, expect: better}
"""
FAULTS = {
    ("variant: dropout", "variant: drpout"): "line 6: claims.0.variant: 'drpout' is no variant of the experiment "
    "'paper'; did you mean 'dropout'?",
    ("expect: better", "expect: bettr"): "line 6: claims.0.expect: 'bettr' is unknown; accepted: better, worse or",
    (", against: none", ""): "line 6: claims.0: `against` is missing: which variant is dropout said to be better than?",
    ("0.98,", "98,"): "line 4: paper.dropout.test_accuracy: 98 is more than the maximum of 1",
    ("keep_prob", "keep_pro"): "line 4: paper.dropout.settings.keep_pro: no setting 'keep_pro'; did you mean "
    "'keep_prob'?",
    ("test_accuracy: 0.96", "test_acuracy: 0.96"): "line 3: paper.none.test_acuracy: unknown key; did you mean",
}


def write(text: str, folder: Path) -> Path:
    """Write a file of published numbers."""
    path = folder / "published.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_good_files_pass(tmp_path: Path) -> None:
    """The shipped one, about experiments that the study need not have, one without costs, and an empty one."""
    check_published(SHIPPED, {})
    check_published(write(GOOD, tmp_path), STUDY)
    check_published(write("{}", tmp_path), STUDY)


def test_claims_on_optimizers_are_about_their_study() -> None:
    """config/optimizers.yaml names the file, which says nothing of an experiment or variant that is not there."""
    study = load([ROOT / "config/optimizers.yaml"])
    check_published(ROOT / study.published, {name: each.variants for name, each in study.experiments.items()})
    claims = read_yaml(ROOT / study.published)["claims"]
    assert {claim["experiment"] for claim in claims} <= study.experiments.keys()


@pytest.mark.parametrize("change", FAULTS, ids=lambda change: change[1] or "left out")
def test_fault_is_named_with_its_line(change: tuple[str, str], tmp_path: Path) -> None:
    """Misspelt names, values out of range, missing keys."""
    path = write(GOOD.replace(*change), tmp_path)
    with pytest.raises(InputError) as caught:
        check_published(path, STUDY)
    assert FAULTS[change] in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
