"""People of February, for locust: heads write and send their proposals, readers read; each thinks between clicks."""

import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from http.cookiejar import Cookie
from pathlib import Path
from typing import Any

import lxml.html  # type: ignore[import-untyped]
from locust import between, events, task
from locust.contrib.fasthttp import FastHttpUser

GIVEN = json.loads(Path(os.environ["LOAD_PEOPLE"]).read_text(encoding="utf-8"))
TOLD = Path(os.environ["LOAD_TOLD"])
random.seed(int(os.environ.get("SEED") or 1))
WAYS = ("even", "weight")
waiting_heads, waiting_readers = list(GIVEN["heads"]), list(GIVEN["readers"])
# What the portal has accepted: how many times each step of each proposal was answered as taken.
accepted: Counter[str] = Counter()
wrong: list[str] = []
# When each answer came (seconds of the run), after how many milliseconds.
answers: list[tuple[float, float]] = []
BEGUN = time.monotonic()


def form_of(page: str, action: str = "") -> dict[str, str]:
    """Values of the main form of a page, as a browser would send them; of the one that leads to `action`, if named."""
    for form in lxml.html.fromstring(page).xpath("//main//form[@method='post']"):
        if not action or action in (form.get("action") or ""):
            return {name: value or "" for name, value in form.fields.items() if name}
    return {}


class Person(FastHttpUser):
    """Somebody signed in, who asks as the reverse proxy would for him: a connection a request."""

    abstract = True
    wait_time = between(3, 10)
    session = ""
    # What he does, a click a time, for ever.
    way: Iterator[None]

    def on_start(self) -> None:
        """He has signed in this morning."""
        self.client.cookiejar.set_cookie(cookie("sessionid", self.session))

    @task
    def click(self) -> None:
        """The next click."""
        next(self.way)

    def page(self, address: str, name: str) -> Any:
        """A page that he opens."""
        return self._asked("GET", address, name)

    def send(self, address: str, name: str, fields: dict[str, str]) -> Any:
        """A form that he sends; a redirect is followed, as a browser does."""
        return self._asked("POST", address, name, data=fields)

    def _asked(self, method: str, address: str, name: str, **more: Any) -> Any:
        headers = {"Connection": "close", "Referer": f"{self.host}{address}"}
        answer: Any = self.client.request(method, address, name=name, headers=headers, **more)
        if answer.status_code == 0 or answer.status_code >= 400:
            wrong.append(f"{method} {address}: {answer.status_code} {answer.error or ''}")
        return answer


def cookie(name: str, value: str) -> Cookie:
    """A cookie of this portal."""
    place = (None, False, "127.0.0.1", False, False, "/", True)
    return Cookie(0, name, value, *place, False, None, False, None, None, {})


class Head(Person):
    """The head of a project or of a body: writes his draft, sends it, takes it back, writes and sends it anew."""

    fixed_count = len(GIVEN["heads"])

    def on_start(self) -> None:
        """His proposal."""
        mine = waiting_heads.pop()
        self.session, self.pk, self.is_body = mine["session"], mine["proposal"], mine["body"]
        self.own, self.way = f"/proposals/{self.pk}/", self.clicks()
        super().on_start()

    def clicks(self) -> Iterator[None]:
        """Written, agreed where it is a team's, sent; later taken back and written anew."""
        for turn in range(1000):
            self.page("/", "home")
            yield
            yield from self._agreements()
            self.page(self.own, "proposal")
            yield
            yield from self._write(WAYS[turn % 2])
            if not self.is_body:
                yield from self._until_agreed()
                yield from self._step("submit")
            yield from self._agreements()
            self.page(self.own, "proposal")
            yield
            yield from self._step("withdraw")
            yield from self._step("rework")

    def _write(self, how: str) -> Iterator[None]:
        address = f"{self.own}edit/"
        shown = form_of(self.page(address, "proposal: form").text)
        yield
        filled = form_of(self.send(address, "proposal: fill in", {**shown, "action": how}).text)
        yield
        filled |= {name: f"За результат, способ {how}." for name in filled if name.startswith("why-")}
        self.send(address, "proposal: save", {**filled, "action": "save"})
        yield
        fresh = form_of(self.page(address, "proposal: form").text)
        yield
        answer = self.send(address, "proposal: send", {**fresh, "action": "send"})
        self._note("submit" if self.is_body else "ask_agreement", answer)
        yield

    def _until_agreed(self) -> Iterator[None]:
        while "/do/submit/" not in self.page(self.own, "proposal").text:
            yield
        yield

    def _agreements(self) -> Iterator[None]:
        """What he is asked to agree, decided one by one."""
        listed = lxml.html.fromstring(self.page("/proposals/?year=2025", "proposals").text)
        yield
        for address in sorted({one for one in listed.xpath("//main//a/@href") if one.startswith("/agreements/")}):
            fields = form_of(self.page(address, "agreement").text, "/do/agree/")
            yield
            if fields:
                answer = self.send(f"{address}do/agree/", "agreement: agree", fields)
                self._note("agree", answer, address.strip("/").split("/")[-1])
                yield

    def _step(self, name: str) -> Iterator[None]:
        address = f"{self.own}do/{name}/"
        fields = form_of(self.page(address, f"step: {name}").text)
        yield
        self._note(name, self.send(address, f"step: {name}, taken", fields))
        yield

    def _note(self, step: str, answer: Any, of: str = "") -> None:
        """A step is taken where the portal leads away from its form."""
        if answer.status_code == 200 and "/do/" not in answer.url and "/edit/" not in answer.url:
            accepted[f"{step} {of or self.pk}"] += 1
        elif answer.status_code == 200:
            wrong.append(f"{step} of {self.pk} is not taken")


class Reader(Person):
    """The office, the Committee, an auditor: reads lists, the rating, proposals, the journal, workbooks and papers."""

    fixed_count = len(GIVEN["readers"])

    def on_start(self) -> None:
        """His account."""
        self.session, self.way = waiting_readers.pop()["session"], self.clicks()
        super().on_start()

    def clicks(self) -> Iterator[None]:
        """Pages in no order."""
        rating, anyone = f"/rankings/{GIVEN['ranking']}/", [one["proposal"] for one in GIVEN["heads"]]
        while True:
            pages = {
                "/": "home",
                "/proposals/?year=2025": "proposals, all",
                f"/proposals/{random.choice(anyone)}/": "proposal, read",
                rating: "rating",
                f"{rating}P{random.randrange(51):02}/": "why this score",
                "/projects/?year=2025": "register",
                "/deadlines/": "terms",
                "/search/?q=ОРГ": "search",
            }
            for address in random.sample(list(pages), len(pages)):
                self.page(address, pages[address])
                yield


def answered(response_time: float, **more: Any) -> None:
    """An answer has come."""
    answers.append((time.monotonic() - BEGUN, response_time))


def tell(environment: Any, **more: Any) -> None:
    """Figures of the run and everything that was accepted."""
    total, pages = environment.stats.total, environment.stats.entries.values()
    found = {
        "requests": total.num_requests,
        "failures": total.num_failures,
        "milliseconds": {share: total.get_response_time_percentile(share / 100) for share in (50, 95, 99, 100)},
        "pages": {
            f"{one.name} ({one.method})": [one.num_requests, one.get_response_time_percentile(0.95)] for one in pages
        },
        "answers": answers,
        "wrong": wrong,
        "accepted": accepted,
    }
    TOLD.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


events.request.add_listener(answered)  # type: ignore[no-untyped-call]
events.quitting.add_listener(tell)  # type: ignore[no-untyped-call]
