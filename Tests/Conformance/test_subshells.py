"""Subshells run in parallel with the main shell. Source: JEP 91."""

import time

import pytest
from wire import text, types


@pytest.fixture
def subshell(own, need):
    need("subshells")
    kernel, client = own
    if "kernel subshells" not in client.ask("kernel_info_request").get("supported_features", []):
        pytest.skip("the kernel advertises no subshells")
    return client, client.ask("create_subshell_request", channel="control")["subshell_id"]


def test_create_list_delete(subshell):
    client, id = subshell
    second = client.ask("create_subshell_request", channel="control")["subshell_id"]
    assert sorted(client.ask("list_subshell_request", channel="control")["subshell_id"]) == sorted([id, second])
    assert client.ask("delete_subshell_request", {"subshell_id": id}, channel="control")["status"] == "ok"
    assert client.ask("list_subshell_request", channel="control")["subshell_id"] == [second]


def test_one_runs_while_the_main_shell_computes(subshell, speech):
    client, id = subshell
    main = client.execute(speech.busy)
    time.sleep(0.2)
    reply, published = client.run(speech.value, subshell_id=id, seconds=5)
    assert reply["status"] == "ok" and "execute_result" in types(published)
    with pytest.raises(TimeoutError):
        client.reply(main, seconds=0.1)
    client.send("control", "interrupt_request")


def test_each_has_its_own_count(subshell, speech):
    client, id = subshell
    client.run(speech.nothing)
    client.run(speech.nothing)
    assert client.run(speech.nothing, subshell_id=id)[0]["execution_count"] == 1
    assert client.run(speech.nothing)[0]["execution_count"] == 3


def test_an_unknown_one_is_an_error(subshell, speech):
    client, _ = subshell
    assert client.run(speech.value, subshell_id="no such")[0]["status"] == "error"
    reply = client.ask("delete_subshell_request", {"subshell_id": "no such"}, channel="control")
    assert reply["status"] == "error"


def test_a_failure_aborts_its_own_cells_alone(subshell, speech):
    client, id = subshell
    main = client.execute(speech.busy)
    client.run(speech.fail, subshell_id=id)
    assert client.run(speech.value, subshell_id=id)[0]["status"] == "ok"
    with pytest.raises(TimeoutError):
        client.reply(main, seconds=0.1)
    client.send("control", "interrupt_request")
    assert client.reply(main).content["status"] == "error"


def test_user_expressions_see_what_their_cell_has_done(subshell, need, name):
    """In a subshell too, they are evaluated after their cell, with the names that it has defined."""
    client, id = subshell
    define = need("define")
    reply, _ = client.run(define("mine"), user_expressions={"mine": "mine"}, subshell_id=id)
    assert reply["user_expressions"]["mine"]["status"] == "ok"
    assert "7" in reply["user_expressions"]["mine"]["data"]["text/plain"]


def test_completion_and_inspection_know_the_names_of_their_shell(subshell, need, name):
    if name != "backprop":
        pytest.skip("only backprop keeps the names of subshells apart")
    client, id = subshell
    define = need("define")
    client.run(define("beside"), subshell_id=id)
    client.run(define("inside"))

    def matches(code, **more):
        request = client.send("shell", "complete_request", {"code": code, "cursor_pos": len(code)}, **more)
        return client.reply(request).content["matches"]

    def found(code, **more):
        request = client.send("shell", "inspect_request", {"code": code, "cursor_pos": 1}, **more)
        return client.reply(request).content["found"]

    assert "beside" in matches("besi", subshell_id=id) and "beside" not in matches("besi")
    assert "inside" in matches("insi") and "inside" not in matches("insi", subshell_id=id)
    assert found("beside", subshell_id=id) and not found("beside")
    assert found("inside") and not found("inside", subshell_id=id)


def test_input_of_two_shells_at_once(subshell, need):
    client, id = subshell
    ask = need("ask")
    client.execute(ask("main? "), allow_stdin=True)
    client.receive("stdin")
    beside = client.execute(ask("beside? "), allow_stdin=True, subshell_id=id)
    client.receive("stdin")
    client.send("stdin", "input_reply", {"value": "two"}, subshell_id=id)
    client.reply(beside)
    assert "two" in text(client.published(beside))
