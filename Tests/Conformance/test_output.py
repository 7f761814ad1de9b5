"""Large outputs arrive complete, in order, and within a server's limits (1000 messages and 1 MB per second, over 3 s)."""

from wire import shown, types


def window(published, seconds=3):
    """The maximum number of messages, and of bytes of text, within any window of the given seconds."""
    counted = [each for each in published if each.type not in ("status", "execute_input")]
    most_messages = most_bytes = start = size = 0
    for end, each in enumerate(counted):
        size += len(each.content.get("text", ""))
        while each["at"] - counted[start]["at"] > seconds:
            size -= len(counted[start].content.get("text", ""))
            start += 1
        most_messages, most_bytes = max(most_messages, end - start + 1), max(most_bytes, size)
    return most_messages, most_bytes


def test_twenty_thousand_lines(client, need, speech):
    _, published = client.run(need("lines")(20_000), seconds=60)
    assert shown(published) == "".join(f"{speech.line(number)}\n" for number in range(20_000))
    assert window(published)[0] <= 3000


def test_many_displays_arrive_whole_and_in_order(client, need):
    _, published = client.run(need("shows")(2000), seconds=60)
    shown = [int(each.content["data"]["text/plain"]) for each in published if each.type == "display_data"]
    assert shown == list(range(2000))
    assert window(published)[0] <= 3000


def test_a_runaway_cell_is_capped_with_a_notice(own, need):
    kernel, client = own
    id = client.execute(need("flood"))
    seen = [client.receive("iopub") for _ in range(2)]
    notice = client.find("iopub", lambda each: each.type == "stream" and each.content["name"] == "stderr", 15)
    assert "not shown" in notice.content["text"]
    client.send("control", "interrupt_request")
    assert client.reply(id).content["status"] == "error"
    published = seen + client.published(id)
    messages, size = window(published)
    assert messages <= 3000 and size <= 3_000_000
    assert types(published)[-1] == "status"
