// The search page: asks the index, lists what it finds, narrows it, and keeps both in the address.
import { even, excerpt, look, textOf } from "./excerpts.js";
import { near, number, opened } from "./search-index.js";

const FACETS = ["kind", "year", "aimag", "programme"], WITHOUT_TEXT = ["place", "organisation", "author", "term", "document"];
const AT_ONCE = 10, IN_SIGHT = 3, LOOKED_THROUGH = 50, FEW = 5, PAUSE = 300; // ms
const element = (id) => document.getElementById(`page:${id}`);
const form = element("finder"), said = form.dataset, input = element("query"), status = element("status");
const results = document.getElementById("search-results"), more = element("more");
const address = new URLSearchParams(location.search);

const made = (name, text = "", into) => {
  const created = document.createElement(name);
  created.textContent = text;
  into?.append(created);
  return created;
};
const counted = (words, count) => count === 1 ? words.one : words.many.replace("%(num)s", count);
const archive = (place) => opened(place.lang, async (name) => {
  const answer = await fetch(place.index + name);
  if (!answer.ok) throw new Error(name);
  return answer.text();
});
const value = ({ facets }, name, at) => facets.names[name][number(facets.columns[name][at])] ?? ["", ""];

// The print view of a page is shorter.
const itsText = (item) => item.hasText ? textOf(item.url + (said.prints ?? "")) : null;
const phrasesOf = (query) => [...query.matchAll(/["“”„«]([^"“”„«»]+)["“”»]/gu)].map(([, words]) => even(words).trim()).filter(Boolean);
const says = async (item, phrases) => {
  const text = even(`${item.title} ${(await itsText(item))?.textContent ?? ""}`);
  return phrases.every((phrase) => text.includes(phrase));
};

// Marks words in the forms that they have in the text; the link opens the page at the heading above them.
const showExcerpt = async (place, link, item, answer, lang) => {
  const main = await itsText(item);
  const told = (word) => {
    const stems = answer.read.words(word, lang);
    return stems.some((stem) => answer.keys.has(answer.read.key(stem, lang))) ? stems.join() : "";
  };
  const found = main && excerpt(main, told, answer.phrases);
  if (!found) return;
  if (found.heading) link.hash = found.heading;
  place.append(found.shown);
};

const items = (from, answer, places) => Promise.all(places.map(async (at) => ({
  at, ...await from.entry(at, answer.facets), hasText: !WITHOUT_TEXT.includes(value(answer, "kind", at)[0]),
})));
const listed = async (from, answer, first, end) => (await items(from, answer, answer.shown.slice(first, end))).map((item) => {
  const place = made("li"), link = made("a", item.title, place);
  link.href = link.dataset.page = item.url;
  const about = ["kind", "year", "aimag"].map((name) => value(answer, name, item.at)[1]).filter(Boolean);
  made("p", about.join(" · "), place).className = "note";
  place.look = () => showExcerpt(place, link, item, answer, from.lang);
  return place;
});
// Phrases in quotation marks are in no index, so the texts of the first results with their words are searched.
const find = async (from, query) => {
  const answer = { ...await from.find(query), phrases: phrasesOf(query) };
  if (!answer.phrases.length) return answer;
  const some = await items(from, answer, answer.results.slice(0, LOOKED_THROUGH));
  const fits = await Promise.all(some.map((item) => says(item, answer.phrases)));
  return { ...answer, results: some.filter((_, place) => fits[place]).map(({ at }) => at) };
};

const own = archive(said);
const others = [...document.querySelectorAll(".found-elsewhere")].map((place) => ({ place, from: archive(place.dataset) }));
let answer, turn = 0, round = 0, pause = 0;
const chosen = () => FACETS.map((name) => [name, address.get(name)]).filter(([, id]) => id);
const fits = (some, at) => some.every(([name, id]) => value(answer, name, at)[0] === id);
const filters = () => {
  const place = element("filters");
  place.replaceChildren();
  for (const name of FACETS) {
    const own = address.get(name) ?? "", counts = new Map(), others = chosen().filter(([other]) => other !== name);
    for (const at of answer.results) {
      const [id] = value(answer, name, at);
      if (id && fits(others, at)) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    if (counts.size < 2 && !own) continue;
    const choice = made("div", "", place), label = made("label", said[name], choice), select = made("select", "", choice);
    label.htmlFor = select.id = `page:filter-${name}`;
    select.append(new Option(said.all, ""));
    for (const [id, title] of answer.facets.names[name]) {
      if (counts.has(id) || id === own) select.append(new Option(`${title} (${counts.get(id) ?? 0})`, id, false, id === own));
    }
    select.addEventListener("change", () => {
      if (select.value) address.set(name, select.value); else address.delete(name);
      show();
      element(`filter-${name}`)?.focus();
    });
  }
  place.hidden = !place.children.length;
};
const show = async (begun = performance.now()) => {
  const mine = ++turn;
  history.replaceState(null, "", `?${address}`);
  const some = chosen();
  answer.shown = answer.results.filter((at) => fits(some, at));
  filters();
  // Titles come from several files: nobody has to wait for the titles of results that are out of sight.
  const inSight = await listed(own, answer, 0, IN_SIGHT), rest = listed(own, answer, IN_SIGHT, AT_ONCE);
  const isLate = performance.now() - begun > PAUSE, first = isLate ? inSight : [...inSight, ...await rest];
  if (mine !== turn) return;
  results.ariaBusy = isLate;
  results.replaceChildren(...first);
  const isEmpty = !answer.shown.length;
  status.textContent = isEmpty ? said.none : `${answer.isGuess ? `${said.guess} ` : ""}${counted(said, answer.shown.length)}`;
  element("tips").hidden = !isEmpty;
  element("nothing").hidden = !isEmpty;
  if (isEmpty) await offer();
  const next = await rest;
  if (mine !== turn) return;
  if (isLate) results.append(...next);
  results.ariaBusy = false;
  look([...inSight, ...next]);
  more.hidden = answer.shown.length <= AT_ONCE;
};
// The names that are most like the query.
const offer = async () => {
  const [read, { names }] = await Promise.all([own.words(), own.names()]);
  const asked = read.typed(address.get("q"), own.lang), place = element("near");
  const close = (name) => read.typed(name, own.lang).some((word) => word.length > 2
    && asked.some((typed) => typed.slice(0, 3) === word.slice(0, 3) || near(typed, word)));
  place.replaceChildren();
  for (const [, title, url] of names.filter(([, title]) => close(title)).slice(0, 8)) {
    made("a", title, made("li", "", place)).href = url || `?${new URLSearchParams({ q: title })}`;
  }
  element("nearest").hidden = !place.children.length;
};
const elsewhere = async (query) => {
  const mine = round;
  for (const { place, from } of others) {
    // Few English texts have Cyrillic words.
    const isWorth = from.lang === "mn" || /[a-z]/i.test(query) || answer.results.length < FEW;
    const there = isWorth ? await find(from, query) : { results: [] };
    if (mine !== round) return;
    place.hidden = !there.results.length;
    there.shown = there.results;
    place.querySelector("h2").textContent = counted(place.dataset, there.results.length);
    const into = place.querySelector("ol");
    const shown = isWorth ? await listed(from, there, 0, AT_ONCE) : [];
    into.replaceChildren(...shown);
    look(shown);
  }
};
const search = async () => {
  const query = address.get("q") ?? "", mine = ++round, begun = performance.now();
  if (!query.trim()) return;
  status.textContent = said.busy;
  results.ariaBusy = element("tips").hidden = true;
  try {
    const found = await find(own, query);
    if (mine !== round) return;
    answer = found;
    await show(begun);
    await elsewhere(query);
  } catch {
    status.textContent = navigator.onLine ? said.failed : said.offline;
    results.ariaBusy = element("tips").hidden = false;
  }
};

more.addEventListener("click", async () => {
  const from = results.children.length;
  const next = await listed(own, answer, from, from + AT_ONCE);
  results.append(...next);
  look(next);
  more.hidden = answer.shown.length <= results.children.length;
  results.children[from]?.querySelector("a").focus();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  for (const name of [...address.keys()]) address.delete(name);
  address.set("q", input.value);
  search();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select")) return;
  event.preventDefault();
  input.focus();
});
element("scriptless").hidden = true;
input.value = address.get("q") ?? "";
// Names are fetched at the first pause in typing: nobody who types on has to wait for them.
const suggest = () => {
  clearTimeout(pause);
  pause = setTimeout(async () => {
    input.removeEventListener("input", suggest);
    (await import("./suggest.js")).suggest(input, own);
  }, PAUSE);
};
input.addEventListener("input", suggest);
search();
