"""Arrays on their way to the language and back, every number as it is."""

import json
import math
import re

# The language reads no larger file (256 MiB), and a number takes at least two bytes of it.
MOST_NUMBERS = 1 << 27

# What the language's tables read as a number, if it is finite, and what they take for a missing value.
NUMBER = re.compile(r"[-+−]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
MISSING = {"", "?", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "None", "<NA>"}


def numpy():
    try:
        import numpy
    except ImportError:
        raise ImportError("Arrays need NumPy: `pip install numpy`.") from None
    return numpy


def array_of(numbers):
    """What the kernel gives for a formula: a float, or an array with a dimension for each free index."""
    shape = numbers["shape"]
    array = numpy().array(numbers["values"], dtype=float).reshape(shape)
    return array if shape else float(array)


def pattern_file(name, inputs, targets=None):
    """The patterns as a file that `load` reads, and a line that says which column of a frame became which unit (empty
    where there is no frame). Raises ValueError or TypeError where something is not a pattern."""
    if targets is None:
        if not is_frame(inputs) or len(inputs.columns) < 2:
            raise TypeError("patterns are inputs and targets, or one pandas DataFrame whose last column is the target")
        inputs, targets = inputs.iloc[:, :-1], inputs.iloc[:, -1]
    given, image = inputs, None
    inputs = checked("inputs", inputs)
    if inputs.ndim == 3:
        image = list(inputs.shape[1:])
        inputs = inputs.reshape(len(inputs), -1)
    words = words_of(targets)
    patterns = {"name": name, "inputs": rows_of(inputs)}
    if words is None:
        patterns["targets"] = rows_of(checked("targets", targets))
    else:
        patterns["classes"] = sorted(set(words), key=place_among_classes)
        unit = {word: place for place, word in enumerate(patterns["classes"])}
        patterns["targets"] = numpy().eye(len(unit), dtype=int)[[unit[word] for word in words]].tolist()
    if len(patterns["inputs"]) != len(patterns["targets"]):
        counts = len(patterns["inputs"]), len(patterns["targets"])
        raise ValueError("there are {} rows of inputs and {} rows of targets".format(*counts))
    if image:
        patterns["image"] = image
    text = json.dumps({"format": "backprop", "version": 1, "patterns": [patterns]}, ensure_ascii=False, allow_nan=False)
    return text, legend(given)


def is_frame(data):
    return hasattr(data, "columns") and hasattr(data, "iloc")


def legend(frame):
    """`i1 length, i2 width`"""
    if not is_frame(frame):
        return ""
    return ", ".join(f"i{number} {' '.join(str(name).split())}" for number, name in enumerate(frame.columns, 1))


def words_of(targets):
    """The class of each pattern if the targets are words in one column, and None if none of them is a word."""
    if getattr(getattr(targets, "dtype", None), "kind", "O") in "biufc":
        return None
    column = as_array("targets", targets, dtype=object)
    column = column[:, 0] if column.ndim == 2 and column.shape[1] == 1 else column
    if column.ndim != 1 or not any(isinstance(word, str) for word in column):
        return None
    for row, word in enumerate(column, 1):
        if not isinstance(word, str):
            raise ValueError(
                f"targets: row {row} is {word}, and others are words; targets are all numbers, or all words, which are "
                "classes"
            )
        if word in MISSING:
            raise ValueError(
                f"targets: row {row} is {str(word)!r}, which stands for a missing value and is no class; take that row out "
                "first, or call the class something else"
            )
    return [str(word) for word in column]


def place_among_classes(word):
    """The language's order: numbers by size, then words by their bytes."""
    number = float(word.replace("−", "-")) if NUMBER.fullmatch(word) else math.inf
    return (0, number, word.encode()) if math.isfinite(number) else (1, 0.0, word.encode())


def as_array(what, data, **options):
    if numpy().ma.is_masked(data):
        raise ValueError(f"{what}: some values are masked; take those rows out first")
    try:
        return numpy().asarray(data, **options)
    except ValueError:
        raise ValueError(f"{what}: the rows are not all of the same length") from None


def checked(what, data):
    """As an array of numbers that doubles hold exactly."""
    np = numpy()
    array = as_array(what, data)
    if array.ndim not in ((1, 2, 3) if what == "inputs" else (1, 2)):
        raise ValueError(f"{what}: an array has a row for each pattern, this one has {array.ndim} dimensions")
    if not array.size:
        raise ValueError(f"{what}: there are no numbers in an array of shape {array.shape}")
    if array.size > MOST_NUMBERS:
        raise ValueError(f"{what}: {array.size} numbers are more than the language takes ({MOST_NUMBERS})")
    # NumPy makes only words of a list that holds one, and only floats of a list that holds one, large whole numbers too.
    if array.dtype.kind == "U" or array.dtype.kind == "f" and np.any(np.abs(array) >= 2**53) and not hasattr(data, "dtype"):
        array = as_array(what, data, dtype=object)
    if array.dtype.kind == "O":
        for place, value in np.ndenumerate(array):
            if not isinstance(value, (int, float, np.number, np.bool_)) or isinstance(value, np.complexfloating):
                raise ValueError(f"{what}: {at(data, place)} is {value!r}, not a number")
    elif array.dtype.kind not in "biuf":
        place = (0,) * array.ndim
        raise ValueError(f"{what}: {at(data, place)} is {array[place].item()!r}, not a real number")
    try:
        numbers = array.astype(float)
    except OverflowError:
        raise ValueError(f"{what}: a whole number is too large for a double") from None
    for place in np.argwhere(~np.isfinite(numbers))[:1]:
        raise ValueError(f"{what}: {at(data, place)} is {numbers[tuple(place)]}; take that row out first")
    for place in uncertain(array, numbers):
        if not same(array[place], float(numbers[place])):
            raise ValueError(f"{what}: {at(data, place)} is {array[place]}, which a double cannot hold exactly")
    return numbers


def uncertain(array, numbers):
    """The places of the numbers that a double may not hold exactly: whole ones beyond 2^53, and floats of more than 64
    bits. Only these are compared one by one, which takes long."""
    np = numpy()
    if array.dtype.kind == "O":
        return np.ndindex(array.shape)
    if array.dtype.kind in "iu" and array.dtype.itemsize == 8:
        return map(tuple, np.argwhere(np.abs(numbers) >= 2**53))
    return map(tuple, np.argwhere(numbers != array)) if array.dtype.itemsize > 8 else ()


def same(value, number):
    """Python compares a whole number with a double exactly, which NumPy does not."""
    return (int(value) if isinstance(value, (int, numpy().integer)) else value) == number


def at(data, place):
    """`row 3, column petal length`"""
    place = [int(number) for number in place]
    if len(place) > 1 and is_frame(data):
        return f"row {place[0] + 1}, column {data.columns[place[1]]}"
    return ", ".join(f"{word} {number + 1}" for word, number in zip(("row", "column", "depth"), place))


def rows_of(numbers):
    """Lists of Python's floats, which JSON writes exactly; one number for each pattern is one column."""
    return (numbers if numbers.ndim > 1 else numbers[:, None]).tolist()
