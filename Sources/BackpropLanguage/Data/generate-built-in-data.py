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
    """A letter A to Q per pixel of 0 to 16, or a to z for 2 to 27 pixels of 0; each picture begins with its class."""
    data = load_digits()
    text = ""
    for image, label in zip(data.data.astype(int), data.target):
        text += str(label)
        run = 0
        for value in [*image, None]:
            if value == 0:
                run += 1
                continue
            while run:
                length = min(run, 27)
                text += "A" if length == 1 else chr(ord("a") + length - 2)
                run -= length
            if value is not None:
                text += chr(ord("A") + value)
    lines = [text[n : n + 104] for n in range(0, len(text), 104)]
    return (
        HEAD
        + "enum DigitsData {\n"
        + "  /// For each picture its class, a digit, then its pixels row by row: A to Q for 0 to 16, a to z for 2 to 27\n"
        + "  /// pixels of 0.\n"
        + '  static let text = """\n'
        + "".join(f"    {line}\n" for line in lines)
        + '    """\n}\n'
    )


(HERE / "IrisData.swift").write_text(iris())
(HERE / "DigitsData.swift").write_text(digits())
