"""Comms, as the widgets of Jupyter use them (widget messaging protocol 2.1): a slider, and a picture that follows it."""

import pytest


@pytest.fixture
def board(client, need):
    """The widgets of a cell that shows a slider: their states by comm_id, in the order of opening."""
    id = client.execute(need("slider"), allow_stdin=True, metadata={"cellId": "a"})
    opened = [each for each in client.published(id, seconds=60) if each.type == "comm_open"]
    assert {each.content["target_name"] for each in opened} == {"jupyter.widget"}
    assert {each["metadata"]["version"] for each in opened} == {"2.1.0"}
    return {each.content["comm_id"]: each.content["data"]["state"] for each in opened}


def of_kind(board, name):
    (id,) = [id for id, state in board.items() if state["_model_name"] == f"{name}Model"]
    return id


def moved(client, slider, state):
    """Sends a position of a slider; returns the message's id."""
    data = {"method": "update", "state": state, "buffer_paths": []}
    return client.send("shell", "comm_msg", {"comm_id": slider, "data": data})


def shown(client, picture, seconds=30):
    """What a picture shows next, and the message that this answers."""
    while True:
        message = client.receive("iopub", seconds)
        if message.type == "comm_msg" and message.content["comm_id"] == picture:
            return message.content["data"]["state"]["value"], message.parent


def test_widgets_are_shown_and_refer_to_one_another(client, need):
    id = client.execute(need("slider"), allow_stdin=True, metadata={"cellId": "a"})
    published = client.published(id, seconds=60)
    states = {
        each.content["comm_id"]: each.content["data"]["state"] for each in published if each.type == "comm_open"}
    (view,) = [
        each.content["data"]["application/vnd.jupyter.widget-view+json"] for each in published
        if "application/vnd.jupyter.widget-view+json" in each.content.get("data", {})]
    assert view["version_major"] == 2
    box = states[view["model_id"]]
    children = [states[child.removeprefix("IPY_MODEL_")]["_model_name"] for child in box["children"]]
    assert children == ["FloatSliderModel", "HTMLModel"]


def test_a_slider_moves_the_picture(client, board):
    slider, picture = of_kind(board, "FloatSlider"), of_kind(board, "HTML")
    id = moved(client, slider, {"value": 3.5})
    new, answered = shown(client, picture)
    assert answered == id
    assert new != board[picture].get("value") and ("3.5" in new or "12.25" in new)


def test_each_position_has_its_own_echo(client, board):
    """A client passes over the echo of any other message than its last one."""
    slider = of_kind(board, "FloatSlider")
    ids = {moved(client, slider, {"value": value}): value for value in (1.5, 2.5, 4.5)}
    for id, value in ids.items():
        (echo,) = [
            each.content["data"]["state"] for each in client.published(id, seconds=30)
            if each.type == "comm_msg" and each.content["data"]["method"] == "echo_update"]
        assert echo["value"] == value


def test_a_slow_position_that_is_overtaken_is_dropped(client, need):
    """A client sends the next position once the last one's `idle` has come: that is before its picture."""
    id = client.execute(need("slow_slider"), allow_stdin=True, metadata={"cellId": "a"})
    opened = [each for each in client.published(id, seconds=60) if each.type == "comm_open"]
    board = {each.content["comm_id"]: each.content["data"]["state"] for each in opened}
    slider, picture = of_kind(board, "SelectionSlider"), of_kind(board, "HTML")
    slow = moved(client, slider, {"index": 1})
    told = [each.content["comm_id"] for each in client.published(slow) if each.type == "comm_msg"]
    assert told == [slider]
    fast = moved(client, slider, {"index": 0})
    assert shown(client, picture)[1] == fast


def test_a_figure_ends_as_a_whole(client, board, need):
    need("slow_slider")
    first, *others = board
    id = client.send("shell", "comm_close", {"comm_id": first, "data": {}})
    closed = [each.content["comm_id"] for each in client.published(id) if each.type == "comm_close"]
    assert sorted(closed) == sorted(others)
    assert set(board).isdisjoint(client.ask("comm_info_request")["comms"])


def test_comm_info_lists_the_open_comms(client, board):
    comms = client.ask("comm_info_request", {"target_name": "jupyter.widget"})["comms"]
    assert set(board) <= set(comms)
    assert comms[next(iter(board))] == {"target_name": "jupyter.widget"}
    assert client.ask("comm_info_request", {"target_name": "other"})["comms"] == {}
    for id in board:
        client.send("shell", "comm_close", {"comm_id": id, "data": {}})
    assert set(board).isdisjoint(client.ask("comm_info_request")["comms"])


def test_a_client_that_has_just_opened_gets_all_states(client, board):
    control = {"comm_id": "control-1", "target_name": "jupyter.widget.control", "data": {}}
    client.published(client.send("shell", "comm_open", control, metadata={"version": "1.0.0"}))
    id = client.send("shell", "comm_msg", {"comm_id": "control-1", "data": {"method": "request_states"}})
    (answer,) = [each.content["data"] for each in client.published(id) if each.type == "comm_msg"]
    assert answer["method"] == "update_states"
    for id, state in board.items():
        assert answer["states"][id]["model_name"] == state["_model_name"]
        assert answer["states"][id]["state"]["_view_name"] == state["_view_name"]


def test_a_widget_tells_its_state(client, board):
    slider = of_kind(board, "FloatSlider")
    id = client.send("shell", "comm_msg", {"comm_id": slider, "data": {"method": "request_state"}})
    (answer,) = [each.content["data"] for each in client.published(id) if each.type == "comm_msg"]
    assert answer["method"] == "update" and answer["state"]["max"] == 10


def test_no_message_of_a_comm_does_harm(client, board):
    slider = of_kind(board, "FloatSlider")
    for data in [
        None, [], "x", {}, {"method": "update"}, {"method": "update", "state": {"value": "much"}},
        {"method": "update", "state": {"value": None}}, {"method": "no such method"},
    ]:
        client.send("shell", "comm_msg", {"comm_id": slider, "data": data})
    assert client.ask("kernel_info_request")["status"] == "ok"
