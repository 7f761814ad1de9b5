"""Writes a JupyterLite site with handouts: build_site.py CALLED_FROM DIR HANDOUT…

DIR, relative to CALLED_FROM, must be new, empty, or such a site, which is replaced."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BACKPROP = ROOT / ".build/release/backprop"
sys.path.insert(0, str(ROOT / "kernelspec/wheel"))
from lite_extension import write_lite_extension  # noqa: E402

DATA = ["iris.csv"]


def prepare(scratch, handouts):
    """Puts what the site is made of into an empty folder."""
    subprocess.run([BACKPROP, "install", "--prefix", scratch], check=True, stdout=subprocess.DEVNULL)
    version = subprocess.run([BACKPROP, "--version"], check=True, capture_output=True, text=True).stdout.split()[-1]
    write_lite_extension(scratch / "share/jupyter/labextensions", version)
    shutil.copy(ROOT / "kernelspec/browser/lite/jupyter-lite.json", scratch)
    (scratch / "contents").mkdir()
    for file in [*handouts, *(ROOT / "notebooks" / name for name in DATA)]:
        shutil.copy(file, scratch / "contents")


def build(scratch):
    """Returns the folder that JupyterLite has written."""
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", ".", "--contents", "contents", "--output-dir", "site",
         "--no-sourcemaps", "--ignore-sys-prefix", "federated_extensions",
         f"--FederatedExtensionAddon.extra_labextensions_path={scratch / 'share/jupyter/labextensions'}"],
        cwd=scratch, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    if done.returncode != 0:
        sys.exit(done.stdout)
    return scratch / "site"


def main(called_from, folder, *handouts):
    target = Path(called_from) / folder
    if target.exists():
        if not target.is_dir() or (any(target.iterdir()) and not (target / "jupyter-lite.json").exists()):
            sys.exit(f"{folder} has other things in it; name a new folder.")
        shutil.rmtree(target)
    with tempfile.TemporaryDirectory() as scratch:
        prepare(Path(scratch), handouts)
        shutil.copytree(build(Path(scratch)), target)
    print(f"The site is in {folder}. To try it: python3 -m http.server --directory {folder}")


if __name__ == "__main__":
    main(*sys.argv[1:])
