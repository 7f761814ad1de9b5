"""The extension that is the kernel in JupyterLite, as the files of a folder below share/jupyter/labextensions.

`lite_extension.py LABEXTENSIONS VERSION` writes it."""

import sys
from pathlib import Path

KERNELSPEC = Path(__file__).resolve().parent.parent
BROWSER = KERNELSPEC / "browser"
MODULES = KERNELSPEC.parent / ".build/browser"
NAME = "backprop-lite"


def lite_extension(version):
    """Yields (path in labextensions, bytes). The modules must have been built: kernelspec/browser/build."""
    package = (BROWSER / "lite/package.json").read_text().replace("VERSION", version)
    yield f"{NAME}/package.json", package.encode()
    scripts = [*BROWSER.glob("*.js"), *(BROWSER / "lite").glob("*.js")]
    modules = [MODULES / "backprop.wasm", MODULES / "backprop-simd.wasm"]
    for path in sorted([*scripts, *modules, KERNELSPEC / "logo-64x64.png"]):
        yield f"{NAME}/static/{path.name}", path.read_bytes()


def write_lite_extension(labextensions, version):
    for path, data in lite_extension(version):
        file = Path(labextensions) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


if __name__ == "__main__":
    write_lite_extension(*sys.argv[1:])
