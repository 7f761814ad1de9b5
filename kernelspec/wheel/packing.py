"""What both wheels have, and how a wheel is written. Files are (path in the wheel, bytes, whether it can be run)."""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from delta import delta

ROOT = Path(__file__).resolve().parent.parent.parent
KERNELSPEC = ROOT / "kernelspec"
FOLDER = ROOT / ".build/wheel"
MODULE = ROOT / ".build/browser/backprop.wasm"
SIMD_MODULE = ROOT / ".build/browser/backprop-simd.wasm"
PACKAGE = "backprop_kernel"

METADATA = """\
Metadata-Version: 2.4
Name: backprop-kernel
Version: {version}
Summary: A Jupyter kernel in which the lecture's notation for back propagation is the programming language
License-Expression: BSD-3-Clause
{licences}
Requires-Python: >=3.9
{requirements}
"""
WHEEL = "Wheel-Version: 1.0\nGenerator: backprop\nRoot-Is-Purelib: {pure}\nTag: {tag}\n"
# What every wheel asks for.
REQUIREMENTS = ["latex2mathml", "pygments"]
ENTRY_POINTS = """\
[console_scripts]
backprop = backprop_kernel.program:main
[jupyterlite.addon.v0]
backprop = backprop_kernel.lite:KernelAddon
[nbconvert.exporters]
backprop-page = backprop_kernel.page:PageExporter
[pygments.lexers]
backprop = backprop_kernel.lexer:BackpropLexer
[papermill.engine]
backprop = backprop_kernel.papermill:NBClientEngine
"""


def output_of(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def own_licences():
    """Yields (name, bytes) of the licences of the program and of Swift's libraries, which are linked into it."""
    toolchain = Path(shutil.which("swiftc")).resolve().parent.parent
    yield "LICENSE", (ROOT / "LICENSE").read_bytes()
    yield "swift.txt", (toolchain / "share/swift/LICENSE.txt").read_bytes()


def browser_files():
    """Yields (name, bytes) of the kernel for browsers: the module, and what pages and JupyterLite sites with it are made of."""
    for module in (MODULE, SIMD_MODULE):
        if not module.exists():
            sys.exit(f"{module} is missing: kernelspec/browser/build builds it.")
    yield MODULE.name, MODULE.read_bytes()
    yield "backprop-simd.delta", delta(MODULE.read_bytes(), SIMD_MODULE.read_bytes())
    folder = KERNELSPEC / "browser"
    for path in sorted([*folder.glob("*.js"), *(folder / "page").iterdir(), *(folder / "lite").iterdir()]):
        yield str(path.relative_to(folder)), path.read_bytes()
    yield "lite/logo.svg", (KERNELSPEC / "logo-svg.svg").read_bytes()


class Wheel:
    """The places in a wheel of this version of the program, for this kind of system, and the files of every wheel."""

    def __init__(self, binary, tag):
        self._binary, self._tag = binary, tag
        self._version = output_of(binary, "--version").split()[-1]
        self.info = f"{PACKAGE}-{self._version}.dist-info"
        self.data = f"{PACKAGE}-{self._version}.data/data"
        self.kernel = f"{self.data}/share/jupyter/kernels/backprop"

    def common_files(self, kernelspec, requirements, licences):
        """The Python package, the kernelspec with these fields, what Jupyter's programs read, and the wheel's
        description, which names these files in the folder of licences."""
        for path in sorted((KERNELSPEC / "python").glob("*.py")):
            yield f"{PACKAGE}/{path.name}", path.read_bytes(), False
        yield f"{PACKAGE}/grammar.json", output_of(self._binary, "grammar").encode(), False
        for name, text in browser_files():
            yield f"{PACKAGE}/browser/{name}", text, False
        for path in filter(Path.is_file, sorted((KERNELSPEC / "etc").rglob("*"))):
            yield f"{self.data}/etc/jupyter/{path.relative_to(KERNELSPEC / 'etc')}", path.read_bytes(), False
        installed = self._installed_files()
        for path in sorted(installed.rglob("*")):
            if path.is_file() and path.name != "kernel.json":
                yield f"{self.data}/share/jupyter/{path.relative_to(installed)}", path.read_bytes(), False
        spec = {**json.loads((installed / "kernels/backprop/kernel.json").read_text()), **kernelspec}
        yield f"{self.kernel}/kernel.json", json.dumps(spec, indent=1).encode(), False

        description = METADATA.format(
            version=self._version, licences="\n".join(f"License-File: {name}" for name in licences),
            requirements="\n".join(f"Requires-Dist: {name}" for name in [*REQUIREMENTS, *requirements]))  # fmt: skip
        yield f"{self.info}/METADATA", description.encode(), False
        is_pure = str(self._tag.endswith("-any")).lower()
        yield f"{self.info}/WHEEL", WHEEL.format(tag=self._tag, pure=is_pure).encode(), False
        yield f"{self.info}/entry_points.txt", ENTRY_POINTS.encode(), False

    def write(self, files):
        FOLDER.mkdir(parents=True, exist_ok=True)
        file = FOLDER / f"{PACKAGE}-{self._version}-{self._tag}.whl"
        record = f"{self.info}/RECORD"
        lines = []
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as wheel:
            for path, data, can_run in files:
                entry = zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = (0o100755 if can_run else 0o100644) << 16
                wheel.writestr(entry, data)
                digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
                lines.append(f"{path},sha256={digest},{len(data)}\n")
            wheel.writestr(zipfile.ZipInfo(record, (2020, 1, 1, 0, 0, 0)), "".join(lines) + f"{record},,\n")
        return file

    def _installed_files(self):
        """The folder share/jupyter as the program itself fills it."""
        prefix = FOLDER / "prefix"
        shutil.rmtree(prefix, ignore_errors=True)
        output_of(self._binary, "install", "--prefix", prefix)
        return prefix / "share/jupyter"
