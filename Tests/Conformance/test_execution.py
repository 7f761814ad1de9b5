"""Cells: their order, their output, their failure. Source: "Execute" in "Messaging in Jupyter"."""

import os
import signal
import time

import pytest
from wire import text, types


def test_value(client, speech):
    reply, published = client.run(speech.value)
    assert reply["status"] == "ok"
    assert types(published) == ["execute_input", "execute_result"]
    shown, result = published
    assert shown.content["code"] == speech.value
    assert result.content["data"]["text/plain"] == speech.value_text
    assert shown.content["execution_count"] == result.content["execution_count"] == reply["execution_count"]


def test_the_count_rises_by_one(client, speech):
    first = client.run(speech.nothing)[0]["execution_count"]
    assert [client.run(speech.nothing)[0]["execution_count"] for _ in range(3)] == [first + 1, first + 2, first + 3]


def test_a_silent_cell_shows_nothing_and_is_not_counted(client, speech):
    before = client.run(speech.nothing)[0]["execution_count"]
    reply, published = client.run(speech.value, silent=True)
    assert reply["status"] == "ok" and published == []
    assert client.run(speech.nothing)[0]["execution_count"] == before + 1


def test_a_silent_failure_is_in_the_reply_alone(client, speech):
    reply, published = client.run(speech.fail, silent=True)
    assert reply["status"] == "error" and "error" not in types(published)


def test_a_cell_that_is_not_stored_is_not_counted(client, speech):
    before = client.run(speech.nothing)[0]["execution_count"]
    client.run(speech.value, store_history=False)
    assert client.run(speech.nothing)[0]["execution_count"] == before + 1


def test_failure(client, speech):
    reply, published = client.run(speech.fail)
    assert reply["status"] == "error"
    (error,) = [each for each in published if each.type == "error"]
    for field in ("ename", "evalue", "traceback"):
        assert reply[field] == error.content[field]
    assert isinstance(reply["traceback"], list)


def test_streams_in_order(client, need):
    say, warn = need("say"), need("warn")
    _, published = client.run("\n".join([say("one"), say("two"), warn("three"), say("four")]))
    assert text(published, "stdout") == "one\ntwo\nfour\n"
    assert text(published, "stderr") == "three\n"


def test_display(client, need):
    _, published = client.run(need("show")("shown"))
    assert "display_data" in types(published)


def test_update_display(client, need):
    _, published = client.run(need("show_and_update")("old", "new"))
    first, second = [each for each in published if each.type.endswith("display_data")]
    assert (first.type, second.type) == ("display_data", "update_display_data")
    assert first.content["transient"]["display_id"] == second.content["transient"]["display_id"]
    assert second.content["data"]["text/plain"] == "new"


def test_clear_output_keeps_its_place(client, need):
    _, published = client.run(need("clear"))
    assert types(published) == ["execute_input", "stream", "clear_output", "stream"]
    assert published[2].content == {"wait": True}


def test_long_help_goes_to_the_pager(client, need):
    reply, _ = client.run(need("page"))
    (page,) = reply["payload"]
    assert page["source"] == "page" and page["start"] == 0
    assert page["data"]["text/plain"]


def test_user_expressions(client, need):
    right, wrong = need("expression")
    reply, _ = client.run("", user_expressions={"right": right, "wrong": wrong})
    assert reply["user_expressions"]["right"]["status"] == "ok"
    assert "text/plain" in reply["user_expressions"]["right"]["data"]
    assert reply["user_expressions"]["wrong"]["status"] == "error"
    assert reply["user_expressions"]["wrong"]["ename"]


def test_a_failure_aborts_the_cells_that_wait(own, speech):
    """They are answered as aborted, each between busy and idle, and later cells run."""
    kernel, client = own
    # The kernel is suspended while they are sent, so that all of them wait when the first fails.
    os.kill(kernel.pid, signal.SIGSTOP)
    try:
        ids = [client.execute(code) for code in (speech.fail, speech.value, speech.value)]
        time.sleep(0.2)
    finally:
        os.kill(kernel.pid, signal.SIGCONT)
    statuses = [client.reply(id).content["status"] for id in ids]
    assert statuses in (["error", "aborted", "aborted"], ["error", "error", "error"])
    for id in ids[1:]:
        assert "execute_result" not in types(client.published(id))
    assert client.run(speech.value)[0]["status"] == "ok"


def test_a_failure_aborts_cells_alone(client, speech):
    """Other requests queued after the failed cell are answered."""
    failing = client.execute(speech.fail)
    info = client.send("shell", "kernel_info_request")
    assert client.reply(info).content["status"] == "ok"
    assert client.reply(failing).content["status"] == "error"


def test_without_stop_on_error_the_cells_that_wait_run(client, speech):
    failing = client.execute(speech.fail, stop_on_error=False)
    next_one = client.execute(speech.value)
    assert client.reply(failing).content["status"] == "error"
    assert client.reply(next_one).content["status"] == "ok"


def test_input(client, need):
    id = client.execute(need("ask")("name? "), allow_stdin=True)
    question = client.receive("stdin")
    assert question.type == "input_request" and question.parent == id
    assert question.content == {"prompt": "name? ", "password": False}
    client.send("stdin", "input_reply", {"value": "Ada"}, parent=question["header"])
    assert client.reply(id).content["status"] == "ok"
    assert "Ada" in text(client.published(id))


def test_input_where_none_is_allowed(client, need):
    assert client.run(need("ask")("name? "), allow_stdin=False)[0]["status"] == "error"


def test_input_is_asked_of_the_client_that_runs_the_cell(shared, client, need):
    bystander = shared.ready()
    id = client.execute(need("ask")("name? "), allow_stdin=True)
    client.receive("stdin")
    with pytest.raises(TimeoutError):
        bystander.receive("stdin", 0.2)
    client.send("stdin", "input_reply", {"value": ""})
    client.reply(id)


def test_an_interrupt_ends_a_question(own, need):
    kernel, client = own
    id = client.execute(need("ask")("name? "), allow_stdin=True)
    client.receive("stdin")
    interrupt(kernel, client)
    assert client.reply(id, seconds=5).content["status"] == "error"


def interrupt(kernel, client):
    client.send("control", "interrupt_request")
    if "python" in kernel.argv[0]:
        os.kill(kernel.pid, signal.SIGINT)


def test_a_thousand_cells_in_a_pipeline(client, speech):
    ids = [client.execute(speech.nothing) for _ in range(1000)]
    counts = [client.reply(id, seconds=60).content["execution_count"] for id in ids]
    assert counts == list(range(counts[0], counts[0] + 1000))
    for id in ids:
        assert types(client.published(id)) == ["status", "execute_input", "status"]


def test_two_clients_see_one_truth(shared, client, need):
    other = shared.ready()
    id = client.execute(need("say")("hello"))
    client.reply(id)
    mine, theirs = client.published(id), other.published(id)
    assert [each["header"]["msg_id"] for each in mine] == [each["header"]["msg_id"] for each in theirs]
