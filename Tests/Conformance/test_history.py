"""The history: of this session, of those before, of several kernels at once."""


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
