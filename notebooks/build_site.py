"""Writes a JupyterLite site with handouts: build_site.py CALLED_FROM DIR HANDOUT…

DIR, relative to CALLED_FROM, must be new, empty, or such a site, which is replaced. It is done as a lecturer does it who has
the wheel: by `pip install` and `jupyter lite build`."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ["iris.csv"]


def output_of(*command, **options):
    """Ends with what the command has said if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode != 0:
        sys.exit(done.stdout)
    return done.stdout


def build(scratch, handouts):
    """Returns the folder that JupyterLite has written, in this empty folder."""
    wheel = output_of(sys.executable, ROOT / "kernelspec/build-any-wheel").strip()
    packages = scratch / "packages"
    output_of(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", packages, wheel)
    contents = scratch / "contents"
    contents.mkdir()
    for file in [*handouts, *(ROOT / "notebooks" / name for name in DATA)]:
        shutil.copy(file, contents)
    # What else is installed in this environment is no part of the site.
    extensions = f"--FederatedExtensionAddon.extra_labextensions_path={packages / 'share/jupyter/labextensions'}"
    output_of(
        sys.executable, "-m", "jupyterlite_core", "build", "--contents", contents, "--output-dir", "site", "--no-sourcemaps",
        "--ignore-sys-prefix", "federated_extensions", extensions, cwd=scratch,
        env={**os.environ, "PYTHONPATH": str(packages)},
    )  # fmt: skip
    return scratch / "site"


def main(called_from, folder, *handouts):
    target = Path(called_from) / folder
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not (target / "jupyter-lite.json").exists())):
        sys.exit(f"{folder} has other things in it; name a new folder.")
    with tempfile.TemporaryDirectory() as scratch:
        site = build(Path(scratch), handouts)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(site, target)
    print(f"The site is in {folder}. To try it: python3 -m http.server --directory {folder}")


if __name__ == "__main__":
    main(*sys.argv[1:])
