"""Where things are in this checkout, and lists that tests iterate over."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BACKPROP = ROOT / ".build/release/backprop"


def some(things):
    """A list that is not empty: a loop over nothing tests nothing."""
    found = list(things)
    assert found, "there is nothing to test"
    return found


HANDOUTS = some(sorted((ROOT / "notebooks").glob("*.ipynb")))
