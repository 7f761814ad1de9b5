"""Debian's Firefox, driven by WebDriver BiDi: as much of it as the tests need."""

import json
import re
import subprocess
import tempfile

import websocket


class Firefox:
    """One page, with the two methods of a Playwright page that the tests use."""

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        command = ["firefox-esr", "--headless", "--no-remote", "--profile", self.profile.name]
        self.process = subprocess.Popen(
            [*command, "--remote-debugging-port", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        address = None
        for line in self.process.stderr:
            if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                address = found[1]
                break
        assert address, "Firefox has ended."
        self.socket = websocket.create_connection(f"{address}/session", suppress_origin=True, timeout=120)
        self.count = 0
        self.call("session.new", capabilities={})
        self.context = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method, **parameters):
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.count:
                assert answer["type"] == "success", answer
                return answer["result"]

    def goto(self, url):
        self.call("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def evaluate(self, function):
        """What a function of the page returns, as JSON has it."""
        found = self.call(
            "script.callFunction",
            functionDeclaration=f"async () => JSON.stringify(await ({function})())",
            awaitPromise=True,
            target={"context": self.context},
        )
        assert found["type"] == "success", found["exceptionDetails"]["text"]
        return json.loads(found["result"].get("value", "null"))

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(20)
        self.process.stderr.close()
