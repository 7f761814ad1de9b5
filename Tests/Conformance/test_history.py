"""The history: of this session, of earlier ones, of several kernels at once, and without a usable file."""

import os
import resource
import sqlite3
import stat

import pytest


def cells(client, **request):
    reply = client.ask("history_request", {"output": False, "raw": True, **request})
    assert reply["status"] == "ok"
    return [source for _, _, source in reply["history"]]


def test_tail(own, speech):
    _, client = own
    for source in ("", speech.value, speech.fail):
        client.run(source or speech.nothing)
    assert cells(client, hist_access_type="tail", n=2) == [speech.value, speech.fail]


def test_range_of_this_session(own, speech):
    _, client = own
    for _ in range(4):
        client.run(speech.value)
    reply = client.ask(
        "history_request",
        {"hist_access_type": "range", "session": 0, "start": 2, "stop": 4, "output": True, "raw": True})
    assert [line for _, line, _ in reply["history"]] == [2, 3]
    assert [pair for _, _, pair in reply["history"]] == [[speech.value, speech.value_text]] * 2


def test_search(own, speech):
    _, client = own
    for source in (speech.value, speech.fail, speech.value):
        client.run(source)
    pattern = "*" + speech.value[-3:] + "*"
    assert cells(client, hist_access_type="search", pattern=pattern, n=9)[-2:] == [speech.value] * 2
    unique = cells(client, hist_access_type="search", pattern=pattern, unique=True, n=9)
    assert unique.count(speech.value) == 1


def test_what_is_silent_or_not_stored_is_not_remembered(own, speech):
    _, client = own
    client.run(speech.value, store_history=False)
    client.run(speech.value, silent=True)
    client.run(speech.fail)
    assert cells(client, hist_access_type="range", session=0, start=1) == [speech.fail]


def test_it_outlives_the_kernel(own, start, speech):
    first, client = own
    client.run(speech.value)
    client.ask("shutdown_request", {"restart": False}, channel="control")
    first.wait(3)
    later = start().ready()
    later.run(speech.fail)
    reply = later.ask("history_request", {"hist_access_type": "tail", "n": 2, "output": False, "raw": True})
    (old, _, one), (new, _, two) = reply["history"]
    assert (one, two, new) == (speech.value, speech.fail, old + 1)
    assert cells(later, hist_access_type="range", session=-1, start=1, stop=9) == [speech.value]
    assert cells(later, hist_access_type="range", session=old, start=1, stop=9) == [speech.value]


def test_two_kernels_at_once(own, start, speech):
    _, one = own
    two = start().ready()
    for _ in range(20):
        first, second = one.execute(speech.value), two.execute(speech.value)
        one.reply(first), two.reply(second)
    assert len(cells(one, hist_access_type="range", session=0, start=1)) == 20
    assert len(cells(two, hist_access_type="range", session=0, start=1)) == 20
    assert len(cells(one, hist_access_type="tail", n=100)) == 40


# Without a usable file


def no_database(file):
    file.write_text("not a database, though long enough to be looked at as one" * 100)


def foreign(file):
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE sessions (session INTEGER, start TEXT)")


def folder(file):
    file.mkdir()


def pipe(file):
    os.mkfifo(file)


def torn(file):
    """A history whose inner pages are gone."""
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE session (number INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL)")
        database.execute(
            "CREATE TABLE cell (id INTEGER PRIMARY KEY, session INTEGER NOT NULL, line INTEGER NOT NULL, "
            "source TEXT NOT NULL, output TEXT, UNIQUE (session, line))")
        database.executemany(
            "INSERT INTO cell (session, line, source) VALUES (1, ?, ?)", [(line, "x" * 500) for line in range(100)])
    size = file.stat().st_size
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * (size - 4096))


def complaints(kernel):
    return [line for line in kernel.stderr.read_text().splitlines() if "event=history_in_memory" in line]


@pytest.mark.parametrize("spoil", [no_database, foreign, folder, pipe, torn])
def test_a_file_that_cannot_be_used_is_told_once(start, speech, tmp_path, spoil, name):
    if name not in ("echo", "backprop"):
        pytest.skip("only ours takes its history's file from the environment")
    file = tmp_path / "spoilt.sqlite"
    spoil(file)
    before = file.read_bytes() if file.is_file() else None
    kernel = start({"BACKPROP_HISTORY": str(file), "ECHO_HISTORY": str(file)})
    client = kernel.ready()
    for _ in range(3):
        assert client.run(speech.value)[0]["status"] == "ok"
        assert cells(client, hist_access_type="tail", n=1) == [speech.value]
    assert len(complaints(kernel)) == 1
    if spoil in (no_database, foreign):
        assert file.read_bytes() == before


def keeping(start, speech, tmp_path, name):
    """A kernel that has stored one cell in its own file, its client, and the file."""
    if name not in ("echo", "backprop"):
        pytest.skip("only ours takes its history's file from the environment")
    file = tmp_path / "history.sqlite"
    kernel = start({"BACKPROP_HISTORY": str(file), "ECHO_HISTORY": str(file)})
    client = kernel.ready()
    client.run(speech.value)
    assert cells(client, hist_access_type="tail", n=1) == [speech.value]
    return kernel, client, file


def test_a_file_that_is_full_is_told_once(start, speech, tmp_path, name):
    kernel, client, file = keeping(start, speech, tmp_path, name)
    resource.prlimit(kernel.pid, resource.RLIMIT_FSIZE, (1000, 1000))
    for _ in range(3):
        assert client.run(speech.fail)[0]["status"] == "error"
        assert cells(client, hist_access_type="tail", n=1) == [speech.fail]
    assert len(complaints(kernel)) == 1


def test_a_file_that_is_locked_holds_nobody_up(start, speech, tmp_path, name):
    kernel, client, file = keeping(start, speech, tmp_path, name)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert client.run(speech.fail, seconds=0.9)[0]["status"] == "error"
    assert client.run(speech.value, seconds=0.9)[0]["status"] == "ok"
    other.execute("ROLLBACK")
    client.ask("shutdown_request", {"restart": False}, channel="control")
    assert kernel.wait(3) == 0
    sources = [source for source, in other.execute("SELECT source FROM cell ORDER BY line")]
    assert sources == [speech.value, speech.fail, speech.value]
    assert complaints(kernel) == []


def test_nobody_else_may_read_it(start, speech, tmp_path, name):
    if name != "backprop":
        pytest.skip("the folder is backprop's")
    home = tmp_path / "data"
    folder = home / "backprop"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    (folder / "history.sqlite").touch(0o644)
    kernel = start({"BACKPROP_HISTORY": None, "XDG_DATA_HOME": str(home)})
    client = kernel.ready()
    client.run(speech.value)
    assert cells(client, hist_access_type="tail", n=1) == [speech.value]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = {each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}
    assert "history.sqlite" in files and set(files.values()) == {0o600}
