"""What `jupyter lite build` adds to a site if this package is installed next to JupyterLite: the kernel, as an extension of
the site. It is not among JupyterLab's own extensions, because a JupyterLab with a server has no use for it."""

import json
import shutil
from importlib.metadata import version
from pathlib import Path

from jupyterlite_core.addons.base import BaseAddon

BROWSER = Path(__file__).parent / "browser"
# What only a handout as one page has.
PAGE = "page"


class KernelAddon(BaseAddon):
    """Writes the extension before JupyterLite lists the extensions of the site."""

    __all__ = ["build"]

    def build(self, manager):
        description = json.loads((BROWSER / "lite/package.json").read_text(encoding="utf-8"))
        description["version"] = version("backprop-kernel")
        target = manager.output_dir / "extensions" / description["name"]
        yield self.task(
            name="kernel",
            file_dep=[path for path in BROWSER.rglob("*") if path.is_file()],
            targets=[target / "package.json"],
            actions=[(self.write, [target, description])],
        )

    def write(self, target, description):
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(BROWSER, target / "static", ignore=shutil.ignore_patterns(PAGE, "package.json"))
        (target / "package.json").write_text(json.dumps(description, indent=1), encoding="utf-8")
        self.maybe_timestamp(target)
