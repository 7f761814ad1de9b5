"""How each language expresses what the tests need. None if it cannot."""

from dataclasses import dataclass, replace
from typing import Callable, Optional


@dataclass(frozen=True)
class Dialect:
    value: str
    """A cell with a value, and that value as plain text."""
    value_text: str
    fail: str
    """A cell that fails."""
    busy: str
    """A cell that computes until it is interrupted."""
    complete: tuple
    """A text to complete, and a match that it must have."""
    inspect: str
    incomplete: str
    nothing: str = ""
    """A cell that does nothing."""
    say: Optional[Callable[[str], str]] = None
    warn: Optional[Callable[[str], str]] = None
    lines: Optional[Callable[[int], str]] = None
    """A cell that shows the given number of numbered lines, and the text of such a line."""
    line: Callable[[int], str] = str
    flood: Optional[str] = None
    show: Optional[Callable[[str], str]] = None
    shows: Optional[Callable[[int], str]] = None
    show_and_update: Optional[Callable[[str, str], str]] = None
    clear: Optional[str] = None
    ask: Optional[Callable[[str], str]] = None
    page: Optional[str] = None
    expression: Optional[tuple] = None
    """An expression that has a value, and one that has none."""
    define: Optional[Callable[[str], str]] = None
    """A cell that gives a name a value."""
    stubborn: Optional[str] = None
    """A cell that ignores interrupts."""
    subshells: bool = False
    slider: Optional[str] = None
    """A cell that shows a slider from 0 to 10, and HTML that changes with it."""
    slow_slider: Optional[str] = None
    """A cell that shows a slider with two positions, the second of which takes seconds, by a kernel that drops it
    where another one follows, and that closes the widgets of a figure together."""


ECHO = Dialect(
    value="value 42", value_text="42", fail="fail on purpose", busy="spin", complete=("sa", "say"), inspect="say",
    incomplete="say \\", nothing="", say=lambda text: f"say {text}", warn=lambda text: f"warn {text}",
    lines=lambda count: f"lines {count}", flood="flood", show=lambda text: f"show {text}",
    shows=lambda count: f"shows {count}", show_and_update=lambda one, two: f"show {one}\nupdate {two}",
    clear="say before\nclear wait\nsay after", ask=lambda prompt: f"ask {prompt}", page="page long help",
    expression=("right", "wrong"), stubborn="hang", subshells=True)

DISPLAY = "from IPython.display import display, clear_output\n"
PYTHON = Dialect(
    value="6 * 7", value_text="42", fail="1 / 0", busy="while True: pass", complete=("impo", "import"), inspect="print",
    incomplete="def f():", nothing="pass", say=lambda text: f"print({text!r})",
    warn=lambda text: f"import sys; print({text!r}, file=sys.stderr)",
    lines=lambda count: f"for i in range({count}): print(i)",
    flood="while True: print('all work and no play makes a dull cell')",
    show=lambda text: f"{DISPLAY}display({{'text/plain': {text!r}}}, raw=True)",
    shows=lambda count: f"{DISPLAY}for i in range({count}): display({{'text/plain': str(i)}}, raw=True)",
    show_and_update=lambda one, two: f"{DISPLAY}h = display({{'text/plain': {one!r}}}, raw=True, display_id=True)\n"
    f"h.update({{'text/plain': {two!r}}}, raw=True)",
    clear=f"{DISPLAY}print('before')\nclear_output(wait=True)\nprint('after')",
    ask=lambda prompt: f"print('answer:', input({prompt!r}))", page="print?", expression=("1 + 1", "1 / 0"),
    define=lambda name: f"{name} = 7", subshells=True,
    slider="from ipywidgets import FloatSlider, HTML, VBox\npicture = HTML()\n"
    "x = FloatSlider(min=0, max=10, description='x')\n"
    "x.observe(lambda change: setattr(picture, 'value', f'<p>{change.new}</p>'), 'value')\nVBox([x, picture])")

BACKPROP = Dialect(
    value="2 + 3", value_text="2 + 3 = 5", fail="w_i9j1", busy="network 2-2-1\npatterns xor\ntrain 1000000000 epochs",
    complete=("netw", "network"), inspect="network", incomplete="patterns xor:", nothing="# nothing",
    lines=lambda count: "\n".join(map(str, range(count))), line=lambda number: f"{number} = {number}",
    show=lambda text: "network 2-2-1", expression=("1 + 1", "nonsense"), define=lambda name: f"let {name} = 7",
    subshells=True, slider="vary c 0..10\n  c^2",
    slow_slider="network 2-2-1\npatterns xor\nvary N 1 20000000\n  train N epochs")
# In WebAssembly, sliders step through positions that were computed beforehand.
ANYWHERE = replace(BACKPROP, slider=None, slow_slider=None)

DIALECTS = {"echo": ECHO, "backprop": BACKPROP, "anywhere": ANYWHERE}


def dialect(kernel):
    return DIALECTS.get(kernel, PYTHON)
