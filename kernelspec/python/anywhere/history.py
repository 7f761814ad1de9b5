"""The cells of this session and of earlier ones, in the file that the native kernel uses as well."""

import os
import sqlite3
from datetime import datetime, timezone
from pathlib import Path

TABLES = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS session (number INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS cell (
  id INTEGER PRIMARY KEY, session INTEGER NOT NULL, line INTEGER NOT NULL, source TEXT NOT NULL, output TEXT,
  UNIQUE (session, line));
PRAGMA user_version = 1;
"""
MOST = 2**31 - 1


class History:
    """In memory, if the file cannot be used."""

    def __init__(self):
        self._session = None
        try:
            self._open(history_file())
        except (OSError, sqlite3.Error):
            self._open(":memory:")

    def _open(self, file):
        if file != ":memory:":
            # Only its owner can read it; SQLite gives its auxiliary files the same permissions.
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        self._database = sqlite3.connect(file, timeout=1, isolation_level=None)
        tables = [name for (name,) in self._database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        if tables:
            # Raises an error if it is another program's.
            self._database.execute("SELECT number, started FROM session LIMIT 0")
            self._database.execute("SELECT id, session, line, source, output FROM cell LIMIT 0")
        self._database.executescript(TABLES)

    def remember(self, line, source, output):
        try:
            if self._session is None:
                started = datetime.now(timezone.utc).isoformat(timespec="microseconds").replace("+00:00", "Z")
                self._session = self._database.execute("INSERT INTO session (started) VALUES (?)", [started]).lastrowid
            self._database.execute(
                "INSERT OR REPLACE INTO cell (session, line, source, output) VALUES (?, ?, ?, ?)",
                [self._session, line, source, output])  # fmt: skip
        except sqlite3.Error:
            pass  # The disk is full, or another kernel holds the file: a history is not worth more than the cell.

    def find(self, access, output=False, n=None, session=0, start=0, stop=None, pattern="*", unique=False):
        """The (session, line, source) that a request asks for, the oldest first; with `output`, (source, output)."""
        rows = "SELECT session, line, source, output FROM cell"
        count = max(0, MOST if n is None else n)
        if access == "range":
            number = session if session > 0 else self._this_session() + session
            values = [number, start, MOST if stop is None else stop]
            found = self._database.execute(f"{rows} WHERE session = ? AND line >= ? AND line < ? ORDER BY line", values)
        else:
            where, values = "", []
            if access == "search":
                where, values = "WHERE source GLOB ?", [pattern]
                if unique:
                    where += " AND id IN (SELECT max(id) FROM cell GROUP BY source)"
            order = "ORDER BY session DESC, line DESC LIMIT ?"
            found = reversed(self._database.execute(f"{rows} {where} {order}", [*values, count]).fetchall())
        return [(number, line, (source, shown) if output else source) for number, line, source, shown in found]

    def _this_session(self):
        if self._session is not None:
            return self._session
        (last,) = self._database.execute("SELECT max(number) FROM session").fetchone()
        return (last or 0) + 1


def history_file():
    """`BACKPROP_HISTORY` names another file; empty, none."""
    named = os.environ.get("BACKPROP_HISTORY")
    if named is not None:
        return named or ":memory:"
    from platformdirs import user_data_path

    folder = Path(user_data_path("backprop", appauthor=False))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(folder / "history.sqlite")
