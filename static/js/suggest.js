// Suggests places, schools, organisations and topics while somebody types: a combobox (WAI-ARIA 1.2). It is
// loaded when a field is used for the first time.
import { opened } from "./search-index.js";

const MOST = 8;
const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("../css/suggest.css", import.meta.url) });
document.head.append(style);

// `from` is the index that has the names.
export const suggest = (field, from) => {
  const list = document.createElement("ul"), status = document.createElement("span");
  let options = [], active = -1, known = null, turn = 0;
  list.id = `${field.id}-names`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  field.after(list, status);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" };
  for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);

  const choose = (place) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = options[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    turn++;
    choose(-1);
    options = [];
    list.replaceChildren();
    list.hidden = true;
    status.textContent = "";
    field.setAttribute("aria-expanded", "false");
  };
  // A suggestion leads to its page; a school has no page, so it is searched for.
  const go = (option) => {
    const { title, url } = option.dataset;
    close();
    if (url) { location.assign(url); return; }
    field.value = title;
    field.form.requestSubmit();
  };
  const load = async () => {
    const [read, { names, kinds, label, one, many }] = await Promise.all([from.words(), from.names()]);
    list.setAttribute("aria-label", label);
    known ??= {
      read, kinds, one, many,
      names: names.map(([kind, title, url]) => ({ kind, title, url, words: read.typed(title, from.lang) })),
    };
    return known;
  };
  // Names that begin with the typed text come first.
  const matching = ({ read, names }, text) => {
    const typed = read.typed(text, from.lang);
    if (!typed.length || typed.join("").length < 2) return [];
    const fits = names.filter(({ words }) => typed.every((part) => words.some((word) => word.startsWith(part))));
    return fits.sort((a, b) => b.words[0].startsWith(typed[0]) - a.words[0].startsWith(typed[0])).slice(0, MOST);
  };
  const show = async () => {
    const mine = ++turn, there = await load().catch(() => null);
    if (mine !== turn || !there) return;
    const found = matching(there, field.value);
    if (!found.length) { close(); return; }
    choose(-1);
    options = found.map(({ kind, title, url }, place) => {
      const option = document.createElement("li"), note = document.createElement("small");
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      Object.assign(option.dataset, { title, url });
      note.textContent = there.kinds[kind];
      option.append(title, " ", note);
      option.addEventListener("click", () => go(option));
      return option;
    });
    list.replaceChildren(...options);
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    status.textContent = found.length === 1 ? there.one : there.many.replace("%(num)s", found.length);
  };
  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    const count = options.length;
    if (event.isComposing || !count) return;
    if (event.key === "ArrowDown") choose((active + 2) % (count + 1) - 1);
    else if (event.key === "ArrowUp") choose((active + count + 1) % (count + 1) - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) go(options[active]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
  load().catch(() => {});
  if (field.value && document.activeElement === field) show();
};

// The field in the head of a page, whose form leads to the search page.
export const begin = (field) => suggest(field, opened(document.documentElement.lang, async (name) => {
  const answer = await fetch(field.form.action + name);
  if (!answer.ok) throw new Error(name);
  return answer.text();
}));
