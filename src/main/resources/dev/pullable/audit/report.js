"use strict";
(() => {
  const PAGE = 200;
  const ORDERS = {
    namespace: (a, b) => compare(a.namespace, b.namespace),
    image: (a, b) => compare(a.image, b.image),
    reason: (a, b) => compare(a.reason, b.reason),
    pods: (a, b) => b.pods - a.pods,
  };
  const FILTERS = ["outcome", "namespace", "reason"];
  const $ = (id) => document.getElementById(id);
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const list = $("list");
  const rows = Array.from(list.children, (element, index) => ({
    element,
    index,
    outcome: element.dataset.outcome,
    namespace: element.dataset.namespace,
    reason: element.dataset.reason,
    pods: Number(element.dataset.pods),
    get image() { return element.querySelector(".image").textContent; },
    // Once, and only where somebody searches.
    get text() {
      const text = element.textContent.toLowerCase();
      Object.defineProperty(this, "text", { value: text });
      return text;
    },
  }));
  const search = $("q");
  const sort = $("sort");
  const tiles = Array.from(document.querySelectorAll(".tile"));
  const figures = Array.from(document.querySelectorAll("a.figure"));
  let shown = [];
  let most = PAGE;

  function state() {
    const now = { q: search.value.trim(), sort: sort.value };
    FILTERS.forEach((name) => { now[name] = $(name).value; });
    return now;
  }

  function passes(row, now, but) {
    return FILTERS.every((name) => name === but || !now[name] || row[name] === now[name]);
  }

  function found(row, words) {
    return words.every((word) => row.text.includes(word));
  }

  function apply() {
    const now = state();
    const words = now.q.toLowerCase().split(/\s+/).filter(Boolean);
    const hits = words.length ? rows.filter((row) => found(row, words)) : rows.slice();
    FILTERS.forEach((name) => count($(name), hits.filter((row) => passes(row, now, name)), name));
    shown = hits.filter((row) => passes(row, now));
    if (now.sort) shown.sort((a, b) => ORDERS[now.sort](a, b) || a.index - b.index);
    reveal();
    tell(now);
  }

  // The others are no part of the page meanwhile: ten thousand hidden rows would slow it down.
  function reveal() {
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    list.replaceChildren(...shown.slice(0, most).map((row) => row.element));
    if (focused) (focused.isConnected ? focused : $("findings")).focus();
    const rest = shown.length - most;
    $("more").hidden = rest <= 0;
    $("more").textContent = "Show " + Math.min(PAGE, rest) + " more of " + number(rest);
  }

  function number(value) {
    return value.toLocaleString("en-US");
  }

  function count(select, hits, name) {
    const counts = new Map();
    hits.forEach((row) => counts.set(row[name], (counts.get(row[name]) || 0) + 1));
    Array.from(select.options).forEach((option) => {
      const many = option.value ? counts.get(option.value) || 0 : hits.length;
      const text = option.dataset.label + " (" + number(many) + ")";
      if (option.textContent !== text) option.textContent = text;
    });
  }

  function tell(now) {
    const any = Boolean(now.q) || FILTERS.some((name) => now[name]);
    $("count").textContent = any
      ? number(shown.length) + " of " + number(rows.length) + " findings"
      : number(rows.length) + (rows.length === 1 ? " finding" : " findings");
    $("nothing").hidden = shown.length > 0 || rows.length === 0;
    $("clear").hidden = !any;
    $("map")?.classList.toggle("filtered", Boolean(now.namespace));
    tiles.forEach((it) => press(it, it.dataset.namespace === now.namespace));
    figures.forEach((it) => press(it, it.dataset.outcome === now.outcome));
    remember(now);
  }

  function press(button, on) {
    button.setAttribute("aria-pressed", String(on));
  }

  function remember(now) {
    const params = new URLSearchParams();
    Object.keys(now).forEach((key) => { if (now[key]) params.set(key, now[key]); });
    const fragment = params.toString();
    if (fragment !== location.hash.slice(1)) {
      history.replaceState(null, "", fragment ? "#" + fragment : location.pathname + location.search);
    }
  }

  function restore() {
    const params = new URLSearchParams(location.hash.slice(1));
    search.value = params.get("q") || "";
    [...FILTERS, "sort"].forEach((name) => choose($(name), params.get(name) || ""));
    refresh();
  }

  // A value that this report does not have is none.
  function choose(select, value) {
    select.value = value;
    if (select.selectedIndex < 0) select.value = "";
  }

  function refresh() {
    most = PAGE;
    apply();
  }

  function clear() {
    search.value = "";
    FILTERS.forEach((name) => { $(name).value = ""; });
    refresh();
  }

  function toggle(name, value) {
    const select = $(name);
    choose(select, select.value === value ? "" : value);
    refresh();
  }

  /** Makes links into buttons that filter; of the tiles one at a time is reached by Tab. */
  function filtering(link, name) {
    link.setAttribute("role", "button");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      toggle(name, link.dataset[name]);
    });
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") {
        event.preventDefault();
        toggle(name, link.dataset[name]);
      }
    });
  }

  function step(event, all, current) {
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -all.length, End: all.length };
    const by = steps[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return null;
    event.preventDefault();
    return all[Math.max(0, Math.min(all.length - 1, all.indexOf(current) + by))];
  }

  function roving() {
    tiles.forEach((tile, index) => {
      tile.tabIndex = index === 0 ? 0 : -1;
      tile.addEventListener("keydown", (event) => {
        const next = step(event, tiles, tile);
        if (!next) return;
        tile.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      });
    });
  }

  function walk(event) {
    if (event.target.tagName !== "SUMMARY" || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const visible = shown.slice(0, most).map((row) => row.element.querySelector("summary"));
    const next = step(event, visible, event.target);
    if (next) next.focus();
  }

  function copies(event) {
    if (event.target.tagName !== "DETAILS" || event.target.dataset.ready) return;
    event.target.dataset.ready = "1";
    event.target.querySelectorAll(".command").forEach((command) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Copy";
      button.setAttribute("aria-label", "Copy this command");
      button.addEventListener("click", () => copy(command.querySelector("code"), button));
      command.append(button);
    });
  }

  async function copy(code, button) {
    let done = true;
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      done = document.execCommand("copy");
    }
    button.textContent = done ? "Copied" : "Selected";
    $("heard").textContent = done ? "Copied to the clipboard" : "Selected; copy it with the keyboard";
    setTimeout(() => { button.textContent = "Copy"; $("heard").textContent = ""; }, 2000);
  }

  function keys(event) {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "Escape") {
      event.preventDefault();
      clear();
    }
  }

  function printing() {
    const opened = shown.slice(0, most).map((row) => row.element.querySelector("details")).filter((it) => !it.open);
    opened.forEach((it) => { it.open = true; });
    addEventListener("afterprint", () => opened.forEach((it) => { it.open = false; }), { once: true });
  }

  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, rows.length > 1000 ? 120 : 0);
  });
  [...FILTERS, "sort"].forEach((name) => $(name).addEventListener("change", refresh));
  tiles.forEach((tile) => filtering(tile, "namespace"));
  figures.forEach((figure) => filtering(figure, "outcome"));
  roving();
  list.addEventListener("keydown", walk);
  list.addEventListener("toggle", copies, true);
  document.addEventListener("keydown", keys);
  addEventListener("hashchange", restore);
  addEventListener("beforeprint", printing);
  ["clear", "again"].forEach((id) => $(id).addEventListener("click", () => { clear(); search.focus(); }));
  $("more").addEventListener("click", () => {
    const first = shown[most];
    most += PAGE;
    reveal();
    first.element.querySelector("summary").focus();
  });
  // The fragment is the filters' own.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    $("findings").focus();
  });
  $("tools").hidden = false;
  $("status").hidden = false;
  restore();
  document.documentElement.dataset.ready = "1";
})();
