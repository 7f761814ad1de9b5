"""The kernel: ipykernel's sockets, threads and messages; the language's answers."""

import asyncio
import signal

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel

from .history import History

COMMS = ("comm_open", "comm_msg", "comm_close")


class BackpropKernel(Kernel):
    """Requests of the shell are answered as they come; only cells wait for one another. (ipykernel answers a request of
    the shell when the cell before it is done, so here its shell is dispatched anew.)"""

    # Nothing is printed that would have to arrive before a reply.
    _execute_sleep = 0

    def __init__(self, **options):
        super().__init__(**options)
        self._worker = self.parent.worker
        self._description = self._worker.ask("describe")
        self._history = History()
        # The cell that runs, and those that its failure has stopped.
        self._cell = None
        self._aborted = []

    def start(self):
        super().start()
        self._waiting = asyncio.Queue()
        self.io_loop.add_callback(self._run_cells)
        self.shell_stream.on_recv(self._receive, copy=False)
        signal.signal(signal.SIGINT, lambda *_: self._worker.stop())

    # The shell

    def _receive(self, frames):
        try:
            identities, frames = self.session.feed_identities(frames, copy=False)
            message = self.session.deserialize(frames, content=True, copy=False)
        except Exception as error:
            self.log.error("invalid message: %s", error)
            return
        if message["header"]["msg_type"] == "execute_request":
            self._waiting.put_nowait((identities, message))
        else:
            self.io_loop.add_callback(self._handle, identities, message)

    async def _run_cells(self):
        while True:
            identities, message = self._cell = await self._waiting.get()
            # What the cell shows belongs to it.
            self.set_parent(identities, message)
            await self._handle(identities, message)
            self._cell = None

    async def _handle(self, identities, message):
        """Between busy and idle, whatever comes of it."""
        kind = message["header"]["msg_type"]
        self._publish_status("busy", "shell", parent=message)
        try:
            if kind in COMMS:
                self._refuse_comm(message)
            elif kind not in self.shell_handlers:
                raise ValueError(f"unknown request {kind}")
            else:
                if kind == "execute_request":
                    check_cell(message["content"])
                await self.shell_handlers[kind](self.shell_stream, identities, message)
        except Exception as error:
            content = {"status": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": []}
            if kind.endswith("_request"):
                reply = kind[: -len("_request")] + "_reply"
                self.session.send(self.shell_stream, reply, content, message, ident=identities)
        self._publish_status("idle", "shell", parent=message)
        # Some clients take any idle to mean that the kernel is idle.
        if self._cell and self._cell[1] is not message:
            self._publish_status("busy", "shell", parent=self._cell[1])

    def _abort_queues(self, subshell_id=None):
        """After the reply of a cell that has failed, those that waited then are not run."""
        while self._aborted:
            identities, message = self._aborted.pop(0)
            self._publish_status("busy", "shell", parent=message)
            self._send_abort_reply(self.shell_stream, message, identities)
            self._publish_status("idle", "shell", parent=message)

    def _refuse_comm(self, message):
        """The language has no comms."""
        if message["header"]["msg_type"] == "comm_open":
            content = {"comm_id": message["content"]["comm_id"], "data": {}}
            self.session.send(self.iopub_socket, "comm_close", content, message, ident=self._topic("comm_close"))

    # Signals stop the cell; ipykernel's would be an exception in whatever the main thread does.
    def pre_handler_hook(self):
        pass

    post_handler_hook = pre_handler_hook

    # Answers

    async def kernel_info_request(self, stream, ident, parent):
        content = await asyncio.wrap_future(self._description)
        self.session.send(stream, "kernel_info_reply", content, parent, ident)

    async def interrupt_request(self, stream, ident, parent):
        self._worker.stop()
        self.session.send(stream, "interrupt_reply", {"status": "ok"}, parent, ident)

    async def do_execute(
        self, code, silent, store_history=True, user_expressions=None, allow_stdin=False, *, cell_id=None, **_
    ):
        count = self.execution_count
        shown = Shown(self, silent, is_typed=allow_stdin and cell_id is None)
        reply = await asyncio.wrap_future(self._worker.execute(code, shown.show, user_expressions or {}))
        if reply["status"] == "error" and not silent and self._cell[1]["content"].get("stop_on_error", True):
            self.shell_stream.flush()
            while not self._waiting.empty():
                self._aborted.append(self._waiting.get_nowait())
        if reply["status"] == "error":
            shown.show("error", {name: reply[name] for name in ("ename", "evalue", "traceback")})
        shown.end()
        if store_history and not silent:
            self._history.remember(count, code, "\n".join(shown.values) or None)
        elif not silent:
            self.execution_count -= 1
        return {"execution_count": count, "payload": [], "user_expressions": {}, **reply}

    def finish_metadata(self, parent, metadata, reply_content):
        """What a cell has checked belongs to the reply's message."""
        return {**metadata, **reply_content.pop("metadata", {})}

    async def do_complete(self, code, cursor_pos):
        return await self._ask("complete", code, cursor(cursor_pos))

    async def do_inspect(self, code, cursor_pos, detail_level=0, omit_sections=()):
        return await self._ask("inspect", code, cursor(cursor_pos), cursor(detail_level))

    async def do_is_complete(self, code):
        return await self._ask("is_complete", code)

    async def do_history(self, hist_access_type, raw=True, **options):
        return {"status": "ok", "history": self._history.find(hist_access_type, **options)}

    async def _ask(self, name, code, *arguments):
        check_text("code", code)
        return await asyncio.wrap_future(self._worker.ask(name, code, *arguments))


class Shown:
    """What a cell shows, on its way to the clients; `values` are its results as text."""

    def __init__(self, kernel, silent, is_typed):
        self._kernel, self._is_silent, self._is_typed = kernel, silent, is_typed
        self._parent = kernel.get_parent("shell")
        # By their display ids: in a terminal, which cannot replace what it has shown, only the last of each is shown.
        self._held = {}
        self.values = []

    def show(self, kind, content):
        name = content.get("transient", {}).get("display_id")
        if self._is_typed and name:
            self._held[name] = content
            return
        self.end()
        if kind == "execute_result":
            content["execution_count"] = self._kernel.execution_count
            self.values.append(content["data"].get("text/plain", ""))
        self._send(kind, content)

    def end(self):
        for name in list(self._held):
            self._send("display_data", self._held.pop(name))

    def _send(self, kind, content):
        if not self._is_silent:
            kernel = self._kernel
            kernel.session.send(kernel.iopub_socket, kind, content, self._parent, ident=kernel._topic(kind))


class Application(IPKernelApp):
    """ipykernel without what is for Python: streams that are captured, subshells, a debugger."""

    name = "backprop"
    kernel_class = BackpropKernel
    outstream_class = None

    def init_pdb(self):
        pass

    def init_control(self, context):
        super().init_control(context)
        # A shell's requests are answered while a cell runs; a second cell has to wait.
        self.shell_channel_thread = None


def check_cell(content):
    check_text("code", content.get("code"))
    expressions = content.get("user_expressions") or {}
    if not isinstance(expressions, dict):
        raise TypeError("user_expressions must be an object")
    for name, expression in expressions.items():
        check_text(name, expression)


def check_text(name, text):
    if not isinstance(text, str):
        raise TypeError(f"{name} must be a text")


def cursor(number):
    """What the module can hold; one that is negative or behind the end is its affair."""
    return max(-(2**31), min(int(number), 2**31 - 1))


def serve(worker):
    application = Application.instance(log_level="ERROR")
    application.worker = worker
    application.initialize()
    try:
        application.start()
    finally:
        # It tells the clients the end of the request to shut down.
        application.control_thread.join(1)
        worker.end()
