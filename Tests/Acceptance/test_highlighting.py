"""The parser, the Pygments lexer, JupyterLab's mode and VS Code's grammar agree on every token of every example."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import onigurumacffi
import playwright
import pytest
from checkout import HANDOUTS, ROOT, some
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Text, Whitespace

# Letters pasted from a PDF, as in spellings.bp, are read as what they look like, but coloured as text.
PROGRAMS = [path for path in ROOT.glob("Tests/BackpropLanguageTests/Programs/*.bp") if path.stem != "spellings"]
EXAMPLES = some(sorted(PROGRAMS)) + HANDOUTS
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
    for token in some(json.loads(backprop("tokens", example).stdout)):
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
    for command in some(json.loads(backprop("grammar").stdout)["words"]["command"]):
        (_, kind, value), *_ = lexer.get_tokens_unprocessed(command)
        assert (str(kind), value) == ("Token.Keyword", command)


@pytest.fixture(scope="session")
def extension():
    """The files of the extension for VS Code, by name."""
    built = subprocess.run([sys.executable, ROOT / "kernelspec/build-vsix"], check=True, capture_output=True, text=True)
    with zipfile.ZipFile(built.stdout.strip()) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def textmate_tokens(rules, text):
    """(start, end, scope) of every token, as VS Code finds them: line by line, by the rule that matches first."""
    offset = 0
    for line in text.split("\n"):
        place = 0
        while place < len(line):
            found = [(match.start(), number, match) for number, (rule, _) in enumerate(rules) if (match := rule.search(line, place))]
            found = [entry for entry in found if entry[2].end() > entry[2].start()]
            if not found:
                break
            _, number, match = min(found)
            pattern = rules[number][1]
            group, scope = (0, pattern["name"]) if "name" in pattern else (1, pattern["captures"]["1"]["name"])
            yield offset + match.start(group), offset + match.end(group), scope
            place = match.end()
        offset += len(line) + 1


def test_visual_studio_code_agrees_with_pygments(lexer, extension, example):
    """The same rules as VS Code runs them, with Oniguruma, its own regular expression library."""
    grammar = json.loads(extension["extension/backprop.tmLanguage.json"])
    rules = [(onigurumacffi.compile(pattern["match"]), pattern) for pattern in grammar["patterns"]]
    kinds = {
        "keyword.control": Keyword, "comment.line": Comment.Single, "string": String, "constant.numeric": Number,
        "variable.parameter": Name.Label, "comment.block": Comment.Preproc, "keyword.operator": Operator,
        "punctuation": Punctuation, "entity.other": Name.Attribute, "entity.name": Name.Function,
        "variable.language": Name.Variable, "constant.language": Name.Constant, "variable.other": Name,
    }  # fmt: skip
    text = example.read_text(encoding="utf-8")
    found = [
        (start, end, next(kind for scope, kind in kinds.items() if name.startswith(scope)))
        for start, end, name in textmate_tokens(rules, text)
    ]
    expected = [(start, end, kind) for start, end, kind in pygments_tokens(lexer, text) if kind is not Text]
    assert found == expected


def test_visual_studio_code_knows_the_language(backprop, extension):
    """The id is the one in kernel_info and the handouts; without it VS Code shows a cell without colours."""
    (language,) = json.loads(extension["extension/package.json"])["contributes"]["languages"]
    handout = json.loads((ROOT / "notebooks/1-derivation.ipynb").read_text(encoding="utf-8"))["metadata"]
    assert language["id"] == handout["language_info"]["name"] == handout["kernelspec"]["language"]
    assert language["extensions"] == [handout["language_info"]["file_extension"]]
    assert language["mimetypes"] == [handout["language_info"]["mimetype"]]
    for name in ("extension.vsixmanifest", "[Content_Types].xml"):
        ElementTree.fromstring(extension[name])
