"""The files that a cell reads and writes. Their names are relative to the notebook's folder, in which Jupyter starts a
kernel. Whatever fails raises an OSError that says why."""

import os
import stat
import zlib

from .. import whole

# The language reads no larger file, and shows no more names.
LARGEST = 256 << 20
MOST_NAMES = 200


def read(name):
    path = system_path(name)
    # A pipe could not be interrupted, and Windows opens no folder.
    kind = os.stat(path).st_mode
    if stat.S_ISDIR(kind):
        raise OSError("Is a directory")
    if stat.S_ISFIFO(kind):
        raise OSError("it is a pipe")
    with open(path, "rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(f"it holds more than {LARGEST >> 20} MiB")
    return data


def write(name, data):
    whole.write(system_path(name), data)


DAMAGED = "its compressed data are damaged: they do not agree with their checksum or their format"


# Compressed bytes that are taken at a time.
PIECE = 4096


def unpacked(data, kind, size, checksum, is_stopped=lambda: False):
    """What gzip's members hold (kind 0), or deflated data with this size and ZIP's checksum (kind 1)."""
    most = min(size, LARGEST) if kind else LARGEST
    found = bytearray()
    data, place = memoryview(data), 0
    while place < len(data):
        stream = zlib.decompressobj(-15 if kind else 31)
        while not stream.eof:
            if is_stopped():
                raise OSError("interrupted")
            piece = data[place : place + PIECE]
            if not piece:
                raise OSError("its compressed data end too early; it is not complete")
            try:
                found += stream.decompress(piece, most + 1 - len(found))
            except zlib.error:
                raise OSError(DAMAGED) from None
            if len(found) > most:
                raise OSError(DAMAGED if kind else f"it unpacks to more than {LARGEST >> 20} MiB, the most that a file may hold")
            place += len(piece) - len(stream.unused_data)
        if kind or data[place : place + 2] != b"\x1f\x8b":
            break
    if kind and (len(found) != size or zlib.crc32(found) != checksum):
        raise OSError(DAMAGED)
    return bytes(found)


def beginning(start):
    """The files and folders whose path begins so, folders with a trailing `/`; hidden ones only on request."""
    cut = start.rfind("/") + 1
    folder, begin = start[:cut], start[cut:]
    found = []
    try:
        entries = list(os.scandir(system_path(folder) if folder else "."))
    except (OSError, ValueError):
        return []
    for entry in entries:
        is_hidden = entry.name.startswith(".") and not begin.startswith(".")
        if entry.name.startswith(begin) and not is_hidden and entry.name.isprintable():
            found.append(folder + entry.name + ("/" if entry.is_dir() else ""))
    return sorted(found)[:MOST_NAMES]


def system_path(name):
    if "\0" in name:
        raise OSError("a file name cannot contain NUL")
    return os.path.expanduser(name) if name.startswith("~/") else name


def reason(error):
    """Why a file could not be read or written, in the system's words."""
    return os.strerror(error.errno) if error.errno else str(error)
