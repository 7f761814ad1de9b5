"""`python -m backprop_kernel.anywhere -f FILE` serves a Jupyter client; FILE is the connection file that it wrote."""

import os
import sys

# The notebook's folder, which `-m` puts first: what lies there must not stand in for a library.
if sys.path[0] in ("", os.getcwd()):
    del sys.path[0]

from .worker import Worker  # noqa: E402

# Without a console (pythonw on Windows) there are none, and ipykernel needs them.
for stream in ("stdout", "stderr"):
    if getattr(sys, stream) is None:
        setattr(sys, stream, open(os.devnull, "w"))

# The module loads while Python imports ipykernel.
worker = Worker()
worker.start()

from .kernel import serve  # noqa: E402

serve(worker)
