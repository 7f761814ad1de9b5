"""The parser, the Pygments lexer and JupyterLab's mode agree on every token of every example."""

import json
import re
import subprocess
from pathlib import Path

import playwright
import pytest
from checkout import ROOT
from pygments.token import Keyword, Name, Number, Operator, Punctuation, String, Whitespace

EXAMPLES = sorted(ROOT.glob("Tests/BackpropLanguageTests/Programs/*.bp")) + sorted(ROOT.glob("notebooks/*.ipynb"))
NODE = Path(playwright.__file__).parent / "driver/node"

# Runs the mode over a text line by line, as CodeMirror does, and prints [start, end, colour] for every token.
RUN_MODE = """
const window = {};
eval(require('fs').readFileSync(process.argv[1], 'utf8'));
const mode = window._JUPYTERLAB['backprop-highlighting'].mode;
const text = require('fs').readFileSync(process.argv[2], 'utf8');
const tokens = [], state = mode.startState();
let offset = 0;
for (const line of text.split('\\n')) {
    const stream = {
        string: line, pos: 0, sol() { return this.pos === 0; }, next() { return line[this.pos++]; },
        eatSpace() { const start = this.pos; while (/\\s/u.test(line[this.pos] ?? '')) this.pos++; return this.pos > start; }
    };
    while (stream.pos < line.length) {
        const start = stream.pos, colour = mode.token(stream, state);
        if (line.slice(start, stream.pos).trim()) tokens.push([offset + start, offset + stream.pos, colour]);
    }
    offset += line.length + 1;
}
console.log(JSON.stringify(tokens));
"""


def text_of(path):
    if path.suffix == ".bp":
        return path.read_text(encoding="utf-8")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


@pytest.fixture(params=EXAMPLES, ids=[path.stem for path in EXAMPLES])
def example(request, tmp_path):
    """A file of example cells."""
    file = tmp_path / "example.bp"
    file.write_text(text_of(request.param), encoding="utf-8")
    return file


def pygments_tokens(lexer, text):
    tokens = lexer.get_tokens_unprocessed(text)
    return [(start, start + len(value), kind) for start, kind, value in tokens if kind is not Whitespace]


def test_pygments_agrees_with_the_parser(backprop, lexer, example):
    text = example.read_text(encoding="utf-8")
    kinds = {
        "word": (Name, Keyword), "subscript": (Name.Label,), "number": (Number,), "string": (String,),
        "symbol": (Operator, Punctuation),
    }
    coloured = {(start, end): kind for start, end, kind in pygments_tokens(lexer, text)}
    for token in json.loads(backprop("tokens", example).stdout):
        place = token["start"], token["end"]
        assert place in coloured, text[place[0] : place[1] + 20]
        assert any(coloured[place] in kind for kind in kinds[token["kind"]]), text[place[0] : place[1]]


def test_jupyterlab_agrees_with_pygments(lexer, remote_entry, example):
    text = example.read_text(encoding="utf-8")
    run = subprocess.run([NODE, "-e", RUN_MODE, remote_entry, example], capture_output=True, text=True, check=True)
    # JavaScript counts UTF-16 units; the examples stay below U+10000, where these are code points.
    assert not re.search(r"[\U00010000-\U0010ffff]", text)
    mode = [(start, end) for start, end, _ in json.loads(run.stdout)]
    assert mode == [(start, end) for start, end, _ in pygments_tokens(lexer, text)]


def test_every_command_is_a_keyword(backprop, lexer):
    for command in json.loads(backprop("grammar").stdout)["words"]["command"]:
        (_, kind, value), *_ = lexer.get_tokens_unprocessed(command)
        assert (str(kind), value) == ("Token.Keyword", command)
