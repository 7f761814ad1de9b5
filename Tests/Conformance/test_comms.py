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
    data = {"method": "update", "state": {"value": 3.5}, "buffer_paths": []}
    id = client.send("shell", "comm_msg", {"comm_id": slider, "data": data})
    said = [each.content for each in client.published(id) if each.type == "comm_msg"]
    (new,) = [each["data"]["state"]["value"] for each in said if each["comm_id"] == picture]
    assert new != board[picture].get("value") and ("3.5" in new or "12.25" in new)


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
