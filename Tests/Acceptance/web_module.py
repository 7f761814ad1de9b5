"""web_module.py MODULE: runs sessions through the WebAssembly module, by wasmtime. Standard input: [{"folder", "cells"}]
as JSON; standard output: for each session, for each cell, [[type, content], …], the reply last."""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "kernelspec"))
from python.anywhere import module  # noqa: E402

module.WASM = Path(sys.argv[1]).resolve()


def results(folder, cells):
    os.chdir(folder)
    session = module.Module(lambda: False)
    for code in cells:
        outputs = []
        try:
            reply = session.call("execute", code, show=lambda *message, outputs=outputs: outputs.append(message))
        except module.Trapped as trap:
            reply = {"status": "error", "ename": trap.name, "evalue": str(trap), "traceback": []}
        yield [*outputs, ("reply", reply)]


print(json.dumps([list(results(**session)) for session in json.load(sys.stdin)]))
