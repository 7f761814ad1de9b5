"""The WebAssembly module: text in, messages out. Its functions stand in kernelspec/browser/README.md."""

import json
import os
import time
from pathlib import Path

import wasmtime

from . import files

WASM = Path(__file__).parent.with_name("browser") / "backprop.wasm"
PAGE = 1 << 16
# What wasmtime allows at most, where nothing runs asynchronously.
STACK = 2 << 20
# The module's own limit may be lower.
MEMORY = 4 << 30


class Trapped(Exception):
    """The module could not go on: its stack or its memory was used up. The session is as it was before the call."""

    def __init__(self, trap):
        self.name, reason = explained(trap.trap_code)
        super().__init__(f"{reason} The session is as it was before the cell.")


class Module:
    """The compiled module, and a session of the language in it. Belongs to the thread that has made it.

    `poll` is called often while a cell runs, and returns whether it is to stop. It may call the module in its turn.
    """

    def __init__(self, poll):
        self._poll = poll
        self._engine = engine()
        self._compiled = wasmtime.Module.from_file(self._engine, str(WASM))
        self._found = b""
        # What the calls that are going on want to be told; a call that `poll` makes is the last of several.
        self._listeners = []
        self._restore(None)
        # The session after the last cell.
        self._kept = self._copy()

    def call(self, name, *arguments, show=None):
        """The reply of an exported function to a text and numbers. `show` is called with the type and content of each
        message before it. Raises Trapped."""
        is_inner = bool(self._listeners)
        kept = self._copy() if is_inner else self._kept
        replies = []

        def listen(message):
            if message["type"] == "reply":
                replies.append(message["content"])
            elif show:
                show(message["type"], message["content"])

        self._listeners.append(listen)
        try:
            if arguments:
                arguments = (*self._given(arguments[0]), *arguments[1:])
            self._exports["backprop_" + name](self._store, *arguments)
        except BaseException as error:
            # What was interrupted in the middle cannot go on.
            if is_inner:
                self._memory.write(self._store, kept, 0)
            else:
                self._restore(kept)
            if isinstance(error, wasmtime.Trap):
                raise Trapped(error) from None
            raise
        finally:
            self._listeners.pop()
        if name == "execute":
            self._kept = self._copy()
        return replies[-1]

    def _restore(self, kept):
        """A fresh instance, with the session that was kept."""
        self._store = wasmtime.Store(self._engine)
        self._store.set_limits(memory_size=MEMORY)
        linker = wasmtime.Linker(self._engine)
        i32, f64 = wasmtime.ValType.i32(), wasmtime.ValType.f64()
        for name, parameters, results, function in (
            ("output", [i32, i32], [], self._output),
            ("is_interrupted", [], [i32], self._is_interrupted),
            ("now", [], [f64], time.monotonic),
            ("random", [i32, i32], [], lambda place, count: self._put(place, os.urandom(count))),
            ("read", [i32, i32], [i32], lambda *path: self._attempt(files.read, self._text(*path))),
            ("write", [i32] * 4, [i32], self._write),
            ("unpack", [i32] * 5, [i32], self._unpack),
            ("list", [i32, i32], [i32], lambda *path: self._attempt(listed, self._text(*path))),
            ("take", [i32], [], lambda place: self._put(place, self._found)),
        ):
            linker.define_func("backprop", name, wasmtime.FuncType(parameters, results), function)
        self._exports = linker.instantiate(self._store, self._compiled).exports(self._store)
        self._memory = self._exports["memory"]
        self._exports["_initialize"](self._store)
        if kept:
            missing = len(kept) - self._memory.data_len(self._store)
            if missing > 0:
                self._memory.grow(self._store, missing // PAGE)
            self._memory.write(self._store, kept, 0)

    def _copy(self):
        return self._memory.read(self._store, 0, self._memory.data_len(self._store))

    def _given(self, text):
        data = text.encode(errors="replace")
        place = self._exports["backprop_allocate"](self._store, len(data))
        self._put(place, data)
        return place, len(data)

    # Addresses have no sign; wasmtime gives them one.

    def _put(self, place, data):
        self._memory.write(self._store, data, place & 0xFFFFFFFF)

    def _bytes(self, place, count):
        place &= 0xFFFFFFFF
        return self._memory.read(self._store, place, place + (count & 0xFFFFFFFF))

    def _text(self, place, count):
        return self._bytes(place, count).decode()

    def _output(self, place, count):
        self._listeners[-1](json.loads(self._bytes(place, count)))

    def _is_interrupted(self):
        return int(len(self._listeners) == 1 and self._poll())

    def _write(self, path, length, data, count):
        return self._attempt(files.write, self._text(path, length), self._bytes(data, count))

    def _unpack(self, data, count, kind, size, checksum):
        return self._attempt(files.unpacked, self._bytes(data, count), kind, size, checksum & 0xFFFFFFFF, self._is_interrupted)

    def _attempt(self, action, *arguments):
        """How many bytes are then to be taken; or -1 less the length of the reason why there are none."""
        try:
            self._found = action(*arguments) or b""
            return len(self._found)
        except OSError as error:
            self._found = files.reason(error).encode()
            return -1 - len(self._found)


def engine():
    config = wasmtime.Config()
    config.wasm_relaxed_simd = True
    # Products that are added are rounded once, on every processor, as in the native kernel.
    config.wasm_relaxed_simd_deterministic = True
    config.max_wasm_stack = STACK
    try:
        # In the user's folder: only the first start compiles the module.
        config.cache = True
    except wasmtime.WasmtimeError:
        pass
    return wasmtime.Engine(config)


def listed(start):
    return "\n".join(files.beginning(start)).encode()


def explained(code):
    # Each of the two stacks, wasmtime's and the one in the memory, ends in its own way.
    if code in (wasmtime.TrapCode.STACK_OVERFLOW, wasmtime.TrapCode.MEMORY_OUT_OF_BOUNDS):
        return "DepthError", "This cell is nested too deeply."
    if code == wasmtime.TrapCode.UNREACHABLE:
        # The memory was refused, most likely; a defect would look the same.
        return "MemoryError", "The kernel could not go on: this cell seems to need more memory than there is."
    return "InternalError", f"The kernel could not go on ({getattr(code, 'name', code)})."
