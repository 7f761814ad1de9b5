"""How one file is made of another one that is much like it. A page holds the module for browsers without relaxed SIMD in
this form: a twentieth of its size.

A delta is numbers of 32 bits, least byte first: how many steps there are; for each step how many new bytes come, and then
from which place how many bytes of the old file are copied; and after these numbers all new bytes."""

import struct

# What both files have in common is looked for in pieces of this size, at every fourth place of the old one.
PIECE = 24
STRIDE = 4


def delta(old, new):
    places = {}
    for place in range(0, len(old) - PIECE, STRIDE):
        places.setdefault(old[place : place + PIECE], place)
    steps, added, literal, at = [], bytearray(), bytearray(), 0
    while at < len(new):
        start = places.get(new[at : at + PIECE])
        if start is None:
            literal.append(new[at])
            at += 1
            continue
        while literal and start and old[start - 1] == literal[-1]:
            literal.pop()
            start, at = start - 1, at - 1
        size = common(old, start, new, at)
        steps.append((len(literal), start, size))
        added += literal
        literal.clear()
        at += size
    steps.append((len(literal), 0, 0))
    return struct.pack(f"<{1 + 3 * len(steps)}I", len(steps), *(number for step in steps for number in step)) + added + literal


def common(old, start, new, at):
    """How many bytes are the same from these two places on."""
    size, block = 0, 1 << 16
    while block:
        piece = new[at + size : at + size + block]
        if piece and len(piece) == block and old[start + size : start + size + block] == piece:
            size += block
        else:
            block >>= 1
    return size
