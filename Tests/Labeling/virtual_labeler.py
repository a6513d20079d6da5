"""A labeler without a browser: reads the pages' forms, fills them in, sends them back.

It knows the pages only by what they hold (forms, fields, links), as a browser does, and uses
nothing but Python's standard library. Addresses are on this machine.
"""

import dataclasses
import html.parser
import http.client
import random
import urllib.parse


@dataclasses.dataclass
class Field:
    name: str
    kind: str
    value: str
    checked: bool = False


@dataclasses.dataclass
class Form:
    action: str
    method: str
    identifier: str
    fields: list = dataclasses.field(default_factory=list)
    buttons: list = dataclasses.field(default_factory=list)

    def radio_groups(self):
        """The values to choose from, by name."""
        groups = {}
        for field in self.fields:
            if field.kind == "radio":
                groups.setdefault(field.name, []).append(field.value)
        return groups

    def preset(self):
        """What a browser would send if nothing were touched."""
        return [
            (field.name, field.value)
            for field in self.fields
            if field.kind not in ("radio", "checkbox") or field.checked
        ]


class PageReader(html.parser.HTMLParser):
    """Gathers the forms, the links and the text of a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.forms, self.links, self.texts, self.elements = [], [], [], []
        self._form = self._area = self._select = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = {name: value or "" for name, value in attributes}
        self.elements.append((tag, values))
        if tag == "form":
            self._form = Form(
                values.get("action", ""), values.get("method", "get").lower(), values.get("id", ""))
            self.forms.append(self._form)
        elif tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag in ("input", "button", "textarea", "select"):
            self._control(tag, values)
        elif tag == "option" and self._select is not None:
            if "selected" in values or not self._select.value:
                self._select.value = values.get("value", "")

    def _control(self, tag, values):
        form = self._form
        if "form" in values:
            form = next((f for f in self.forms if f.identifier == values["form"]), form)
        if form is None or not values.get("name") and tag != "button":
            return
        name = values.get("name", "")
        kind = values.get("type", "text").lower()
        if tag == "button" or kind in ("submit", "button"):
            form.buttons.append(Field(name, "submit", values.get("value", "")))
        elif tag == "textarea":
            self._area = Field(name, "textarea", "")
            form.fields.append(self._area)
        elif tag == "select":
            self._select = Field(name, "select", "")
            form.fields.append(self._select)
        else:
            form.fields.append(
                Field(name, kind, values.get("value", "on" if kind == "checkbox" else ""),
                      "checked" in values))

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data):
        if self._area is not None:
            self._area.value += data
        else:
            self.texts.append(data)


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict
    body: str
    path: str

    @property
    def page(self):
        return PageReader(self.body)


class VirtualLabeler:
    """Somebody who is signed in, or about to be."""

    def __init__(self, port, seed=0, host="127.0.0.1", timeout=20):
        self.host, self.port, self.timeout = host, port, timeout
        self.cookies = {}
        self.random = random.Random(seed)
        self._connection = None

    def close(self):
        if self._connection:
            self._connection.close()
        self._connection = None

    def request(self, method, path, fields=None, follow=True, headers=None):
        """Sends a request, keeps cookies, and follows redirects as a browser does."""
        body = urllib.parse.urlencode(fields) if fields is not None else None
        sent = {"Host": f"{self.host}:{self.port}", "Accept": "text/html"}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            sent["Origin"] = f"http://{self.host}:{self.port}"
            sent["Sec-Fetch-Site"] = "same-origin"
        sent.update(headers or {})
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                self.host, self.port, timeout=self.timeout)
        try:
            self._connection.request(method, path, body, sent)
            response = self._connection.getresponse()
            data = response.read().decode("utf-8", "replace")
        except BaseException:
            self.close()
            raise
        for value in response.headers.get_all("Set-Cookie") or []:
            pair = value.split(";", 1)[0]
            name, _, content = pair.partition("=")
            self.cookies[name.strip()] = content.strip()
        if response.headers.get("Connection", "").lower() == "close":
            self.close()
        answer = Answer(response.status, dict(response.headers.items()), data, path)
        if follow and response.status in (301, 302, 303, 307) and "Location" in answer.headers:
            target = urllib.parse.urljoin(path, answer.headers["Location"])
            return self.request("GET", target)
        return answer

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def send(self, form, fields, page_path, **options):
        target = urllib.parse.urljoin(page_path, form.action or page_path)
        return self.request("POST", target, fields, **options)

    def join(self, link, handle, password):
        """Accepts an invitation; its page has one form with a password."""
        path = urllib.parse.urlparse(link).path
        answer = self.get(path)
        form = next(
            f for f in answer.page.forms if any(x.kind == "password" for x in f.fields))
        fields = []
        for name, value in form.preset():
            kind = next(f.kind for f in form.fields if f.name == name)
            if kind == "password":
                value = password
            elif kind == "text":
                value = handle
            fields.append((name, value))
        answer = self.send(form, fields, answer.path)
        assert answer.status == 200, (answer.status, answer.body[:400])
        return answer

    def take_task_page(self):
        """Asks for work; returns the page that comes, with a task on it or without."""
        answer = self.get("/work")
        for form in answer.page.forms:
            if form.action.endswith("/work/next"):
                return self.send(form, form.preset(), answer.path)
        for link in answer.page.links:
            if link.startswith("/task/"):
                return self.get(link)
        return answer

    def take_task(self):
        """Asks for work; returns the page with the task, or None where there is none."""
        answer = self.take_task_page()
        return answer if self.answer_form(answer) is not None else None

    def answer_form(self, answer):
        """The form of a task's page: the one that holds an idempotency key."""
        for form in answer.page.forms:
            if any(f.name == "idempotency_key" for f in form.fields) and form.radio_groups():
                return form
        return None

    def fill(self, form, reason):
        """Chooses at random in every group of radio buttons, never «none»; gives a reason."""
        chosen = [
            (name, self.random.choice([value for value in values if value]))
            for name, values in form.radio_groups().items()]
        kept = [
            (f.name, f.value) for f in form.fields if f.kind == "hidden"]
        written = [
            (f.name, reason if f.name == "reason" else f.value or "An answer in my own words.")
            for f in form.fields
            if f.kind == "textarea" and f.name in ("reason", "text")]
        # Asked for where the order shown is left as it is.
        return kept + chosen + written + [("order_confirmed", "yes")]
