"""Backprop inside Python: `%%backprop` cells in IPython, `Session` in programs, and a sweep on a Dask cluster."""

import atexit
import pickle
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import nbformat
import numpy as np
import pandas as pd
import psutil
import pytest
from checkout import ROOT
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient
from traitlets.config import Config

X = [[0, 0], [0, 1], [1, 0], [1, 1]]
T = [0, 1, 1, 0]
TRAINED = "network 2-2-1, bias\ntrain 300 epochs, η 0.5, α 0.9\nforward 2\nbackward"
LONG = "network 2-2-1, bias\npatterns xor\ntrain 100000000 epochs, η 0.01"


@pytest.fixture(scope="module", autouse=True)
def package(environment):
    """The wheel's package, for this process and those that it starts."""
    folder = str(next(environment.glob("lib/python3*/site-packages")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", folder)
        patch.syspath_prepend(folder)
        yield folder


@pytest.fixture
def session():
    import backprop_kernel

    with backprop_kernel.Session() as session:
        yield session


@pytest.fixture
def shell():
    """An IPython shell as in a terminal, with the extension."""
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    assert shell.run_cell("%load_ext backprop_kernel").success
    yield shell
    shell.run_line_magic("unload_ext", "backprop_kernel")
    InteractiveShell.clear_instance()


def run(shell, cell):
    """Whether the cell succeeds, and the text of all that it shows."""
    with capture_output() as shown:
        done = shell.run_cell(cell)
    displays = [output.data["text/plain"] for output in shown.outputs]
    return done.success, "\n".join([shown.stdout, shown.stderr, *displays])


@contextmanager
def ipykernel():
    """A function that runs a cell in a real Python kernel and returns its reply and outputs, the kernel's manager, and its
    client."""
    manager, client = start_new_kernel(kernel_name="python3")
    seen = []

    def run(code, hook=seen.append):
        seen.clear()
        reply = client.execute_interactive(code, output_hook=hook, timeout=60, allow_stdin=False)
        return reply["content"], [(message["msg_type"], message["content"]) for message in seen]

    try:
        run("%load_ext backprop_kernel")
        yield run, manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


def executed(*cells, **options):
    cells = [nbformat.v4.new_code_cell(cell) for cell in ("%load_ext backprop_kernel", *cells)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3", timeout=60, **options).execute()
    return [cell.outputs for cell in notebook.cells[1:]]


# The session


def test_numbers_are_exact_in_both_directions(session):
    """Every kind of double, by its bits."""
    bits = np.random.default_rng(1).integers(0, 2**64, size=(2000, 3), dtype=np.uint64).view(float)
    bits = bits[np.isfinite(bits).all(axis=1)]
    extremes = [[0.1, -0.0, 5e-324], [1 / 3, sys.float_info.max, -sys.float_info.min], [2.0**53 + 2, 1e22, 1e23]]
    given = np.vstack([bits, extremes])
    session.patterns("bits", given[:, :2], given[:, 2:])
    assert np.array_equal(session["inputs"].view(np.uint64), np.ascontiguousarray(given[:, :2]).view(np.uint64))
    assert np.array_equal(session["targets"].view(np.uint64), np.ascontiguousarray(given[:, 2:]).view(np.uint64))


def test_results_have_the_shapes_and_values_of_the_equations(session):
    """The forward and backward pass once more, by NumPy."""
    session.patterns("xor", X, T)
    session.run(TRAINED)
    w_ij, w_jk = session["w_ij"], session["w_jk"]
    assert (w_ij.shape, w_jk.shape) == ((3, 2), (3, 1))
    y_j = 1 / (1 + np.exp(-([1, 0, 1] @ w_ij)))
    y_k = 1 / (1 + np.exp(-(np.array([1, *y_j]) @ w_jk)))
    assert np.allclose(session["y_k"], y_k, rtol=1e-13, atol=0)
    δ_k = (1 - y_k) * y_k * (1 - y_k)
    assert np.allclose(session["δ_k"], δ_k, rtol=1e-12, atol=0)
    assert np.allclose(session["δ_j"], y_j * (1 - y_j) * (w_jk[1:] @ δ_k), rtol=1e-12, atol=0)
    assert np.allclose(session["∂E/∂w_jk"], -np.outer([1, *y_j], δ_k), rtol=1e-11, atol=0)
    curve = session["curve"]
    assert np.array_equal(curve[:, 0], np.arange(1, 301))
    assert curve[-1, 1] < curve[0, 1]
    outputs = session["outputs"]
    assert outputs.shape == (4, 1) and outputs[1, 0] == pytest.approx(session["y_k"][0], rel=1e-14)
    assert isinstance(session["total E"], float)
    assert session["total E"] == pytest.approx(((outputs[:, 0] - T) ** 2).sum() / 2, rel=1e-13)


def test_a_result_is_what_a_notebook_would_keep(session):
    result = session.run("network 2-2-1\npatterns xor\ntrain 2000 epochs\nplot network\n1/4")
    assert result.error is None
    assert "image/svg+xml" in result.displays[-2] and result.displays[-1]["text/plain"] == "1/4 = 0.25"
    assert "2000 epochs done" in result.text
    # The progress has been replaced by its last state.
    assert result.text.count("epoch 2000 of 2000") == 1 and "epochs/s" not in result.text


def test_an_error_says_what_the_kernel_says(session):
    import backprop_kernel

    with pytest.raises(backprop_kernel.BackpropError, match="did you mean `forward`") as failure:
        session.run("network 2-2-1\nforwrad 2")
    assert failure.value.name == "SyntaxError" and "\n  ^^^^^^^" in str(failure.value)
    assert str(pickle.loads(pickle.dumps(failure.value))) == str(failure.value)
    result = session.run("network 2-2-1\nforward 7 7 7", check=False)
    assert "network net" in result.text and result.error.result is result
    for formula, words in {"list": "not a formula", "w_xy": "no layer", "δ_k": "backward", "curve": "train"}.items():
        with pytest.raises(backprop_kernel.BackpropError, match=words):
            session[formula]


def frame(column):
    return pd.DataFrame({"length": [1.0, 2], "width": [3.0, 4], "kind": [0, 1]}).assign(**column)


@pytest.mark.parametrize(
    ("inputs", "targets", "words"),
    [
        ([[1, 2], [3]], [0, 1], "inputs: the rows are not all of the same length"),
        ([[1, 2], [3, 4]], [0], "2 rows of inputs and 1 rows of targets"),
        ([[1, float("nan")]], [0], "inputs: row 1, column 2 is nan"),
        ([[1, 2]], [float("inf")], "targets: row 1 is inf"),
        ([["a", "b"]], [0], "inputs: row 1, column 1 is 'a', not a number"),
        ([[1, "b"]], [0], "inputs: row 1, column 2 is 'b', not a number"),
        ([[1, None]], [0], "inputs: row 1, column 2 is None, not a number"),
        ([[1, 2j]], [0], "inputs: .* not a real number"),
        (X, ["a", "b", float("nan"), "c"], "targets: row 3 is nan, and others are words"),
        (X, np.array(["a", "b", 1, None], object), "targets: row 3 is 1, and others are words"),
        (X, [[1], ["b"], [0], [1]], "targets: row 1 is 1, and others are words"),
        (X, pd.Series(["a", "b", None, "c"]), "targets: row 3 is nan, and others are words"),
        (X, pd.DataFrame({"kind": ["a", "b", "c", 4]}), "targets: row 4 is 4, and others are words"),
        (X, np.array([0, 1, float("nan"), 1]).astype(str), "targets: row 3 is 'nan', which stands for a missing value"),
        (X, np.ma.array(["a", "b", "c", "d"], mask=[0, 0, 1, 0]), "targets: some values are masked"),
        ([], [], "inputs: there are no numbers"),
        (np.zeros((3, 0)), [0, 1, 2], "inputs: there are no numbers"),
        (5, [0], "0 dimensions"),
        (np.zeros((2, 2, 2, 2)), [0, 1], "4 dimensions"),
        ([[2**53 + 1]], [0], "9007199254740993, which a double cannot hold exactly"),
        ([[1, -(2**53) - 1]], [0], "row 1, column 2 is -9007199254740993, which a double cannot hold exactly"),
        ([[0.5, 2**53 + 1]], [0], "row 1, column 2 is 9007199254740993, which a double cannot hold exactly"),
        (np.array([[2**64 - 1]], np.uint64), [0], "18446744073709551615, which a double cannot hold exactly"),
        ([[np.longdouble(1) / 3]], [0], "row 1, column 1 is 0.3333.*, which a double cannot hold exactly"),
        ([[10**400]], [0], "too large for a double"),
        (np.array(["2026-01-01"], "datetime64[D]"), [0], "not a real number"),
        (np.ma.masked_equal([[1, 2]], 2), [0], "masked"),
        (np.lib.stride_tricks.as_strided(np.zeros(1), (1 << 28, 1), (0, 0)), [0], "more than the language takes"),
        (frame({"width": [3, None]}), None, "row 2, column width is nan"),
        (frame({"width": ["3", "x"]}), None, "row 1, column width is '3', not a number"),
        (frame({"width": pd.array([3, pd.NA], "Int64")}), None, "row 2, column width is <NA>"),
        ([[1, 2]], None, "inputs and targets, or one pandas DataFrame"),
    ],
)
def test_what_is_no_pattern_is_refused_with_its_place(session, inputs, targets, words):
    with pytest.raises((TypeError, ValueError), match=words):
        session.patterns("mine", inputs, targets)
    assert session._client is None


def test_frames_words_and_pictures(session):
    flowers = pd.DataFrame({"length": [1.0, 2, 3], "petal width": [4.0, 5, 6], "kind": ["iris", "10", "9"]})
    assert session.patterns("flowers", flowers) == "i1 length, i2 petal width"
    assert "2 inputs, 3 targets (9, 10 and iris)" in session.run("print patterns").text
    assert np.array_equal(session["targets"], [[0, 0, 1], [0, 1, 0], [1, 0, 0]])
    session.patterns("pictures", np.arange(24.0).reshape(2, 3, 4), np.array([3, 4]).astype(str))
    assert np.array_equal(session["inputs"], np.arange(24.0).reshape(2, 12))
    session.run("network 12-2\nplot digits")
    for kind in (np.float32, np.int8, bool):
        session.patterns("kinds", np.array([[1, 0]], kind), [[1]])
        assert np.array_equal(session["inputs"], [[1, 0]])


def test_words_in_one_column_are_classes(session):
    words = ["b", "a", "b", "c"]
    column = [[word] for word in words]
    for targets in (words, column, np.array(column), pd.Series(words), pd.Categorical(words), pd.DataFrame({"kind": words})):
        session.patterns("mine", X, targets)
        assert np.array_equal(session["targets"], [[0, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])


def test_classes_are_those_of_a_file(session, tmp_path):
    """The units of the same words in a table that the language reads, and the words that it refuses."""
    import backprop_kernel

    words = "iris 10 9 1_000 inf 1e3 −2 +4 .5 5. 1e400 Infinity 0x10 −-3 . - -1.5E-2 ٣ NAN é e5 1e 1e-400 -0 0".split()
    inputs = [[place] for place in range(len(words))]
    file = tmp_path / "words.csv"

    def read(words):
        file.write_text("x,kind\n" + "".join(f"{place},{word}\n" for place, word in enumerate(words)))
        session.run(f'patterns table from "{file}", inputs 1, target 2, classes')

    read(words)
    expected = session["targets"]
    assert expected.shape == (len(words), len(words))
    session.patterns("mine", inputs, words)
    assert np.array_equal(session["targets"], expected)
    missing = ["?", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "None", "<NA>"]
    for word in missing:
        with pytest.raises(backprop_kernel.BackpropError, match="line 3, column kind: expected the name of a class"):
            read(["a", word])
        with pytest.raises(ValueError, match="row 2 is .*, which stands for a missing value"):
            session.patterns("mine", [[0], [1]], ["a", word])


def test_only_large_whole_numbers_are_compared_one_by_one(session, monkeypatch):
    from backprop_kernel import arrays

    compared = []
    same = arrays.same
    monkeypatch.setattr(arrays, "same", lambda value, number: compared.append(value) or same(value, number))
    pixels = np.arange(28 * 28 * 10).reshape(10, 28, 28)
    for kind in (np.uint8, np.int32, np.int64, np.uint64, np.float64, bool):
        arrays.pattern_file("mine", pixels.astype(kind), np.arange(10))
    assert compared == []
    large = [2**53, -(2**53), 2**62, -(2**63)]
    arrays.pattern_file("mine", np.array([[0, 2**53 - 1, *large]]), [1])
    assert compared == large


def test_names_that_are_none_are_the_kernels_affair(session):
    import backprop_kernel

    for name in ['a"b', "../x", "", "x\ny", "1"]:
        with pytest.raises(backprop_kernel.BackpropError, match="a name of letters and digits"):
            session.patterns(name, X, T)


def test_a_refused_set_of_patterns_says_all_that_the_kernel_says(session, monkeypatch):
    """About a file that the user knows nothing of, under the name of the patterns."""
    import backprop_kernel

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.write_text", lambda *_, **__: None)
        with pytest.raises(backprop_kernel.BackpropError) as failure:
            session.patterns("mine", X, T)
    assert str(failure.value).splitlines()[:3] == [
        '1:6: cannot read "mine": No such file or directory',
        '  load "mine"',
        "       ^^^^^^",
    ]
    assert "for example" in str(pickle.loads(pickle.dumps(failure.value)))


def interrupted_at_the_end(session, monkeypatch):
    """From now on, Ctrl-C comes together with every reply: the kernel has finished."""
    session.run("network 2-2-1, bias\npatterns xor")
    channel = session._client.shell_channel
    receive = channel.get_msg

    def get_msg(**options):
        message = receive(**options)
        signal.raise_signal(signal.SIGINT)
        return message

    monkeypatch.setattr(channel, "get_msg", get_msg)


def test_an_interrupt_that_comes_too_late_loses_nothing(session, monkeypatch):
    import backprop_kernel

    with monkeypatch.context() as patch:
        interrupted_at_the_end(session, patch)
        with pytest.raises(KeyboardInterrupt, match="had finished") as stop:
            session.run("1/4")
        assert isinstance(stop.value, backprop_kernel.Interrupted)
        assert stop.value.result.text == "1/4 = 0.25" and stop.value.result.error is None
        with pytest.raises(KeyboardInterrupt) as stop:
            session.values({"E": "total E", "w": "w_ij"})
        assert stop.value.result.values["w"].shape == (3, 2) and stop.value.result.values["E"] > 0
        with pytest.raises(KeyboardInterrupt, match="had failed") as stop:
            session.run("forwrad", check=False)
        assert "did you mean `forward`" in str(stop.value.result.error) and stop.value.__cause__ is stop.value.result.error
        with pytest.raises(KeyboardInterrupt):
            session.complete("trai", 4)
    assert session.run("1/4").text == "1/4 = 0.25"


def test_an_interrupt_in_time_stops_the_cell(session):
    def stop(kind, _):
        if kind == "update_display_data":
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt, match="The cell was stopped") as interrupt:
        session.execute(LONG, show=stop)
    assert "at most 100000000 epochs" in interrupt.value.result.text and interrupt.value.result.error is None
    assert session["curve"][-1, 0] < 100_000_000


def test_what_is_no_text_is_refused(session):
    for wrong in (lambda: session.run(b"1"), lambda: session.run(None), lambda: session.patterns(None, X, T)):
        with pytest.raises(TypeError, match="a text"):
            wrong()


def test_a_question_that_the_kernel_does_not_understand_completes_nothing(session):
    assert session.complete("trai", 1.5) == (1.5, [])


@pytest.mark.parametrize("end", ["", "del session; gc.collect()", "session.close()"])
def test_a_kernel_ends_with_its_session(end):
    """With the program, with the last reference, or by itself."""
    begin = "import gc, backprop_kernel, psutil; session = backprop_kernel.Session(); session.run('1')"
    pid = "pid = session._manager.provisioner.process.pid; print(pid, psutil.pid_exists(pid), flush=True)"
    rest = "print(psutil.pid_exists(pid))" if end else ""
    program = "\n".join([begin, pid, end, rest])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    pid, *alive = done.stdout.split()
    assert alive == (["True", "False"] if end else ["True"]) and not psutil.pid_exists(int(pid)), done.stderr
    assert not done.stderr


def test_sessions_that_have_ended_leave_nothing_behind():
    """A worker of a cluster opens thousands."""
    import backprop_kernel

    with backprop_kernel.Session() as session:
        session.run("1")
    before = atexit._ncallbacks()
    for _ in range(3):
        with backprop_kernel.Session():
            pass
    assert atexit._ncallbacks() == before


def test_a_long_curve_is_thinned(session):
    session.patterns("xor", X, T)
    for epochs in (2048, 8192, 8193):
        session.run(f"network 2-2-1, bias\ntrain {epochs} epochs, η 0.1")
        curve = session["curve"]
        assert (curve[0, 0], curve[-1, 0]) == (1, epochs) and (np.diff(curve[:, 0]) > 0).all()
        assert len(curve) == epochs if epochs == 2048 else 2048 < len(curve) <= 4098
    session.run("network 2-2-1, bias\ntrain 3 epochs, until mean E < 0.001")
    (mean,) = session["curve"][:1, 1]
    session.run("network 2-2-1, bias\ntrain 3 epochs")
    assert session["curve"][0, 1] == pytest.approx(4 * mean, rel=1e-15)


def test_a_kernel_that_dies_is_told_once(session):
    import backprop_kernel

    session.run("network 2-2-1")
    session._manager.provisioner.process.kill()
    with pytest.raises(backprop_kernel.BackpropError, match="ended unexpectedly"):
        session.run("print network")
    assert "nothing is defined yet" in session.run("list").text


def test_a_session_stays_in_its_process(session):
    with pytest.raises(TypeError, match="open one where it is used"):
        pickle.dumps(session)


def test_the_package_loads_without_what_it_needs_later(package):
    program = (
        "import sys\n"
        "for name in ('IPython', 'numpy', 'pandas', 'jupyter_client', 'zmq'): sys.modules[name] = None\n"
        "import backprop_kernel, backprop_kernel.lexer\n"
        "session = backprop_kernel.Session()\n"
        "for work in (lambda: session.patterns('a', [[1]], [1]), lambda: session.run('1')):\n"
        "    try: work()\n"
        "    except ImportError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.splitlines() == [
        "Arrays need NumPy: `pip install numpy`.",
        "A session needs Jupyter's client: `pip install jupyter_client`.",
    ]


def test_a_sweep_on_a_cluster_is_that_of_the_language(session, tmp_path):
    """The example of the documentation, on two workers."""
    (example,) = re.findall("^```python\n(.*?)^```$", (ROOT / "kernelspec/README.md").read_text(), re.MULTILINE | re.DOTALL)
    (tmp_path / "sweep.py").write_text(example)
    done = subprocess.run([sys.executable, tmp_path / "sweep.py"], capture_output=True, text=True, timeout=60)
    rows = [line.split() for line in done.stdout.splitlines()]
    settings = "sweep η 0.5 2, seeds 1..3, train 400 epochs, α 0.9, until total E < 0.01"
    shown = session.run(f"network 2-2-1, bias\npatterns xor\ndigits 15\n{settings}").text
    # Of three runs, the least, the median and the greatest E.
    table = re.findall(r"\b0\.\d{15}\b", shown)
    assert sorted(f"{float(error):.15f}" for _, _, error in rows) == sorted(table) and len(table) == 6, done.stderr


# IPython


def test_cells_of_a_shell(shell):
    shell.push({"X": np.array(X), "T": T})
    success, shown = run(shell, f"%%backprop -i xor=X,T -o w_ij,δ_k -o dw=∂E/∂w_ij,E\n{TRAINED}")
    assert success and "patterns xor, at most 300 epochs" in shown
    assert shell.user_ns["w_ij"].shape == (3, 2) and shell.user_ns["δ_k"].shape == (1,)
    assert shell.user_ns["dw"].shape == (3, 2) and isinstance(shell.user_ns["E"], float)
    value = shell.run_cell("%backprop g'(0.5)").result
    assert repr(value) == "g'(0.5) = 0.235004" and "text/latex" in shell.display_formatter.format(value)[0]
    assert shell.run_cell("%backprop -o curve").success and shell.user_ns["curve"].shape == (300, 2)
    assert "nothing is defined yet" in run(shell, "%backprop --restart list")[1]


def test_what_has_spaces_stands_in_double_quotes(shell):
    shell.push({"X": [[0, 0], [0, 1], [1, 0], [1, 1]], "T": [0, 1, 1, 0]})
    success, shown = run(shell, f'%%backprop -i "xor=X, T" -o "error=total E, δ_k, d=g\'(a_j) y_j"\n{TRAINED}')
    assert success, shown
    assert shell.user_ns["d"].shape == (2,) and shell.user_ns["δ_k"].shape == (1,)
    assert run(shell, '%backprop -o "again=total E" forward 1')[0]
    assert shell.user_ns["again"] == shell.user_ns["error"] > 0


def test_an_interrupt_after_a_cell_keeps_what_it_has_brought(shell, monkeypatch):
    session = shell.magics_manager.registry["BackpropMagics"].session
    with monkeypatch.context() as patch:
        interrupted_at_the_end(session, patch)
        success, shown = run(shell, "%%backprop -o w_ij\n1/4")
        assert not success and "Interrupted: The cell had finished" in shown and "1/4 = 0.25" in shown
        assert shell.user_ns["w_ij"].shape == (3, 2)
        success, shown = run(shell, "%%backprop\nforwrad")
        assert not success and "Interrupted: The cell had failed" in shown and "did you mean" in shown


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("-i zoo=Q,T", "name 'Q' is not defined"),
        ("-i zoo=[[1],[2,3]],[1,2]", "not all of the same length"),
        ("-i zoo=1,2,3", "3 things"),
        ("-o ∂E/∂w_ij", "-o name=∂E/∂w_ij"),
        ("-o class=E", "no name in Python"),
        ("-o w_ij,", "no name in Python"),
        ("-o 'w_ij", "No closing quotation"),
        ('-o "η δ_k"', '-o "name=η δ_k"'),
        ("-o error=total E", 'in double quotes: -o "error=total E"'),
        ("--nonsense", "unrecognized arguments"),
    ],
)
def test_options_that_are_wrong_run_nothing(shell, line, words):
    success, shown = run(shell, f"%%backprop {line}\nnetwork 2-2-1")
    assert not success and words in shown
    assert "nothing is defined yet" in run(shell, "%backprop list")[1]


def test_nothing_comes_back_from_a_cell_that_fails(shell):
    shell.push({"E": "mine"})
    for cell in ("%%backprop -o E\nforwrad", "%%backprop -o E,δ_k\nnetwork 2-2-1"):
        assert not run(shell, cell)[0]
        assert shell.user_ns["E"] == "mine"


def test_shift_tab_in_a_notebook():
    """Inside the cells the kernel explains, elsewhere IPython."""
    with ipykernel() as (run, _, client):

        def explained(code, place):
            client.inspect(code, code.index(place) + 1)
            content = client.get_shell_msg(timeout=20)["content"]
            return content["status"], content["data"].get("text/plain", "")

        cell = "%%backprop -o w_ij\nnetwork 2-2-1\ntrain 10 epochs"
        for code, place, words in (
            (cell, "train", "present the patterns again"), (cell, "w_ij", ""),
            ("x = 1\n%backprop train 1 epochs\nlen(x)", "train", "present the patterns again"),
            ("x = 1\n%backprop train 1 epochs\nlen(x)", "len", "number of items"),
        ):  # fmt: skip
            status, text = explained(code, place)
            assert status == "ok" and (words in text if words else text == "")
        run("%unload_ext backprop_kernel")
        assert "present" not in explained(cell, "train")[1]


def test_completion(shell):
    shell.run_cell("%backprop network 2-2-1")
    with provisionalcompleter():
        for text, begin, expected in (
            ("%%backprop -o w_ij\ntrain 5 epochs, mom", "mom", None),
            ("%%backprop\nforward 2\nnetw", "netw", "network"),
            ("x = 1\n%backprop trai", "trai", "train"),
        ):
            found = list(shell.Completer.completions(text, len(text)))
            assert all(completion.start == len(text) - len(begin) for completion in found)
            assert expected is None or expected in [completion.text for completion in found]
        assert "isinstance" in [completion.text for completion in shell.Completer.completions("isinst", 6)]


def test_help_teaches(shell):
    text = shell.find_line_magic("backprop").__doc__
    for word in ("%%backprop -i xor=X,T -o w_ij,δ_k,curve", "--restart", "[NAME=]X,T", "curve.T"):
        assert word in text


def test_a_notebook_shows_what_the_kernel_sends():
    outputs = executed(
        "X = [[0, 0], [0, 1], [1, 0], [1, 1]]; T = [0, 1, 1, 0]",
        f"%%backprop -i xor=X,T -o w_ij,δ_k\n{TRAINED}\nplot network\nw_ij",
        "print(w_ij.shape, δ_k.shape)",
    )
    shown = outputs[1]
    assert {output.output_type for output in shown} == {"display_data", "execute_result"}
    assert shown[-1].output_type == "execute_result" and r"\begin" in shown[-1].data["text/latex"]
    assert {"image/svg+xml", "image/png", "text/html"} < set(shown[-2].data)
    assert shown[-2].metadata["image/png"]["width"] > 100
    assert [output.data["text/plain"] for output in shown if "300 of 300" in output.data["text/plain"]] != []
    assert outputs[2][0].text == "(3, 2) (1,)\n"


def test_a_failing_cell_stops_run_all():
    outputs = executed("%%backprop\nforwrad 2", "print('on')", allow_errors=True)
    assert outputs[0][0].output_type == "error"
    assert "did you mean" in "".join(outputs[0][0].traceback) and "session.py" not in "".join(outputs[0][0].traceback)
    with pytest.raises(Exception, match="did you mean"):
        executed("%%backprop\nforwrad 2", "print('on')")


def test_interrupt_keeps_the_weights_and_death_is_survived():
    with ipykernel() as (run, manager, _):
        run("%%backprop -o before=w_ij\nnetwork 2-2-1, bias")
        kinds = []

        def interrupt(message):
            kinds.append(message["msg_type"])
            if kinds.count("update_display_data") == 2:
                manager.interrupt_kernel()
                kinds.append(time.monotonic())

        reply, _ = run(f"%%backprop\n{LONG}", hook=interrupt)
        (sent,) = [kind for kind in kinds if isinstance(kind, float)]
        assert time.monotonic() - sent < 10
        assert (reply["status"], reply["ename"]) == ("error", "Interrupted")
        run("%backprop -o after=w_ij")
        _, shown = run("print((before != after).all())")
        assert [content["text"] for kind, content in shown if kind == "stream"] == ["True\n"]

        run("import psutil\nfor child in psutil.Process().children():\n    child.kill()")
        reply, _ = run("%backprop list")
        assert reply["status"] == "error" and "ended unexpectedly" in reply["evalue"]
        reply, _ = run("%backprop network 2-2-1")
        assert reply["status"] == "ok"
        # Even in the middle of a cell.
        run("import threading\nthreading.Timer(1, lambda: [child.kill() for child in psutil.Process().children()]).start()")
        reply, _ = run(f"%%backprop\n{LONG}")
        assert reply["status"] == "error" and "ended unexpectedly" in reply["evalue"]
