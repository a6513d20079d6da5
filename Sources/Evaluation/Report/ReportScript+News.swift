import HTML

/// Keeps a live page up to date: asks its own server, and puts in the parts that are new.
///
/// Where the reader is, what is open, chosen and searched stays as it is.
let scriptOfNews: Markup = #"""
  if (sent) {
    const state = one("#live");
    let tag = "";
    const focusable = "a, input, select, summary, button, [tabindex]";
    function keep(old, fresh) {
      const opened = all("details", fresh);
      all("details", old).forEach((each, index) => {
        if (each.open && opened[index]) opened[index].open = true;
      });
      for (const field of all("input[id], select[id]", old)) {
        const same = one(`#${CSS.escape(field.id)}`, fresh);
        if (same) { same.value = field.value; same.checked = field.checked; }
      }
      const moved = all(".scroll", fresh);
      const places = all(".scroll", old).map(each => each.scrollLeft);
      const focused = all(focusable, old).indexOf(document.activeElement);
      old.replaceWith(fresh);
      places.forEach((place, index) => { if (moved[index]) moved[index].scrollLeft = place; });
      prepare();
      if (focused >= 0) all(focusable, fresh)[focused]?.focus({ preventScroll: true });
    }
    function put(text) {
      const page = new DOMParser().parseFromString(text, "text/html");
      const fresh = parts(page);
      const here = parts(document);
      const top = scrollY;
      let changed = false;
      const isSame = fresh.size === here.size && [...fresh.keys()].every(name => here.has(name));
      const found = texts(page);
      if (!isSame) {
        for (const name of here.keys()) if (!fresh.has(name)) here.get(name).remove();
        let last;
        for (const [name, part] of fresh) {
          if (!here.has(name)) {
            const added = document.importNode(part, true);
            if (last) last.after(added); else one("main").prepend(added);
            sent.set(name, found.get(name));
          }
          const tools = one(".tools");
          last = one(`[data-part="${CSS.escape(name)}"]`);
          if (name === "contents" && tools) { last.after(tools); last = tools; }
        }
        changed = true;
      }
      for (const [name, part] of fresh) {
        if (found.get(name) === sent.get(name)) continue;
        const old = one(`[data-part="${CSS.escape(name)}"]`);
        if (old) keep(old, document.importNode(part, true));
        changed = true;
      }
      sent = found;
      if (!changed) return;
      document.title = page.title;
      prepare();
      if (slider.value !== "4") smooth();
      choose();
      scrollTo({ top, behavior: "instant" });
    }
    const clock = () => new Date().toLocaleTimeString();
    async function ask() {
      try {
        const answer = await fetch(location.pathname, {
          cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
        if (answer.status === 200) {
          tag = answer.headers.get("ETag") ?? "";
          put(await answer.text());
          state.textContent = `live, new at ${clock()}`;
        } else if (answer.status !== 304) {
          throw new Error(`answer ${answer.status}`);
        }
        state.classList.remove("stale");
      } catch {
        state.classList.add("stale");
        state.textContent = "rlhf watch does not answer";
      }
    }
    let wait;
    async function go() {
      clearTimeout(wait);
      if (!document.hidden) await ask();
      wait = setTimeout(go, 2000);
    }
    document.addEventListener("visibilitychange", () => { if (!document.hidden) go(); });
    wait = setTimeout(go, 2000);
  }
  })();

  """#
