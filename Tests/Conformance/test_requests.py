"""Every request has its reply, between busy and idle. Source: "Messaging in Jupyter", protocol 5.5."""

import pytest
from wire import types

REQUESTS = [
    ("kernel_info_request", {}), ("connect_request", {}), ("comm_info_request", {}),
    ("is_complete_request", {"code": "x"}), ("complete_request", {"code": "x", "cursor_pos": 1}),
    ("inspect_request", {"code": "x", "cursor_pos": 1, "detail_level": 0}),
    ("history_request", {"hist_access_type": "tail", "n": 3, "output": False, "raw": True}),
]


@pytest.mark.parametrize("type, content", REQUESTS)
def test_reply_between_busy_and_idle(client, type, content):
    id = client.send("shell", type, content)
    reply = client.reply(id)
    assert reply.type == type.replace("_request", "_reply")
    assert "status" in reply.content
    states = [each.content["execution_state"] for each in client.published(id) if each.type == "status"]
    assert states == ["busy", "idle"]


def test_reply_echoes_the_whole_header_as_its_parent(client):
    header = client.header("kernel_info_request", of_the_future={"kept": [1, None]})
    frames = client.frames(header, {})
    client.send_raw("shell", b"<IDS|MSG>", client.sign(frames), *frames)
    assert client.reply(header["msg_id"])["parent_header"]["of_the_future"] == {"kept": [1, None]}


def test_kernel_info(client):
    info = client.ask("kernel_info_request")
    assert info["status"] == "ok"
    assert tuple(map(int, info["protocol_version"].split("."))) >= (5, 0)
    for field in ("implementation", "implementation_version", "banner"):
        assert isinstance(info[field], str)
    for field in ("name", "version", "mimetype", "file_extension"):
        assert isinstance(info["language_info"][field], str)
    assert isinstance(info["help_links"], list)


def test_kernel_info_on_control(client):
    assert client.ask("kernel_info_request", channel="control")["status"] == "ok"


def test_completion(client, speech):
    code, match = speech.complete
    reply = client.ask("complete_request", {"code": code, "cursor_pos": len(code)})
    assert match in reply["matches"]
    assert 0 <= reply["cursor_start"] <= reply["cursor_end"] == len(code)


def test_completion_counts_code_points(client, speech):
    """An emoji is one code point, though two units of UTF-16 and four bytes."""
    code, match = speech.complete
    line = "# 😀\n" if speech.nothing else "say 😀\n"
    reply = client.ask("complete_request", {"code": line + code, "cursor_pos": len(line + code)})
    assert match in reply["matches"]
    assert reply["cursor_start"] == len(line)


@pytest.mark.parametrize("cursor", [-5, 10_000])
def test_completion_with_a_cursor_outside_the_code(client, cursor):
    assert "matches" in client.ask("complete_request", {"code": "x", "cursor_pos": cursor})


def test_inspection(client, speech):
    reply = client.ask("inspect_request", {"code": speech.inspect, "cursor_pos": 1, "detail_level": 0})
    assert reply["status"] == "ok" and reply["found"] is True
    assert reply["data"]["text/plain"]


def test_inspection_of_nothing(client):
    reply = client.ask("inspect_request", {"code": "no_such_thing", "cursor_pos": 3, "detail_level": 0})
    assert reply["status"] == "ok" and reply["found"] is False


def test_completeness(client, speech):
    assert client.ask("is_complete_request", {"code": speech.value})["status"] == "complete"
    reply = client.ask("is_complete_request", {"code": speech.incomplete})
    assert reply["status"] == "incomplete"
    assert reply["indent"].strip() == ""


def test_an_unknown_comm_target_is_closed(client):
    id = client.send("shell", "comm_open", {"comm_id": "c1", "target_name": "no.such.target", "data": {}})
    closed = [each for each in client.published(id) if each.type == "comm_close"]
    assert [each.content["comm_id"] for each in closed] == ["c1"]


def test_messages_of_unknown_comms_are_passed_over(client):
    client.send("shell", "comm_msg", {"comm_id": "unknown", "data": {}})
    client.send("shell", "comm_close", {"comm_id": "unknown", "data": {}})
    assert client.ask("comm_info_request")["comms"] == {}


def test_an_unknown_message_does_no_harm(client):
    client.send("shell", "no_such_request", {"x": 1})
    client.send("control", "no_such_message", {"x": 1})
    client.send("stdin", "input_reply", {"value": "nobody asked"})
    assert client.ask("kernel_info_request")["status"] == "ok"


def test_an_unknown_request_is_answered_whatever_its_name(client):
    """The name comes back in the reply's header, which is still JSON."""
    id = client.send("shell", 'a"b\\c\n_request')
    assert client.reply(id).type == 'a"b\\c\n_reply'


def test_unknown_fields_are_passed_over(client, speech):
    reply, _ = client.run(speech.nothing, of_the_future=True, metadata={"cellId": "1"})
    assert reply["status"] == "ok"


@pytest.mark.parametrize("content", [{}, {"code": 5}, {"code": None}, {"code": "", "user_expressions": 3}])
def test_a_malformed_request_is_answered_with_an_error(client, content):
    """A client that waits for a reply must not wait forever."""
    id = client.send("shell", "execute_request", content)
    assert client.reply(id, seconds=3).content["status"] == "error"
    client.published(id, 3)


def test_a_relay_s_identities_lead_the_reply(client):
    id = client.send("shell", "kernel_info_request", before=[b"relay", b"behind it"])
    assert client.reply(id)["identities"] == [b"relay", b"behind it"]


def test_buffers_are_accepted(client):
    assert client.ask("kernel_info_request", buffers=[b"\x00\xff" * 1000, b""])["status"] == "ok"


def test_usage(client):
    usage = client.ask("usage_request", channel="control")
    assert usage["pid"] > 0 and usage["kernel_memory"] > 0
    assert usage["host_virtual_memory"]["total"] > usage["kernel_memory"]


def test_connect_tells_the_ports(client):
    reply = client.ask("connect_request")
    for channel in ("shell", "control", "stdin", "iopub", "hb"):
        assert reply[f"{channel}_port"] == client.connection[f"{channel}_port"]


def test_heartbeat(client):
    client.beat()


def test_a_subscription_is_welcomed(shared):
    """JEP 65: the welcome carries the topic, and no parent."""
    client = shared.client(channels=["iopub"])
    welcome = client.receive("iopub", 2)
    assert welcome.type == "iopub_welcome"
    assert welcome.content == {"subscription": ""}
    assert welcome["parent_header"] == {}


def test_what_is_published_before_anyone_listens_is_not_lost(start, speech):
    """A client's subscription may arrive after its first requests: their statuses and results are kept for it."""
    kernel = start()
    asking = kernel.client(channels=["shell"])
    id = asking.execute(speech.value)
    assert asking.reply(id, seconds=60).content["status"] == "ok"
    listening = kernel.client(channels=["iopub"])
    assert listening.receive("iopub", 20).type == "iopub_welcome"
    kept = [listening.receive("iopub", 2) for _ in range(5)]
    assert [message.type for message in kept] == ["status", "status", "execute_input", "execute_result", "status"]
    assert [message.content["execution_state"] for message in kept if message.type == "status"] == [
        "starting", "busy", "idle"]
    assert [message.parent for message in kept[1:]] == [id] * 4


def test_types_of_a_whole_cell(client, speech):
    id = client.execute(speech.value)
    client.reply(id)
    assert types(client.published(id)) == ["status", "execute_input", "execute_result", "status"]
