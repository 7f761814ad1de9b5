"""A session of the Backprop kernel, for Python."""

import re
import signal
import tempfile
import threading
import time
import weakref
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import arrays

# In seconds: how often a kernel that says nothing is asked for a sign of life, and how long a new one may take.
MOMENT = 0.25
PATIENCE = 60


class BackpropError(Exception):
    """What went wrong in a cell. As text, all that the kernel says about it: where, what was expected, an example.

    `message` is its one line, `name` the kind of error, and `result` what the cell had shown before.
    """

    def __init__(self, message, name="BackpropError", traceback=(), result=None):
        super().__init__(message, name, traceback, result)
        self.message, self.name, self.result = message, name, result
        self.traceback = list(traceback) or [message]

    def __str__(self):
        return re.sub(r"\x1b\[[\d;]*m", "", "\n".join(self.traceback))

    def _render_traceback_(self):
        """What IPython shows: the kernel's own text, and no lines of Python."""
        return self.traceback


@dataclass
class Result:
    """What a cell has shown, as a notebook would keep it."""

    # In order: {"output_type": "display_data", "data": …, "metadata": …}, or a "stream" with its name and text.
    outputs: list = field(default_factory=list)
    error: BackpropError = None
    # What the user expressions have come to.
    values: dict = field(default_factory=dict)

    @property
    def displays(self):
        """The tables and figures: a dictionary from MIME type to content for each."""
        return [output["data"] for output in self.outputs if "data" in output]

    @property
    def text(self):
        """Everything that it has shown, as plain text."""
        parts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in self.outputs]
        return "\n".join(part.rstrip("\n") for part in parts)

    def add(self, kind, content):
        if kind == "stream" and self.outputs and self.outputs[-1].get("name") == content["name"]:
            self.outputs[-1]["text"] += content["text"]
        elif kind == "stream":
            self.outputs.append({"output_type": kind, **content})
        elif kind == "clear_output":
            self.outputs.clear()
        else:
            shown = {"data": content["data"], "metadata": content.get("metadata", {})}
            name = content.get("transient", {}).get("display_id")
            for output in self.outputs if kind == "update_display_data" else ():
                if output.get("display_id") == name:
                    output.update(shown)
            if kind != "update_display_data":
                self.outputs.append({"output_type": kind, **shown, **({"display_id": name} if name else {})})


class Session:
    """A session of the language, with a kernel of its own that starts with the first cell.

        with backprop_kernel.Session() as session:
            session.patterns("mine", X, T)
            print(session.run("network 2-2-1, bias\\ntrain 500 epochs\\ntest").text)
            weights = session["w_ij"]

    Threads may share one, and then wait for one another. A process takes one of its own: a session cannot be pickled,
    so a function that runs on a cluster opens it there.
    """

    def __init__(self):
        self._lock = threading.RLock()
        self._manager = self._client = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __reduce__(self):
        raise TypeError("a Session belongs to its process: open one where it is used, in the function that a worker runs")

    def run(self, cell, *, check=True):
        """Runs a cell and returns its Result. Where the cell fails, raises its BackpropError, or only keeps it as
        `error` in the result if `check` is False. Ctrl-C stops the cell, keeps the weights and raises
        Interrupted, a KeyboardInterrupt, so that it ends a loop over cells too. Its `result` is what the cell had
        shown, with the values or the error of a cell that had finished or failed before it could be stopped."""
        result = self.execute(cell)
        if check and result.error:
            raise result.error
        return result

    def patterns(self, name, inputs, targets=None):
        """Defines patterns, which are then in use: an array with a row for each pattern, and one for the targets.

        Lists of lists are taken as well, and a pandas DataFrame, alone with the target in its last column. One number
        for each pattern may be a plain list. Targets that are words, in one column, are classes, a unit each, in the
        order of the language: numbers by size, then words (`T.astype(str)` makes words of numbers). A word for a missing
        value, such as `nan`, is refused. Inputs of three dimensions are pictures. Every number arrives as it is.
        """
        if not isinstance(name, str):
            raise TypeError(f"patterns have a text as their name, and this is a {type(name).__name__}")
        text, legend = arrays.pattern_file(name, inputs, targets)
        with tempfile.TemporaryDirectory(prefix="backprop-") as folder:
            file = Path(folder) / "patterns.json"
            file.write_text(text, encoding="utf-8")
            error = self.execute(f'load "{file}"', silent=True).error
        if error:

            def named(line):
                return line.replace(str(file), name).replace("^" * len(str(file)), "^" * len(name))

            raise BackpropError(named(error.message), error.name, [named(line) for line in error.traceback], error.result)
        return legend

    def __getitem__(self, formula):
        """The value of a formula as a NumPy array with a dimension for each free index, or as a float: "w_ij",
        "δ_k", "∂E/∂w_ij", "total E". Of `w_ij`, row 0 is the bias unit's if there is one.

        "inputs", "targets" and "outputs" are those of all patterns in use, patterns × units. "curve" has a row with
        the number of an epoch and its E for each epoch of the last training: mean E if `until` names it, otherwise
        total E. Beyond 2048 epochs (continued trainings count together) it is thinned to the least and the greatest E
        of each stretch, and the last: at most 4098 rows.

        Every number is the kernel's own, to the last bit; a value that is not finite is refused as a BackpropError.
        """
        return self.values({"value": formula})["value"]

    def values(self, formulas):
        """The values of several formulas, {name: formula}, by the same names."""
        result = self.execute("", silent=True, formulas=formulas)
        if result.error:
            raise result.error
        return result.values

    def complete(self, code, cursor):
        """The kernel's completions at a place in a cell: where they begin, and the texts with their kinds."""
        reply = self._answer("complete_request", {"code": code, "cursor_pos": cursor})
        if reply["status"] != "ok":
            return cursor, []
        return reply["cursor_start"], reply["metadata"].get("_jupyter_types_experimental", [])

    def inspect(self, code, cursor, detail=0):
        """What the kernel says about a place in a cell: whether something was `found`, and its `data` by MIME type."""
        return self._answer("inspect_request", {"code": code, "cursor_pos": cursor, "detail_level": detail})

    def restart(self):
        """Ends the kernel; the next cell starts a new one, in which nothing is defined."""
        self.close()

    def close(self):
        """Ends the kernel."""
        with self._lock:
            self._end(now=False)

    def execute(self, code, *, show=None, silent=False, typed=False, formulas=None):
        """Runs a cell and returns its result, an error included. `show` is called with the type and the content of each
        output as it comes. `typed`: in a terminal, where nothing that is shown can be replaced. Raises Interrupted."""
        if not isinstance(code, str):
            raise TypeError(f"a cell is a text, and this is a {type(code).__name__}")
        result = Result()
        with self._lock:
            self._start()

            def output(kind, content):
                if kind in ("stream", "display_data", "execute_result", "update_display_data", "clear_output"):
                    result.add(kind, content)
                    if show:
                        show(kind, content)

            # The kernel never asks for input: a client that would let it is, to the kernel, a terminal.
            content = {
                "code": code, "silent": silent, "store_history": not silent, "allow_stdin": typed,
                "user_expressions": formulas or {}, "stop_on_error": True,
            }  # fmt: skip
            reply, is_interrupted = self._ask("execute_request", content, output)
        if reply["status"] != "ok":
            result.error = _error(reply, result)
        for name, formula in (formulas or {}).items() if reply["status"] == "ok" else ():
            value = reply["user_expressions"][name]
            if value["status"] != "ok":
                result.error = result.error or _error(value, result)
            elif "application/json" not in value["data"]:
                result.error = result.error or BackpropError(
                    f"`{formula}` is not a formula. A program gets the value of one, such as w_ij, δ_k or total E, "
                    "or `curve`, `inputs`, `targets` or `outputs`."
                )
            else:
                result.values[name] = arrays.array_of(value["data"]["application/json"])
        if result.error and result.error.name == "Interrupted":
            result.error = None
            raise Interrupted("The cell was stopped.", result)
        if is_interrupted:
            ending = "failed" if result.error else "finished"
            raise Interrupted(f"The cell had {ending} before it could be stopped.", result) from result.error
        return result

    def _answer(self, kind, content):
        """The reply to an editor's question."""
        with self._lock:
            self._start()
            reply, is_interrupted = self._ask(kind, content)
        if is_interrupted:
            raise KeyboardInterrupt
        return reply

    # Below: the kernel and its messages. The lock is held.

    def _start(self):
        if self._client:
            self._check_alive()
            return
        try:
            from jupyter_client.kernelspec import NoSuchKernel
            from jupyter_client.manager import KernelManager
        except ImportError:
            raise ImportError("A session needs Jupyter's client: `pip install jupyter_client`.") from None
        manager = KernelManager(kernel_name="backprop")
        try:
            manager.start_kernel()
        except NoSuchKernel:
            raise BackpropError(
                "Jupyter knows no kernel `backprop` here. `pip install` its wheel into this environment, or type "
                "`backprop install --user`; `jupyter kernelspec list` shows what Jupyter knows."
            ) from None
        client = manager.blocking_client()
        try:
            client.start_channels(hb=False)
            client.wait_for_ready(timeout=PATIENCE)
        except BaseException as error:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
            if isinstance(error, RuntimeError):
                raise BackpropError(f"The Backprop kernel does not start: {error}.") from None
            raise
        self._manager, self._client = manager, client
        # When Python ends, or nothing refers to the session any more.
        self._ending = weakref.finalize(self, _end, manager, client)

    def _check_alive(self):
        if self._manager.is_alive():
            return
        self._end(now=True)
        raise BackpropError(
            "The Backprop kernel has ended unexpectedly, and its networks and patterns are gone. "
            "The next cell starts a new one."
        )

    def _end(self, now):
        """At once (`now`) if the kernel has ended already, or does not stop."""
        manager, client, self._manager, self._client = self._manager, self._client, None, None
        if client:
            _end(manager, client, now)
            self._ending.detach()

    def _ask(self, kind, content, output=None):
        """Sends a request and returns the content of its reply, once everything that it shows has been shown, and
        whether it was interrupted in the meantime, which the reply need not say: it may have been on its way."""
        import zmq

        client = self._client
        message = client.session.msg(kind, content)
        sockets = {channel.socket: channel for channel in (client.shell_channel, client.iopub_channel)}
        poller = zmq.Poller()
        for socket in sockets:
            poller.register(socket, zmq.POLLIN)
        reply, is_idle, checked = None, False, time.monotonic()
        with self._interrupting() as interrupts:
            client.shell_channel.send(message)
            while reply is None or not is_idle:
                for socket, _ in poller.poll(MOMENT * 1000):
                    answer = sockets[socket].get_msg(timeout=0)
                    if answer["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                        continue
                    if answer["msg_type"] == kind.replace("_request", "_reply"):
                        reply = answer["content"]
                    elif answer["msg_type"] == "status":
                        is_idle = answer["content"]["execution_state"] == "idle"
                    elif output:
                        output(answer["msg_type"], answer["content"])
                if len(interrupts) > 1 and time.monotonic() - interrupts[0] > 1:
                    self._end(now=True)
                    raise BackpropError(
                        "The Backprop kernel did not stop, and has been ended with its networks and patterns. "
                        "The next cell starts a new one."
                    )
                if time.monotonic() - checked > MOMENT:
                    checked = time.monotonic()
                    self._check_alive()
        return reply, bool(interrupts)

    @contextmanager
    def _interrupting(self):
        """Ctrl-C, or an interrupt of the notebook, goes to the kernel while it works. Handled as a signal, since an
        exception could come between receiving a message and keeping it. Other threads get no signals."""
        times = []
        if threading.current_thread() is not threading.main_thread():
            yield times
            return

        def interrupt(*_):
            times.append(time.monotonic())
            client = self._client
            client.control_channel.send(client.session.msg("interrupt_request", {}))

        former = signal.signal(signal.SIGINT, interrupt)
        try:
            yield times
        finally:
            signal.signal(signal.SIGINT, former)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, or an interrupt of the notebook. The kernel has stopped the cell, and the weights are those after the last
    update; or the cell had ended before. `result` is what it had shown, with its values or its error in that case."""

    def __init__(self, message, result=None):
        super().__init__(message, result)
        self.message, self.result = message, result

    def __str__(self):
        return self.message

    def _render_traceback_(self):
        error = self.result and self.result.error
        return [*(error.traceback if error else ()), f"Interrupted: {self}"]


def _error(reply, result):
    return BackpropError(reply.get("evalue", reply["status"]), reply.get("ename", ""), reply.get("traceback", ()), result)


def _end(manager, client, now=False):
    client.stop_channels()
    manager.shutdown_kernel(now=now)
