"""Back propagation in the notation of the lecture, inside Python.

In a notebook, `%load_ext backprop_kernel` makes cells that begin with `%%backprop`; `%%backprop?` explains them. In a
program, `backprop_kernel.Session` runs cells. Pygments and papermill find what they need here as well, so importing
this takes neither IPython nor NumPy.
"""

__all__ = ["BackpropError", "Interrupted", "Result", "Session"]


def __getattr__(name):
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import session

    return getattr(session, name)


def load_ipython_extension(shell):
    from .magic import load

    load(shell)


def unload_ipython_extension(shell):
    from .magic import unload

    unload(shell)
