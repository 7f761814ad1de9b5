"""A handout as one page that runs in a browser: `backprop page HANDOUT.ipynb`, or `jupyter nbconvert --to backprop-page`.

The page holds the whole kernel as a WebAssembly module, so it needs neither a server nor a network.
"""

import argparse
import base64
import functools
import hashlib
import json
import logging
import lzma
import re
import sys
from pathlib import Path

import nbformat
from nbconvert.filters.markdown_mistune import InvalidNotebook
from nbconvert.utils.exceptions import ConversionException

from . import whole
from .lexer import GRAMMAR, BackpropLexer
from .offline import BROWSER, OfflineExporter, titles_of

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


class PageExporter(OfflineExporter):
    """Writes a notebook of the language as one HTML file with the kernel in it."""

    export_from_notebook = "Backprop page"

    def from_notebook_node(self, nb, resources=None, **options):
        language = language_of(nb)
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
        resources = {**(resources or {}), **titles_of(nb, data["name"]), "digest": data["digest"]}
        html, resources = super().from_notebook_node(nb, resources, **options)
        # What is large, or would be taken for HTML, comes in after nbconvert has read the page again. Its places are marked
        # by the digest, which no text of the notebook contains.
        parts = {
            "data": json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
            "frame": bundle(BROWSER / "frame.js"),
            "worker": bundle(BROWSER / "worker.js"),
            "page": bundle(BROWSER / "page/start.js"),
            "module": packed(MODULE),
            "simd": packed(DELTA),
        }
        nonce = hashlib.sha256("\0".join([html, *parts.values()]).encode(errors="replace")).hexdigest()[:32]
        frame = base64.b64encode(hashlib.sha256(parts["frame"].encode()).digest()).decode()
        parts |= {"nonce": nonce, "policy": POLICY.format(nonce=nonce, frame=frame)}
        page = re.sub(rf"@@{data['digest']} (\w+)@@", lambda match: parts[match[1]], html)
        # JSON can hold halves of letters, which a file cannot.
        return page.encode(errors="replace").decode(), resources

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
            if Path(name).is_absolute() or not is_file(path):
                continue
            if not path.resolve().is_relative_to(folder.resolve()):
                self.log.warning("%s is outside the notebook's folder and stays out of the page.", name)
                continue
            size += path.stat().st_size
            if size > MOST_BYTES_OF_FILES:
                raise ConversionException(f"with {name}, the data files take more than {MOST_BYTES_OF_FILES >> 20} MiB")
            yield name, path.read_bytes()


def language_of(notebook):
    spec, info = (notebook.metadata.get(name, {}) for name in ("kernelspec", "language_info"))
    return spec.get("language") or info.get("name") or spec.get("name") or "not named"


def is_file(path):
    try:
        return path.is_file()
    except (OSError, ValueError):  # Text in quotes need not be a name that a file can have.
        return False


@functools.cache
def packed(file):
    """The file as LZMA, its size in the header, in base 85: a quarter longer than its bytes. `,` stands for `<`, as HTML wants."""
    content = file.read_bytes()
    filters = [{"id": lzma.FILTER_LZMA1, "preset": 6 | lzma.PRESET_EXTREME, "nice_len": 273, "lc": 3, "lp": 0, "pb": 0}]
    stream = bytearray(lzma.compress(content, format=lzma.FORMAT_ALONE, filters=filters))
    stream[5:13] = len(content).to_bytes(8, "little")
    return base64.b85encode(stream).decode().replace("<", ",")


def bundle(script):
    """A module and all that it imports as one script: each file once, after those that it needs."""
    texts = {}

    def add(path):
        if path in texts:
            return
        text = path.read_text(encoding="utf-8")
        for match in IMPORT.finditer(text):
            add((path.parent / match[1]).resolve())
        text = re.sub(r"^export (default )?(?!\{)", "", IMPORT.sub("", text), flags=re.MULTILINE)
        # A page is sent by mail: it needs neither the lines that explain the code nor its indentation.
        texts[path] = re.sub(r"^[ \t]*(?://.*\n)?", "", text, flags=re.MULTILINE)

    add(script.resolve())
    return "\n".join(texts.values()).replace("</script", "<\\/script")


def notebook_of(file):
    """Raises OSError and ValueError."""
    try:
        notebook = nbformat.reads(file.read_text(encoding="utf-8"), as_version=4)
        nbformat.validate(notebook)
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not in UTF-8: {error}") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except (AttributeError, KeyError, TypeError, nbformat.ValidationError) as error:
        raise ValueError(f"it is not a notebook: {getattr(error, 'message', error)}") from None
    return notebook


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="backprop page", description="Writes a handout as one page that runs in a browser.")
    parser.add_argument("handout", metavar="HANDOUT.ipynb", type=Path)
    parser.add_argument("-o", metavar="FILE.html", dest="page", type=Path, help="the page; by default, next to the handout")
    given = parser.parse_args(arguments)
    page = given.page or given.handout.with_suffix(".html")
    # Only this logger's words: nbformat logs what it raises as well.
    words, log = logging.StreamHandler(), logging.getLogger(__name__)
    words.setFormatter(logging.Formatter("backprop: %(message)s"))
    log.addHandler(words)
    concerned = given.handout
    try:
        metadata = {"name": given.handout.stem, "path": str(given.handout.parent)}
        html, _ = PageExporter(log=log).from_notebook_node(notebook_of(given.handout), {"metadata": metadata})
        concerned = page
        whole.write(page, html.encode())
    except (OSError, ValueError, ConversionException, InvalidNotebook) as error:
        sys.exit(f"backprop: {concerned}: {getattr(error, 'strerror', None) or error}")
    except KeyboardInterrupt:
        sys.exit(130)
    print(f"{page}: {len(html.encode()) / 1e6:.1f} MB")
