#!/usr/bin/env python3
"""Drives the three fakes over HTTP: a bot and its user in Python, with the standard library only.

    cargo build -p neurocards-fakes --bins
    python3 neurocards-fakes/examples/drive_the_fakes.py target/debug
"""

import json
import pathlib
import subprocess
import sys
import urllib.error
import urllib.request


class Fake:
    """One of the programs, running; it prints its addresses when it listens."""

    def __init__(self, folder, name, lines=1, *options):
        program = [pathlib.Path(folder) / name, "--listen", "127.0.0.1:0", *options]
        self.process = subprocess.Popen(program, stdout=subprocess.PIPE, text=True)
        self.urls = [self.process.stdout.readline().split()[-1] for _ in range(lines)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def request(method, url, body=None, **headers):
    """Sends JSON; gives status and decoded answer."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "drive_the_fakes", **headers}
    sent = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(sent, timeout=60) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    return status, json.loads(text) if text else None


def chat(fake):
    """A person writes, the bot answers with a button, the person presses it."""
    human, bot = f"{fake.urls[0]}/human", f"{fake.urls[0]}/bot42:TEST"
    request("POST", f"{human}/users", {"id": 7, "first_name": "Anna", "language_code": "en"})
    request("POST", f"{human}/chats/7/start", {})

    _, updates = request("POST", f"{bot}/getUpdates", {"timeout": 10})
    assert updates["result"][0]["message"]["text"] == "/start", updates

    # The first answer of the bot is refused, as by a busy Telegram.
    request("POST", f"{human}/faults", {"method": "sendMessage", "then": {"refuse": {"code": 429, "retry_after": 1}}})
    keyboard = {"inline_keyboard": [[{"text": "Buy", "callback_data": "buy"}]]}
    message = {"chat_id": 7, "text": "Welcome!", "reply_markup": keyboard}
    assert request("POST", f"{bot}/sendMessage", message)[0] == 429
    _, sent = request("POST", f"{bot}/sendMessage", message)

    press = {"message_id": sent["result"]["message_id"], "button": {"text": "Buy"}}
    request("POST", f"{human}/chats/7/press", press)
    seen = {"timeout": 10, "offset": updates["result"][0]["update_id"] + 1}
    _, updates = request("POST", f"{bot}/getUpdates", seen)
    assert updates["result"][0]["callback_query"]["data"] == "buy", updates

    _, ledger = request("GET", f"{human}/ledger?method=sendMessage")
    assert [call["status"] for call in ledger["calls"]] == [429, 200], ledger
    print("Telegram: Anna pressed", updates["result"][0]["callback_query"]["data"])


def write_a_text(fake):
    """A text is asked for, and the connection breaks the first time."""
    base = fake.urls[0].removesuffix("/v1")
    key = {"Authorization": "Bearer sk-test"}
    request("POST", f"{base}/_control/faults", {"then": {"error": {"code": "rate_limit_exceeded"}}})
    asked = {"model": "gpt-5", "input": "A scenario for a video of a red mug"}
    assert request("POST", f"{base}/v1/responses", asked, **key)[0] == 429
    status, answer = request("POST", f"{base}/v1/responses", asked, **key)
    assert status == 200, answer
    _, ledger = request("GET", f"{base}/_control/ledger")
    assert len(ledger["calls"]) == 2, ledger
    print("OpenAI:", answer["output"][-1]["content"][0]["text"][:40])


def look_at_tasks(fake):
    """The balance of an account is read, after a fault of the edge."""
    api = fake.urls[0]
    key = {"Authorization": "Bearer kie-test-key"}
    request("POST", f"{api}/_control/script", {"faults": [{"call": "other", "fault": {"http": 502}}]})
    status, _ = request_text("GET", f"{api}/api/v1/chat/credit", **key)
    assert status == 502, status
    status, answer = request("GET", f"{api}/api/v1/chat/credit", **key)
    assert (status, answer["code"]) == (200, 200), answer
    assert request("GET", f"{api}/_control/tasks")[1] == []
    print("KIE: credits", answer["data"])


def request_text(method, url, **headers):
    """The same for answers that are no JSON."""
    sent = urllib.request.Request(url, headers={"User-Agent": "drive_the_fakes", **headers}, method=method)
    try:
        with urllib.request.urlopen(sent, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def main(folder):
    with Fake(folder, "fake-telegram") as telegram, Fake(folder, "fake-openai") as openai, Fake(folder, "fake-kie", 3) as kie:
        for api in (telegram.urls[0], openai.urls[0].removesuffix("/v1"), kie.urls[0]):
            assert "Control interface" in request_text("GET", f"{api}/")[1]
        chat(telegram)
        write_a_text(openai)
        look_at_tasks(kie)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "target/debug")
