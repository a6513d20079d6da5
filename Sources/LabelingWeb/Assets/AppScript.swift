/// The script of all pages, in pieces that are read one after the other.
///
/// Everything works without it; it saves drafts, counts time, and takes keys. What it shows it
/// sets as text, never as HTML.
let appScript = [scriptForAllPages, scriptForKeys, scriptForDrafts, scriptForTime, scriptEnd]

private let scriptForAllPages = #"""
  "use strict";
  (() => {
  const root = document.documentElement;
  const one = (css, within = document) => within.querySelector(css);
  const all = (css, within = document) => [...within.querySelectorAll(css)];
  const remembered = (name, value) => {
    try {
      if (value === undefined) return localStorage.getItem(name);
      localStorage.setItem(name, value);
    } catch { return null; }
  };
  root.classList.add("scripted");
  for (const time of all("time[data-ms]")) {
    const moment = new Date(Number(time.dataset.ms));
    time.title = time.textContent;
    time.textContent = moment.toDateString() === new Date().toDateString()
      ? moment.toLocaleTimeString() : moment.toLocaleString();
  }
  for (const box of all("input[data-remember]")) {
    const name = box.dataset.remember;
    const kept = remembered(name);
    if (kept) box.checked = kept === "yes";
    box.addEventListener("change", () => remembered(name, box.checked ? "yes" : "no"));
  }
  for (const plain of all("form:not(#answer)")) {
    plain.addEventListener("submit", event => {
      if (plain.dataset.sent) return event.preventDefault();
      plain.dataset.sent = "yes";
      setTimeout(() => delete plain.dataset.sent, 5000);
      if (plain.id === "sign-out") try { sessionStorage.clear(); } catch {}
    });
  }
  addEventListener("pageshow", event => { if (event.persisted) location.reload(); });
  const copy = one("#copy-link");
  copy?.addEventListener("click", async () => {
    await navigator.clipboard.writeText(one("#new-link").value);
    one("#copied").textContent = "Copied.";
  });
  one("#problems")?.focus();

  const form = one("#answer");
  if (!form) return;
  const status = one("#saved");
  const say = text => { if (status.textContent !== text) status.textContent = text; };
  const clock = moment => new Date(moment).toLocaleTimeString();

  """#

private let scriptForKeys = #"""
  const cards = all("[data-slot]", form);
  const order = one("#order");
  function showOrder() {
    if (!order) return;
    const places = new Map(), left = [];
    for (const card of cards) {
      const slot = card.dataset.slot;
      const rank = Number(one(`[name="rank-${slot}"]:checked`, card)?.value);
      if (!rank) left.push(slot.toUpperCase());
      else places.set(rank, [...(places.get(rank) ?? []), slot.toUpperCase()]);
    }
    const ranked = [...places].sort((a, b) => a[0] - b[0]).map(p => p[1].join(" = "));
    order.textContent = (ranked.join(" > ") || "nothing ranked yet")
      + (left.length && ranked.length ? "; not ranked: " + left.join(", ") : "");
  }
  const help = one("#help");
  one("#show-help")?.addEventListener("click", () => help.showModal());
  form.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return form.requestSubmit(one("#submit"));
    }
    if (event.ctrlKey || event.altKey || event.metaKey || !one("#shortcuts").checked) return;
    if (event.target.matches("textarea, input[type=text]")) return;
    const card = event.target.closest("[data-slot]");
    if (event.key === "?") help.showModal();
    else if (event.key === "j" || event.key === "k") {
      const step = event.key === "j" ? 1 : -1;
      const next = card ? cards.indexOf(card) + step : step > 0 ? 0 : cards.length - 1;
      cards[next]?.focus();
    } else if (/^[0-9]$/.test(event.key)) {
      const set = event.target.closest("[data-keys]") ?? (card && one("[data-keys]", card))
        ?? one("[data-keys=whole]", form);
      one(`[data-key="${event.key}"]`, set ?? form)?.click();
    } else return;
    event.preventDefault();
  });

  """#

private let scriptForDrafts = #"""
  const place = `unsent ${location.pathname} ${form.dataset.labeler} ${form.dataset.revision}`;
  const unsent = action => { try { return action(sessionStorage); } catch { return null; } };
  let sequence = Number(form.dataset.sequence), changed = false, saving = false, sending = false;
  let done = false, timer = 0, pause = 2000;
  function fields() {
    form.elements.active_ms.value = Math.round(active());
    return new URLSearchParams(new FormData(form));
  }
  const keep = () => unsent(store => store.setItem(place, fields().toString()));
  const forget = () => unsent(store => store.removeItem(place));
  const post = (path, body, accept) => fetch(path, {
    method: "POST", body, headers: { Accept: accept }, signal: AbortSignal.timeout(30000) });
  const isSignedOut = response =>
    response.redirected && new URL(response.url).pathname === form.dataset.login;
  const signedOut = () => {
    keep();
    say("You are signed out. Your work is kept here: sign in again, then reload this page.");
    one("#sign-in-again").hidden = false;
  };
  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }
  async function save() {
    if (saving || sending || done) return later();
    saving = true;
    changed = false;
    const body = fields();
    body.set("sequence", ++sequence);
    try {
      const response = await post(form.dataset.draft, body, "application/json");
      if (isSignedOut(response)) signedOut();
      else {
        if (!response.ok) throw response.status;
        const saved = await response.json();
        expires = saved.expires_ms;
        pause = 2000;
        if (!changed) forget();
        say("Draft saved at " + clock(saved.saved_ms));
      }
    } catch {
      changed = true;
      keep();
      pause = Math.min(pause * 2, 60000);
      say("Draft not saved; trying again. Keep this page open.");
    }
    saving = false;
    if (changed) later();
  }
  form.addEventListener("input", () => {
    changed = true;
    showOrder();
    later();
  });
  async function send() {
    if (sending || done) return;
    sending = true;
    form.ariaBusy = "true";
    const body = fields();
    keep();
    for (let wait = 1000; ; wait = Math.min(wait * 2, 30000)) {
      say("Sending…");
      let response = null;
      try { response = await post(form.getAttribute("action"), body, "text/html"); } catch {}
      if (response && isSignedOut(response)) { signedOut(); break; }
      if (response && response.status < 500) {
        done = true;
        if (response.ok && response.redirected) {
          forget();
          return location.assign(response.url);
        }
        return HTMLFormElement.prototype.submit.call(form);
      }
      say("Not sent; trying again. Keep this page open.");
      await new Promise(resume => {
        setTimeout(resume, wait);
        addEventListener("online", resume);
      });
    }
    form.ariaBusy = null;
    sending = false;
  }
  form.addEventListener("submit", event => {
    event.preventDefault();
    if (event.submitter?.hasAttribute("formaction")) save();
    else send();
  });
  addEventListener("beforeunload", event => {
    if (!done && changed && pause > 2000) event.preventDefault();
  });
  const kept = unsent(store => store.getItem(place));
  if (kept) {
    const values = new URLSearchParams(kept);
    for (const field of form.elements) {
      if (field.type === "radio" || field.type === "checkbox")
        field.checked = values.getAll(field.name).includes(field.value);
      else if (field.localName === "textarea") field.value = values.get(field.name) ?? "";
    }
    say("What was not saved is filled in again.");
    changed = true;
    later();
  }

  """#

private let scriptForTime = #"""
  const now = () => performance.now();
  let worked = Number(form.elements.active_ms.value) || 0, touched = now();
  function active() {
    if (!document.hidden) worked += Math.min(now() - touched, 60000);
    touched = now();
    return worked;
  }
  let lastInput = now();
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "input"])
    addEventListener(kind, () => { active(); lastInput = touched; }, { passive: true });
  addEventListener("visibilitychange", () => {
    if (document.hidden) worked += Math.min(now() - touched, 60000);
    touched = now();
  });
  let expires = Number(form.dataset.expires);
  const ahead = Number(form.dataset.now) - Date.now();
  const warning = one("#lease-warning"), left = one("#time-left");
  function showTime() {
    if (!expires || !left) return;
    const minutes = (expires - Date.now() - ahead) / 60000;
    left.textContent = minutes <= 0 ? "the time is up"
      : minutes < 1.5 ? "1 minute left" : Math.round(minutes) + " minutes left";
    warning.hidden = minutes > 2;
  }
  async function extend() {
    const body = new URLSearchParams({
      form_token: form.elements.form_token.value, active_ms: Math.round(active()) });
    try {
      const response = await post(form.dataset.extend, body, "application/json");
      if (isSignedOut(response)) signedOut();
      else if (response.ok) expires = (await response.json()).expires_ms;
    } catch {}
    showTime();
  }
  one("#more-time")?.addEventListener("click", () => { extend(); one("#submit").focus(); });
  if (expires) {
    setInterval(showTime, 5000);
    setInterval(() => {
      if (!document.hidden && now() - lastInput < 60000) extend();
    }, 60000);
  }
  showTime();
  showOrder();

  """#

private let scriptEnd = #"""
  })();

  """#
