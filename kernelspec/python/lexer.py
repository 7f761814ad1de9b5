"""The language's colours for Pygments, and thus for the HTML and LaTeX that nbconvert writes."""

import json
import re
import subprocess
from pathlib import Path

from pygments.lexer import Lexer
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Text, Whitespace



def grammar():
    """The rules and words of the language, from the file in the package; a checkout has none, but the program that says it."""
    file = Path(__file__).with_name("grammar.json")
    if file.exists():
        return json.loads(file.read_text(encoding="utf-8"))
    program = Path(__file__).resolve().parents[2] / ".build/release/backprop"
    return json.loads(subprocess.run([program, "grammar"], check=True, stdout=subprocess.PIPE).stdout)


GRAMMAR = grammar()
RULES = [(kind, re.compile(pattern)) for kind, pattern in GRAMMAR["rules"]]
KINDS = {
    "comment": Comment.Single,
    "string": String,
    "number": Number,
    "subscript": Name.Label,
    "layout": Comment.Preproc,
    "symbol": Operator,
    "punctuation": Punctuation,
    "command": Keyword,
    "option": Name.Attribute,
    "function": Name.Function,
    "quantity": Name.Variable,
    "constant": Name.Constant,
    "word": Name,
}


def kind_of_word(word, is_first):
    """The kind of a word in the language; a word is a command only at the beginning of a line."""
    if is_first and word in GRAMMAR["words"]["command"]:
        return "command"
    kinds = ("function", "quantity", "constant", "option")
    return next((kind for kind in kinds if word in GRAMMAR["words"][kind]), "word")


class BackpropLexer(Lexer):
    name = "Backprop"
    aliases = ["backprop"]
    filenames = ["*.bp"]
    mimetypes = ["text/x-backprop"]
    url = None

    def get_tokens_unprocessed(self, text):
        position, is_first = 0, True
        while position < len(text):
            if text[position].isspace():
                is_first = is_first or text[position] == "\n"
                yield position, Whitespace, text[position]
                position += 1
                continue
            kind, found = next(
                ((kind, match[0]) for kind, rule in RULES if (match := rule.match(text, position)) and match[0]),
                ("text", text[position]),
            )
            if kind == "word":
                kind = kind_of_word(found, is_first)
            yield position, KINDS.get(kind, Text), found
            position += len(found)
            is_first = False
