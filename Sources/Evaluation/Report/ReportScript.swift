import HTML

/// The one script of interactive pages, which the page allows by its hash.
///
/// Everything is on the page without it. It reads numbers and texts, and shows what it has as text
/// or as numbers in a drawing, never as HTML; a live page takes its news through a parser that runs
/// nothing.
let reportScript: Markup = "\(scriptStart)\(scriptOfCurves)\(scriptOfChoices)\(scriptOfNews)"

private let scriptStart: Markup = #"""

  "use strict";
  (() => {
  const root = document.documentElement;
  const one = (css, within = document) => within.querySelector(css);
  const all = (css, within = document) => [...within.querySelectorAll(css)];
  const drawn = name => document.createElementNS("http://www.w3.org/2000/svg", name);
  const numbers = text => (text || "").split(" ").filter(Boolean).map(Number);
  const parts = within => new Map(
    all("[data-part]", within).map(part => [part.dataset.part, part]));
  const texts = within => new Map(
    [...parts(within)].map(([name, part]) => [name, part.outerHTML]));
  let sent = root.dataset.live === undefined ? undefined : texts(document);
  root.classList.add("scripted");

  """#

private let scriptOfCurves: Markup = #"""
  const curves = new WeakMap();
  function curve(plot) {
    let known = curves.get(plot);
    if (known) return known;
    const [x0, x1, left, right] = numbers(plot.dataset.x);
    const [y0, y1, low, high] = numbers(plot.dataset.y);
    const figure = plot.closest("figure");
    const lasts = all(".legend .last", figure);
    const names = all(".legend bdi", figure);
    const series = all("g[data-points]", plot).map((group, index) => {
      const flat = numbers(group.dataset.points);
      const points = [];
      for (let i = 0; i + 1 < flat.length; i += 2) points.push([flat[i], flat[i + 1]]);
      const color = one("path", group).getAttribute("class").match(/\bs\d\b/)?.[0] ?? "s0";
      return { group, points, color, calm: one(".smooth", group), last: lasts[index],
        ended: lasts[index]?.textContent, name: names[index]?.textContent ?? "" };
    });
    const at = document.createElement("span");
    at.className = "at";
    one("figcaption", figure).append(at);
    known = { plot, series, at, right, left, low, high, over: plot.dataset.over,
      stops: [...new Set(series.flatMap(each => each.points.map(point => point[0])))]
        .sort((a, b) => a - b),
      x: value => left + (value - x0) / (x1 - x0) * (right - left),
      y: value => low + (value - y0) / (y1 - y0) * (high - low),
      number: place => x0 + (place - left) / (right - left) * (x1 - x0) };
    for (const stop of all(".stop", plot)) stop.remove();
    plot.tabIndex = 0;
    plot.setAttribute("role", "slider");
    plot.setAttribute("aria-valuemin", x0);
    plot.setAttribute("aria-valuemax", x1);
    plot.setAttribute("aria-valuenow", x1);
    plot.setAttribute("aria-valuetext", "the end");
    curves.set(plot, known);
    return known;
  }
  function nearest(sorted, value, key = each => each) {
    let low = 0, high = sorted.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (key(sorted[middle]) < value) low = middle; else high = middle;
    }
    if (!sorted.length) return -1;
    return Math.abs(key(sorted[low]) - value) <= Math.abs(key(sorted[high]) - value) ? low : high;
  }
  const shown = value => String(Number(value.toPrecision(5))).replace("-", "−");
  function clear() {
    for (const mark of all(".cursor, .point")) mark.remove();
    for (const plot of all("svg.plot[data-x]")) {
      const { series, at } = curve(plot);
      at.textContent = "";
      for (const each of series) if (each.last) each.last.textContent = each.ended;
    }
  }
  function point(known, number) {
    const stop = known.stops[nearest(known.stops, number)];
    if (stop === undefined) return "";
    known.at.textContent = `${known.over} ${shown(stop)}`;
    const line = drawn("path");
    line.setAttribute("class", "cursor");
    line.setAttribute("d", `M${known.x(stop)} ${known.high}V${known.low}`);
    known.plot.append(line);
    const said = [];
    for (const each of known.series) {
      const found = each.points[nearest(each.points, stop, near => near[0])];
      if (!found || !each.group.checkVisibility()) continue;
      if (each.last) each.last.textContent = shown(found[1]);
      const dot = drawn("circle");
      dot.setAttribute("class", `point ${each.color}`);
      dot.setAttribute("r", 3.5);
      dot.setAttribute("cx", known.x(found[0]));
      dot.setAttribute("cy", known.y(found[1]));
      known.plot.append(dot);
      said.push(`${each.name} ${shown(found[1])}`);
    }
    known.plot.setAttribute("aria-valuenow", stop);
    known.plot.setAttribute("aria-valuetext", `${known.over} ${shown(stop)}: ${said.join(", ")}`);
  }
  let pointed;
  function pointAt(plot, number) {
    clear();
    pointed = number;
    const over = plot.dataset.over;
    for (const other of all("svg.plot[data-x]")) {
      if (other.dataset.over !== over || !other.checkVisibility()) continue;
      const box = other.getBoundingClientRect();
      if (other === plot || box.bottom > 0 && box.top < innerHeight) point(curve(other), number);
    }
  }
  document.addEventListener("pointermove", event => {
    const plot = event.target.closest?.("svg.plot[data-x]");
    if (!plot) { if (pointed !== undefined) { pointed = undefined; clear(); } return; }
    const box = plot.getBoundingClientRect();
    pointAt(plot, curve(plot).number(
      (event.clientX - box.left) / box.width * plot.viewBox.baseVal.width));
  });
  document.addEventListener("keydown", event => {
    const plot = event.target.closest?.("svg.plot[data-x]");
    if (!plot || event.altKey || event.ctrlKey || event.metaKey) return;
    const { stops } = curve(plot);
    const now = pointed === undefined ? stops.length - 1 : nearest(stops, pointed);
    const far = Math.max(1, Math.round(stops.length / 20));
    const next = { ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1,
      PageDown: now - far, PageUp: now + far, Home: 0, End: stops.length - 1 }[event.key];
    if (event.key === "Escape") { pointed = undefined; clear(); }
    if (next === undefined) return;
    event.preventDefault();
    pointAt(plot, stops[Math.min(stops.length - 1, Math.max(0, next))]);
  });
  document.addEventListener("focusout", event => {
    if (event.target.closest?.("svg.plot[data-x]")) { pointed = undefined; clear(); }
  });
  function averaged(points, count) {
    if (points.length <= count) return points;
    return Array.from({ length: count }, (_, index) => {
      const part = points.slice(Math.floor(index * points.length / count),
        Math.floor((index + 1) * points.length / count));
      return [0, 1].map(k => part.reduce((sum, each) => sum + each[k], 0) / part.length);
    });
  }
  function fitted(points, share) {
    const means = averaged(points, 400);
    const width = Math.max(1, means.length * share);
    const reach = Math.ceil(width * 3);
    return means.map((mean, index) => {
      let [w, d, s, v, p] = [0, 0, 0, 0, 0];
      for (let near = Math.max(0, index - reach);
        near <= Math.min(means.length - 1, index + reach); near++) {
        const off = near - index;
        const weight = Math.exp(-off * off / (2 * width * width));
        w += weight; d += weight * off; s += weight * off * off;
        v += weight * means[near][1]; p += weight * off * means[near][1];
      }
      return [mean[0], (s * v - d * p) / (w * s - d * d)];
    });
  }
  const slider = one("#smoothing");
  function smooth() {
    const share = Number(slider.value) / 100;
    one("#smoothed").textContent = `${slider.value}%`;
    root.classList.toggle("unsmoothed", share === 0);
    if (share === 0) return;
    for (const plot of all("svg.plot[data-x]")) {
      const known = curve(plot);
      for (const { points, calm } of known.series) {
        if (!calm || points.length < 3) continue;
        calm.setAttribute("d", fitted(points, share).map(([x, y], index) =>
          `${index ? "L" : "M"}${known.x(x).toFixed(1)} ${known.y(y).toFixed(1)}`).join(""));
      }
    }
  }
  const prepare = () => { for (const plot of all("svg.plot[data-x]")) curve(plot); };
  slider?.addEventListener("input", smooth);
  prepare();

  """#

private let scriptOfChoices: Markup = #"""
  const find = one("#find");
  const wordsOf = element => element.textContent.toLowerCase();
  function choose() {
    const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const trait = one("#trait")?.value ?? "";
    const counts = {};
    const show = (element, kind, words, fits = true) => {
      element.hidden = !fits || !wanted.every(word => words.includes(word));
      if (!element.hidden) counts[kind] = (counts[kind] ?? 0) + 1;
    };
    for (const figure of all("figure.chart")) {
      show(figure, "curves", wordsOf(one("figcaption", figure)) + " "
        + all(".legend, .caption", figure).map(wordsOf).join(" "));
    }
    for (const sample of all(".sample")) {
      show(sample, "prompts", wordsOf(sample),
        !trait || sample.dataset.traits.split(" ").includes(trait));
    }
    for (const verdict of all(".verdict")) show(verdict, "verdicts", wordsOf(verdict));
    for (const row of all("section > .scroll > table > tbody > tr, section > dl:not(.tiles) > div")) {
      show(row, "rows", wordsOf(row));
    }
    one("#found").textContent = !wanted.length && !trait ? ""
      : Object.entries(counts).map(([kind, count]) => `${count} ${kind}`).join(", ")
        || "nothing found";
    for (const section of all("main > section")) {
      const parts = all(
        "figure.chart, .sample, .verdict, section > .scroll > table > tbody > tr, "
        + "section > dl:not(.tiles) > div", section);
      section.hidden = wanted.length > 0
        && (parts.length ? parts.every(part => part.hidden)
          : !wanted.every(word => wordsOf(section).includes(word)));
    }
  }
  find?.addEventListener("input", choose);
  document.addEventListener("change", event => { if (event.target.id === "trait") choose(); });
  for (const box of all("[data-run]")) {
    box.addEventListener("change", () =>
      root.classList.toggle(`hide-${box.dataset.run}`, !box.checked));
  }

  """#
