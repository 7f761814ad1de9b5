"""A handout as one page that runs in a browser: `backprop page HANDOUT.ipynb`, or `jupyter nbconvert --to backprop-page`.

The page holds the whole kernel as a WebAssembly module, so it needs neither a server nor a network.
"""

import argparse
import base64
import gzip
import hashlib
import json
import re
import sys
from pathlib import Path

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from nbconvert.utils.exceptions import ConversionException
from nbformat import ValidationError
from nbformat.reader import NotJSONError
from traitlets import default

from .formulas import FormulaRenderer
from .lexer import GRAMMAR, BackpropLexer

BROWSER = Path(__file__).parent / "browser"
MODULE = BROWSER / "backprop.wasm"
# How the module for browsers without relaxed SIMD differs from it.
DELTA = BROWSER / "backprop-simd.delta"
# A page that is sent by mail should stay small; larger data belong next to a server.
MOST_BYTES_OF_FILES = 4 << 20
IMPORT = re.compile(r"""^import\s[^;]*?from\s*['"](\.[\w./-]+)['"];\n""", re.MULTILINE)

# Nothing may be fetched. Scripts are those with the page's nonce, which the page gives to the animations that its own
# kernel draws, and the one of the frame in which the worker lives. The worker is made of text in the page, and asks by a
# blob: URL whether it should stop. The kernel's results have styles in attributes.
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'sha256-{frame}' 'wasm-unsafe-eval'; worker-src blob:; connect-src blob:; "
    "img-src data: blob:; media-src data:; font-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


class PageExporter(HTMLExporter):
    """Writes a notebook of the language as one HTML file with the kernel in it."""

    export_from_notebook = "Backprop page"

    @default("template_name")
    def _template_name_default(self):
        return "page"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self):
        return [str(BROWSER)]

    @default("embed_images")
    def _embed_images_default(self):
        return True

    @default("exclude_anchor_links")
    def _exclude_anchor_links_default(self):
        return True

    @pass_context
    def markdown2html(self, context, source):
        """Markdown as HTML, in which formulas are MathML."""
        renderer = FormulaRenderer(
            escape=False,
            attachments=context.get("cell", {}).get("attachments", {}),
            embed_images=self.embed_images,
            path=context.get("resources", {}).get("metadata", {}).get("path", ""),
            exclude_anchor_links=self.exclude_anchor_links,
        )
        return MarkdownWithMath(renderer=renderer).render(source)

    def from_notebook_node(self, nb, resources=None, **options):
        language = nb.metadata.get("kernelspec", {}).get("language", nb.metadata.get("language_info", {}).get("name"))
        if language != "backprop":
            raise ConversionException(f"only notebooks of Backprop become pages that run; this one's language is {language}")
        metadata = (resources or {}).get("metadata", {})
        folder = Path(metadata.get("path") or ".")
        data = {
            "name": metadata.get("name") or "handout",
            "digest": hashlib.sha256(json.dumps(nb, sort_keys=True).encode()).hexdigest()[:16],
            "notebook": nb,
            "grammar": GRAMMAR,
            "files": {name: base64.b64encode(text).decode() for name, text in self.files(nb, folder)},
        }
        self.warn_of_remote_images(nb)
        headings = re.findall(r"^# +(.+)", "\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown"), re.MULTILINE)
        resources = {**(resources or {}), "title": (headings or [data["name"]])[0]}
        html, resources = super().from_notebook_node(nb, resources, **options)
        # What is large, or would be taken for HTML, comes in after nbconvert has read the page again.
        parts = {
            "data": json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
            "frame": bundle(BROWSER / "frame.js"),
            "worker": bundle(BROWSER / "worker.js"),
            "page": bundle(BROWSER / "page/start.js"),
            "module": packed(MODULE),
            "simd": packed(DELTA),
        }
        nonce = hashlib.sha256("\0".join([html, *parts.values()]).encode()).hexdigest()[:32]
        frame = base64.b64encode(hashlib.sha256(parts["frame"].encode()).digest()).decode()
        parts |= {"nonce": nonce, "policy": POLICY.format(nonce=nonce, frame=frame)}
        return re.sub(r"@@(\w+)@@", lambda match: parts.get(match[1], match[0]), html), resources

    def files(self, notebook, folder):
        """Yields (name, bytes) of the data files that cells name in quotes, and that are in the notebook's folder."""
        names = dict.fromkeys(
            text.strip("\"“”'’")
            for cell in notebook.cells
            if cell.cell_type == "code"
            for _, kind, text in BackpropLexer().get_tokens_unprocessed(cell.source)
            if str(kind).startswith("Token.Literal.String")
        )
        size = 0
        for name in names:
            path = folder / name
            if Path(name).is_absolute() or not path.is_file():
                continue
            if not path.resolve().is_relative_to(folder.resolve()):
                self.log.warning("%s is outside the notebook's folder and stays out of the page.", name)
                continue
            size += path.stat().st_size
            if size > MOST_BYTES_OF_FILES:
                raise ConversionException(f"with {name}, the data files take more than {MOST_BYTES_OF_FILES >> 20} MiB")
            yield name, path.read_bytes()

    def warn_of_remote_images(self, notebook):
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                for url in re.findall(r"""(?:!\[[^]]*\]\(|<img[^>]*src=["'])(https?://[^)\s"']+)""", cell.source):
                    self.log.warning("The page will not show %s, since it fetches nothing: save it next to the notebook.", url)


def packed(file):
    """The file in letters that HTML leaves alone."""
    return base64.b64encode(gzip.compress(file.read_bytes(), 9, mtime=0)).decode()


def bundle(script):
    """A module and all that it imports as one script: each file once, after those that it needs."""
    texts = {}

    def add(path):
        if path in texts:
            return
        text = path.read_text(encoding="utf-8")
        for match in IMPORT.finditer(text):
            add((path.parent / match[1]).resolve())
        texts[path] = re.sub(r"^export (default )?(?!\{)", "", IMPORT.sub("", text), flags=re.MULTILINE)

    add(script.resolve())
    return "\n".join(texts.values()).replace("</script", "<\\/script")


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="backprop page", description="Writes a handout as one page that runs in a browser.")
    parser.add_argument("handout", metavar="HANDOUT.ipynb", type=Path)
    parser.add_argument("-o", metavar="FILE.html", dest="page", type=Path, help="the page; by default, next to the handout")
    given = parser.parse_args(arguments)
    page = given.page or given.handout.with_suffix(".html")
    try:
        html, _ = PageExporter().from_filename(str(given.handout))
        page.write_text(html, encoding="utf-8")
    except (OSError, ConversionException, NotJSONError, ValidationError) as error:
        sys.exit(f"backprop: {given.handout}: {error}")
    print(f"{page}: {len(html.encode()) / 1e6:.1f} MB")
