"""The thread in which the module runs, so that the kernel can answer while a cell computes."""

import os
import queue
import sys
import threading
from concurrent.futures import Future

# For the stack of the module and that of Python; some systems give a thread far less.
STACK = 16 << 20


class Worker(threading.Thread):
    """Calls the module for others. While a cell runs, other calls are made in between, when the cell asks whether it is
    to stop: they see the session as of the last statement that has finished."""

    def __init__(self):
        super().__init__(name="backprop", daemon=True)
        self._calls = queue.SimpleQueue()
        self._is_stopped = False

    def start(self):
        usual = threading.stack_size(STACK)
        super().start()
        threading.stack_size(usual)

    def execute(self, code, show, expressions):
        """The Future of an execute_reply's content, with the values of user expressions."""
        self._is_stopped = False
        return self._ask(self._execute, code, show, expressions)

    def ask(self, name, *arguments):
        """The Future of another reply's content."""
        return self._ask(self._call, name, *arguments)

    def stop(self):
        """Ends the cell that runs, if there is one."""
        self._is_stopped = True

    def end(self):
        """Waits for the thread to end. One that remained would be a danger to Python's own end."""
        self.stop()
        self._calls.put(None)
        self.join(2)
        if self.is_alive():
            os._exit(0)

    def _ask(self, action, *arguments):
        future = Future()
        self._calls.put((future, action, arguments))
        return future

    def run(self):
        try:
            from .module import Module

            self._module = Module(self._poll)
        except BaseException as error:
            print(f"The Backprop kernel cannot start, because wasmtime cannot load it: {error}", file=sys.stderr)
            os._exit(1)
        for call in iter(self._calls.get, None):
            answer(*call)

    def _poll(self):
        """Whether the cell that runs is to stop. Cells themselves come one at a time."""
        while not self._calls.empty():
            call = self._calls.get()
            if call is None:
                self._calls.put(None)
                return True
            answer(*call)
        return self._is_stopped

    def _call(self, name, *arguments, show=None):
        from .module import Trapped

        try:
            return self._module.call(name, *arguments, show=show)
        except Trapped as trap:
            lines = [f"{trap.name}: {trap}"]
            return {"status": "error", "ename": trap.name, "evalue": str(trap), "traceback": lines}

    def _execute(self, code, show, expressions):
        reply = self._call("execute", code, show=show)
        if reply["status"] == "ok":
            values = {name: self._call("evaluate", expression) for name, expression in expressions.items()}
            reply["user_expressions"] = values
        return reply


def answer(future, action, arguments):
    try:
        future.set_result(action(*arguments))
    except BaseException as error:
        future.set_exception(error)
