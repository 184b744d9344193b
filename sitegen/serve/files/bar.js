// The editors' bar: news of the page, and what editors want at hand. Texts come from the server as plain text.
// A function keeps its names apart from the site's own scripts.
(() => {
"use strict";

const own = document.currentScript;
const here = location.pathname;
const framed = window.top !== window.self;
const HIDDEN = "sitegen: bar hidden";
const CLOSED = "sitegen: problems closed";

let source = null;
let words = {};
let bar = null;
let news = null;
let stamps = named(JSON.parse(own.dataset.sheets)); // of the style sheets, as the page was served with them

// ---- News

function listen() {
  if (source || document.hidden) return; // a browser has few connections, so hidden tabs get none
  source = new EventSource(`/_sitegen/news?page=${encodeURIComponent(here)}`);
  source.onmessage = (event) => follow(JSON.parse(event.data));
  source.onerror = () => bar?.lost(true);
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return listen();
  source?.close();
  source = null;
});
window.addEventListener("pagehide", () => source?.close());

function follow(told) {
  news = told;
  if (told.page !== own.dataset.seen && (told.page || own.dataset.seen)) {
    // A page that the last edit removed stays readable while something else is wrong.
    if (told.page || !told.failed) return location.reload();
  }
  if (String(told.files) !== own.dataset.files) return location.reload();
  exchange(told.sheets);
  if (!told.editor || framed) return;
  words = told.words;
  bar = bar || new Bar();
  bar.lost(false);
  bar.show(told);
  const step = document.getElementById("sitegen-step"); // on the page of progress before the first build
  if (step) step.textContent = told.step;
  mark(told.marked);
}

// Exchanges style sheets without reloading: the old one is removed when the new one has loaded.
function exchange(sheets) {
  const before = stamps;
  stamps = named(sheets);
  const links = [...document.querySelectorAll('link[rel="stylesheet"]:not([data-sitegen-goes])')];
  links.forEach((link, index) => {
    const path = new URL(link.href).pathname;
    const now = stamps.get(path) || sheets[index];
    if (!now || !now.stamp) return; // the new file is not written yet; news follow when it is
    const was = before.get(path);
    if (was && was.stamp === now.stamp && was.url === now.url) return;
    const fresh = link.cloneNode();
    const url = new URL(now.url, location.href);
    url.searchParams.set("v", now.stamp);
    fresh.href = url.pathname + url.search;
    link.dataset.sitegenGoes = "";
    fresh.onload = fresh.onerror = () => link.remove();
    link.after(fresh);
  });
}

function named(sheets) {
  return new Map(sheets.map((sheet) => [new URL(sheet.url, location.href).pathname, sheet]));
}

// Marks links to pages that readers do not see.
function mark(marked) {
  const marks = new Map(marked.map((item) => [item.url, item.mark]));
  for (const link of document.querySelectorAll("main a[href]")) {
    if (here === link.pathname || here === `${link.pathname}print/`) continue; // the bar marks this page itself
    const text = marks.get(link.pathname) || marks.get(decodeURI(link.pathname));
    const before = link.nextElementSibling;
    const there = before?.matches("small[data-sitegen-mark]") ? before : null;
    if (!text) there?.remove();
    else if (there) there.textContent = ` [${text}]`;
    else link.after(element("small", { "data-sitegen-mark": "", textContent: ` [${text}]` }));
  }
}

// ---- The bar

function element(name, values = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(values)) {
    if (key in made && !key.includes("-")) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

class Bar {
  constructor() {
    this.host = element("div", { id: "sitegen-bar" });
    this.root = this.host.attachShadow({ mode: "open" });
    this.box = element("aside", { className: "bar" });
    this.panel = element("section", { className: "panel", hidden: true, tabIndex: -1 });
    this.status = element("p", { className: "status", role: "status" });
    this.line = element("div", { className: "line" });
    this.room = element("div"); // keeps the bar from covering the last lines of the page
    this.box.append(this.panel, this.status, this.line);
    this.root.append(element("link", { rel: "stylesheet", href: "/_sitegen/bar.css" }), this.room, this.box);
    new ResizeObserver(() => (this.room.style.height = `${this.box.offsetHeight}px`)).observe(this.box);
    this.shown = "";
    this.told = "";
    document.body.append(this.host);
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  lost(is) {
    this.box.classList.toggle("is-lost", is);
    if (is) this.status.textContent = words.lost;
  }

  show(told) {
    this.box.setAttribute("lang", words.lang);
    this.box.setAttribute("aria-label", words.bar);
    this.box.classList.toggle("has-errors", told.failed || Boolean(told.trouble));
    this.status.textContent = told.working ? told.step || words.working : told.trouble || (told.failed ? (told.page ? words.last_good : words.no_page) : "");
    const now = JSON.stringify([told.info, told.waits, told.drafts, told.errors, told.warnings]);
    if (now !== this.shown) {
      this.shown = now;
      this.line.replaceChildren(...this.parts(told));
      this.fold(sessionStorage.getItem(HIDDEN) === "yes");
    }
    this.problems(told);
  }

  parts(told) {
    const parts = [this.counts(told), ...this.file(told.info), ...this.state(told.info), this.waits(told.waits),
      this.drafts(told), ...(told.page ? this.views(told.info) : []), this.hide()];
    return parts.filter((part) => part);
  }

  counts(told) {
    if (!told.errors && !told.warnings) return null;
    const parts = [[told.errors, words.errors], [told.warnings, words.warnings]].filter(([count]) => count);
    const text = parts.map(([count, word]) => `${word}: ${count}`).join(" · ");
    const kind = told.errors ? "errors" : "warnings";
    return element("button", {
      type: "button", className: `counts ${kind}`, textContent: text, "aria-expanded": String(!this.panel.hidden),
      onclick: () => (this.panel.hidden ? this.open() : this.close()),
    });
  }

  file(info) {
    if (!info.file) return [element("span", { className: "quiet", textContent: words.no_file })];
    return [
      element("a", { className: "edit", href: info.open, title: info.full, textContent: info.edit }),
      copying(info.full, info.file.split("/").slice(-2).join("/")),
    ];
  }

  state(info) {
    const found = [];
    if (info.mark) found.push(element("strong", { className: "mark", textContent: info.mark }));
    if (info.translation) {
      const how = { className: `translation ${info.state}`, textContent: info.translation, title: info.other_full };
      const begin = () => Object.assign(copying(info.other_full, info.translation), how);
      found.push(info.other_open ? element("a", { ...how, href: info.other_open }) : begin());
    }
    return found;
  }

  waits(waits) {
    const text = `${words.waiting}: ${waits.count}`;
    return element("a", { href: waits.url, textContent: text, title: waits.parts.join("\n"), className: "waits" });
  }

  drafts(told) {
    const box = element("input", { type: "checkbox", checked: told.drafts });
    box.onchange = () => fetch(`/_sitegen/drafts?show=${box.checked ? "yes" : "no"}`, { method: "POST" });
    return element("label", { className: "drafts" }, box, words.show_drafts);
  }

  views(info) {
    const both = info.both ? element("a", { href: "?both", textContent: words.both, className: "both" }) : null;
    return [both, element("a", { href: "?phone", textContent: words.phone, className: "phone" })];
  }

  hide() {
    return element("button", {
      type: "button", className: "fold", textContent: words.hide, onclick: () => this.fold(!this.box.classList.contains("is-folded")),
    });
  }

  fold(is) {
    this.box.classList.toggle("is-folded", is);
    sessionStorage.setItem(HIDDEN, is ? "yes" : "no");
    const button = this.line.querySelector(".fold");
    if (button) button.textContent = is ? words.show : words.hide;
  }

  // Opens the list of problems when there are new errors, also after somebody has closed it.
  problems(told) {
    const now = JSON.stringify(told.problems);
    if (now !== this.told) {
      this.told = now;
      this.fill(told);
      const closed = sessionStorage.getItem(CLOSED) === now;
      if (told.failed && !closed) this.open(false);
      else if (!told.failed) this.close(false);
    }
    if (!told.problems.length) this.panel.hidden = true;
  }

  fill(told) {
    const close = element("button", {
      type: "button", className: "close", textContent: words.close, onclick: () => this.close(),
    });
    const items = told.problems.map((problem) => element("li", { className: problem.error ? "error" : "warning" },
      element("p", { className: "position" },
        problem.open ? element("a", { href: problem.open, title: problem.file, textContent: problem.position }) : problem.position,
        " ", element("code", { textContent: problem.code }),
        problem.file ? copying(problem.file) : null),
      element("p", { className: "message", textContent: problem.message }),
      problem.hint ? element("p", { className: "hint", textContent: problem.hint }) : null));
    this.panel.replaceChildren(
      element("header", {}, element("h2", { textContent: words.problems }), close),
      element("ol", {}, ...items),
      told.others ? element("p", { textContent: told.others }) : "",
    );
  }

  open(focus = true) {
    this.panel.hidden = false;
    this.expanded(true);
    if (focus) this.panel.focus();
  }

  close(remember = true) {
    this.panel.hidden = true;
    this.expanded(false);
    if (remember) sessionStorage.setItem(CLOSED, this.told);
  }

  expanded(is) {
    this.line.querySelector(".counts")?.setAttribute("aria-expanded", String(is));
  }
}

// A button that copies a path; where the browser forbids that, the path is shown to be copied by hand.
function copying(path, label = "") {
  const text = label || words.copy;
  const button = element("button", { type: "button", className: "copy", textContent: text, title: `${words.copy}: ${path}` });
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(path);
      button.textContent = words.copied;
      setTimeout(() => (button.textContent = text), 1200);
    } catch {
      window.prompt(words.copy, path);
    }
  };
  return button;
}

listen();
})();
