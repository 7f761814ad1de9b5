#!/usr/bin/env python3
"""Writes IrisData.swift and DigitsData.swift next to itself, from the copies in scikit-learn (pip install scikit-learn)."""

import pathlib

from sklearn.datasets import load_digits, load_iris

HERE = pathlib.Path(__file__).parent
HEAD = "// Written by generate-built-in-data.py from scikit-learn's copy of the data; do not edit.\n\n"


def iris():
    """Lengths in millimetres, four per flower; the classes are in order, 50 flowers each."""
    data = load_iris()
    assert list(data.target) == [n // 50 for n in range(150)]
    millimetres = (data.data * 10).round().astype(int)
    assert abs(millimetres / 10 - data.data).max() == 0
    lines = [", ".join(str(value) for value in millimetres[n : n + 5].flatten()) for n in range(0, 150, 5)]
    return (
        HEAD
        + "enum IrisData {\n"
        + "  /// Sepal length and width, petal length and width in millimetres: 50 of setosa, then versicolor, then\n"
        + "  /// virginica.\n"
        + "  static let millimetres: [UInt8] = [\n"
        + "".join(f"    {line},\n" for line in lines)
        + "  ]\n}\n"
    )


def digits():
    """The classes in the order of the pictures; the pixels so that neighbours are alike, a letter A to Q each."""
    data = load_digits()
    by_class = sorted(range(len(data.target)), key=lambda n: data.target[n])
    pixels = data.data.astype(int)[by_class].T.flatten()
    return (
        HEAD
        + "enum DigitsData {\n"
        + "  /// The class of each picture, a digit.\n"
        + f"  static let classes = {literal(''.join(map(str, data.target)))}\n"
        + "  /// A letter A to Q per pixel of 0 to 16: the first pixel of the pictures of class 0, of class 1 and so on;\n"
        + "  /// then their second pixel. Neighbours are alike, so that the data pack well.\n"
        + f"  static let pixels = {literal(''.join(chr(ord('A') + pixel) for pixel in pixels))}"
        + "}\n"
    )


def literal(text):
    lines = (text[n : n + 104] for n in range(0, len(text), 104))
    return '"""\n' + "\\\n".join(f"    {line}" for line in lines) + '\n    """\n'


(HERE / "IrisData.swift").write_text(iris())
(HERE / "DigitsData.swift").write_text(digits())
