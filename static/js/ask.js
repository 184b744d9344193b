// Readers ask a list questions: projects, forums, news, documents. Without the script, its pages stay as they are.
const place = document.querySelector(".ask");
const words = place.dataset;
const search = place.querySelector("input");
const panel = place.querySelector("details");
place.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
// Where there is room, who follows a link to an answer sees how it was asked. On a phone the chips say so,
// and the answer is not pushed out of sight.
const isAsked = [...new URLSearchParams(location.search).keys()].some((name) => !["q", "sort", "view"].includes(name));
panel.open ||= isAsked && matchMedia("(min-width: 48rem)").matches;
place.hidden = false;
// Without a script, links to pages of one filter each take the place of the form.
for (const part of document.querySelectorAll(".facets")) part.hidden = true;
// Lists that most people come to read fetch their file only when somebody asks.
if (!location.search && !panel.open && !search.value && document.activeElement !== search) {
  await new Promise((begin) => {
    search.addEventListener("focus", begin, { once: true });
    panel.addEventListener("toggle", begin, { once: true });
  });
}
const data = await (await fetch(words.file)).json();

// Cyrillic and Latin spellings of one word fold to the same letters (MNS 5217, and how people type).
const LATIN = { а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ё: "yo", ж: "j", з: "z", и: "i", й: "i", к: "k", л: "l", м: "m", н: "n", о: "o", ө: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ү: "u", ф: "f", х: "h", ц: "ts", ч: "ch", ш: "sh", щ: "sh", ъ: "", ы: "i", ь: "", э: "e", ю: "yu", я: "ya" };
const fold = (text) => text.normalize("NFC").toLowerCase().replace(/[а-яёөү]/g, (sign) => LATIN[sign] ?? sign).normalize("NFD")
  .replace(/[\u0300-\u036f]/g, "").replace(/kh/g, "h").replace(/zh/g, "j").replace(/w/g, "v").replace(/ye/g, "e").replace(/y/g, "i").replace(/i+/g, "i")
  .replace(/u/g, "o"); // ө and ү are typed as o or u
// Titles in the order of the pages: numbers by value, Latin, then Cyrillic with ё, ө and ү where they belong.
const ALPHABET = "аәбвгғдеёжзиійкқлмнңоөпрстуүұфхһцчшщъыьэюя";
const sortKey = (title) => title.normalize("NFC").toLowerCase().replace(/[-‐‑–—'"‘’“”„«»‹›()[\]]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim()
  .replace(/\d+/g, (digits) => digits.padStart(12, "0"))
  .replace(/[\u0400-\u04ff]/g, (letter) => (ALPHABET.includes(letter) ? String.fromCharCode(0x2000 + ALPHABET.indexOf(letter)) : letter));

const names = data.questions.map(([name]) => name);
const values = data.questions.map(([, all]) => [...all, ["unknown", words.unknown, ""]]);
const unknown = values.map((all) => all.length - 1);
const numbers = values.map((all) => new Map(all.map(([id], value) => [id, value])));
// A soft sign is typed as i, or left out. Folded texts are remembered, since many rows share them.
const folds = (text) => (text.includes("ь") ? `${fold(text)} ${fold(text.replaceAll("ь", "и"))}` : fold(text));
const known = new Map();
const once = (text) => known.get(text) ?? known.set(text, folds(text)).get(text);
const rows = data.rows.map(([ref, title, url, lang, date, amount, currency, where, has, entry], order) => {
  const found = has.map((ids, facet) => ids.map((id) => numbers[facet].get(id)));
  const named = found.flatMap((all, facet) => all.map((value) => once(values[facet][value][1])));
  return { ref, title, url, lang, date, amount, currency, where, entry, order, number: data.texts?.[order],
    text: [folds(title), once(where), once(entry?.[0] ?? ""), ...named].join(" "),
    has: found.map((all, facet) => (all.length ? all : [unknown[facet]])) };
});
const of = (name) => names.indexOf(name);
const has = { amount: rows.some((row) => row.amount), where: rows.some((row) => row.where), date: rows.some((row) => row.date), entry: rows.some((row) => row.entry) };
const by = (a, b, first) => (a.has[of(first)]?.[0] ?? 0) - (b.has[of(first)]?.[0] ?? 0);
const title = (row) => (row.key ??= sortKey(row.title));
// Unknown values come last. Amounts are compared within one currency only.
const ORDERS = {
  title: (a, b) => (title(a) > title(b)) - (title(a) < title(b)),
  newest: (a, b) => (b.date > a.date) - (b.date < a.date),
  oldest: (a, b) => !a.date - !b.date || (a.date > b.date) - (a.date < b.date),
  largest: (a, b) => !a.amount - !b.amount || (a.currency > b.currency) - (a.currency < b.currency) || b.amount - a.amount,
  place: (a, b) => by(a, b, "aimag") || by(a, b, "soum"),
};
const orders = words.orders.split(" ");
const STEP = 20;
const number = new Intl.NumberFormat(words.lang);

// A question is its address: ?q=words&aimag=khovd&status=-unknown&year=2016..&sort=newest
const picked = (facet, text) => {
  const [, not, id, since] = /^(-?)(.*?)(\.\.)?$/.exec(text);
  // A value that no row has is kept in the question, so that the answer is “none”.
  if (!numbers[facet].has(id)) numbers[facet].set(id, values[facet].push([id, id, ""]) - 1);
  return { not: Boolean(not), value: numbers[facet].get(id), since: Boolean(since) && numbers[facet].get(id) !== unknown[facet] };
};
const written = (facet, { not, value, since }) => (not ? "-" : "") + values[facet][value][0] + (since ? ".." : "");
const read = () => {
  const given = new URLSearchParams(location.search);
  return {
    q: (given.get("q") ?? "").slice(0, search.maxLength),
    sort: orders.includes(given.get("sort")) ? given.get("sort") : orders[0],
    view: given.get("view") === "table" ? "table" : "cards",
    picks: names.map((name, facet) => [...new Set(given.getAll(name))].filter((text) => !/^-?(\.\.)?$/.test(text)).map((text) => picked(facet, text))),
  };
};
const address = ({ q, sort, view, picks }) => {
  const given = new URLSearchParams();
  if (q) given.set("q", q);
  picks.forEach((all, facet) => all.forEach((pick) => given.append(names[facet], written(facet, pick))));
  if (sort !== orders[0]) given.set("sort", sort);
  if (view !== "cards") given.set("view", view);
  return location.pathname + (given.size ? `?${given}` : "");
};

// Texts are searched by the index of the whole site, fetched with the first word: numbers of texts by word.
let index;
const inTexts = new Map();
const split = (q) => q.split(/\s+/).map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "")).filter(Boolean);
const opened = async () => (await import("./search-index.js")).opened(words.lang, async (name) => {
  const file = await fetch(words.texts + name);
  if (!file.ok) throw new Error(name);
  return file.text();
});
// Results that need a slip to be forgiven are left out: a list must show only what was asked for.
const lookUp = async (word) => {
  const { results, isGuess, keys, read } = await (await (index ??= opened())).find(word);
  inTexts.set(word, { texts: new Set(isGuess ? [] : results), keys: isGuess ? new Set() : keys, read });
};

const fits = (found, wanted, not) => !found.some((value) => not.has(value)) && (!wanted.size || found.some((value) => wanted.has(value)));
// The values that a pick stands for: its own, or those of its year and all later ones.
const meant = (facet, { value, since }) => (since ? [...values[facet].keys()].filter((other) => other < unknown[facet] && values[facet][other][0] >= values[facet][value][0]) : [value]);
// For each row, whether it fails no question, one (which), or more: enough for the list and all its counts.
const answer = ({ q, sort, picks }) => {
  const terms = split(q).map((word) => [fold(word), inTexts.get(word)?.texts]);
  const counts = values.map((all) => new Array(all.length).fill(0));
  const left = names.map(() => 0);
  const found = [];
  const asks = picks.map((all, facet) => {
    const [wanted, not] = [false, true].map((kind) => new Set(all.filter((pick) => pick.not === kind).flatMap((pick) => meant(facet, pick))));
    return { facet, wanted, not };
  }).filter(({ wanted, not }) => wanted.size || not.size);
  for (const row of rows) {
    if (!terms.every(([folded, texts]) => row.text.includes(folded) || texts?.has(row.number))) continue;
    let only = -1;
    let failed = 0;
    for (const { facet, wanted, not } of asks) {
      if (fits(row.has[facet], wanted, not)) continue;
      only = facet;
      failed += 1;
      if (failed > 1) break;
    }
    if (failed > 1) continue;
    if (!failed) found.push(row);
    for (let facet = 0; facet < counts.length; facet += 1) {
      if (!failed || only === facet) for (const value of row.has[facet]) counts[facet][value] += 1;
    }
    if (failed && row.has[only][0] === unknown[only]) left[only] += 1;
  }
  return { found: sort === orders[0] ? found : found.sort((a, b) => ORDERS[sort](a, b) || a.order - b.order), counts, left };
};

const make = (name, given = {}, ...inside) => {
  const made = Object.assign(document.createElement(name), given);
  made.append(...inside);
  return made;
};
const order = make("select", {}, ...orders.map((name) => make("option", { value: name }, words[name])));
const pickers = names.map((name, facet) => {
  const made = make("select", { name });
  made.addEventListener("change", () => {
    question.picks[facet].push({ not: false, value: Number(made.value), since: false });
    asked();
  });
  return made;
});
const chips = make("ul", { className: "chips" });
const said = make("div", { className: "lead" });
said.setAttribute("role", "status");
const list = make("div", { className: "answer" });
const charts = make("div", { className: "halves" });
const bar = make("div", { className: "ask-bar" });
const looks = make("select", {}, ...["cards", "table"].map((name) => make("option", { value: name }, words[name])));
const more = make("button", { type: "button" }, words.more);
const label = (text, field) => make("label", {}, make("span", {}, text), field);
// Elements that are made anew with each answer have names, by which the focus returns to them.
const button = (text, act, name = "") => {
  const made = make("button", { type: "button", name }, text);
  made.addEventListener("click", () => act(made));
  return made;
};
const follow = make("p", { className: "follow" });
const texts = make("a");
const others = make("p", { className: "more" }, texts);

let question = read();
let shown = STEP;
let result;

// The values that can still be picked, each with the number of rows that it would leave.
const fill = () => pickers.forEach((picker, facet) => {
  const options = values[facet].map(([, name], value) => [name, value, result.counts[facet][value]])
    .filter(([, value, count]) => count && !question.picks[facet].some((pick) => pick.value === value))
    .map(([name, value, count]) => make("option", { value }, `${name} (${number.format(count)})`));
  // What was picked stands below as a chip; here one more can be.
  picker.replaceChildren(make("option", { value: "" }, question.picks[facet].length ? words.another : words.all), ...options);
});
const show = () => {
  const held = place.contains(document.activeElement) && document.activeElement.name;
  result = answer(question);
  search.value = question.q;
  order.value = question.sort;
  looks.value = question.view;
  if (panel.open) fill();
  chips.replaceChildren(...question.picks.flatMap((all, facet) => all.map((pick) => chip(facet, pick))));
  said.replaceChildren(...(address(question) === location.pathname ? [] : tell()).map((line) => make("p", {}, line)));
  list.replaceChildren(...(result.found.length ? [(question.view === "table" ? table : cards)(result.found.slice(0, shown))] : []));
  charts.replaceChildren(...["year", "aimag"].map((name) => chart(name)).filter(Boolean));
  const asks = address(question) !== location.pathname;
  for (const part of document.querySelectorAll(".as-pages")) part.hidden = asks;
  list.hidden = charts.hidden = !asks;
  bar.hidden = follow.hidden = !asks && !panel.open;
  more.hidden = !asks || shown >= result.found.length;
  others.hidden = !words.texts || !question.q;
  texts.textContent = `${words.inTexts}: ${question.q}`;
  texts.href = `${words.texts}?${new URLSearchParams({ q: question.q })}`;
  follow.replaceChildren(...feeds());
  if (held && !place.contains(document.activeElement)) {
    (place.querySelector(`button[name="${CSS.escape(held)}"]`) ?? chips.querySelector("li:last-child button:last-child") ?? search).focus();
  }
};
// Excerpts with the query's words, once all rows that were found are listed.
let excerpts;
const showPlaces = async () => {
  const terms = split(question.q).map((word) => ({ folded: fold(word), ...inTexts.get(word) })).filter((term) => term.texts);
  const places = terms.length ? [...list.querySelectorAll("[data-order]")] : [];
  const told = (word) => terms.filter(({ folded, keys, read }) => read.words(word, words.lang).some((stem) => keys.has(read.key(stem, words.lang)))
    || fold(word).includes(folded)).map(({ folded }) => folded).join(" ");
  excerpts?.lookAway();
  if (!places.length) return;
  excerpts ??= await import("./excerpts.js");
  for (const place of places) {
    const row = rows[place.dataset.order];
    const link = place.querySelector("a");
    link.replaceChildren(...excerpts.marked(row.title, told));
    if (!terms.some(({ texts }) => texts.has(row.number)) || row.lang) continue;
    place.look = async () => {
      const main = await excerpts.textOf(row.url + (words.prints ?? ""));
      const found = main && excerpts.excerpt(main, told);
      if (!found) return;
      if (found.heading) link.hash = found.heading;
      place.append(found.shown);
    };
    excerpts.look([place]);
  }
};
// Titles and names are searched at each key, texts when somebody pauses in typing.
const PAUSE = 200; // ms
let pause;
let isOffline = false;
const missing = () => (data.texts ? split(question.q).filter((word) => !inTexts.has(word)) : []);
const answered = () => {
  show();
  clearTimeout(pause);
  if (missing().length) pause = setTimeout(refine, PAUSE);
  else showPlaces();
};
const refine = async () => {
  try {
    await Promise.all(missing().map(lookUp));
    isOffline = false;
  } catch {
    index = undefined;
    isOffline = true;
  }
  show();
  showPlaces();
};
// The number of rows found, the sum of their amounts, and how many amounts are unknown and so not in the sum.
const tell = () => {
  const sums = new Map();
  for (const row of result.found) if (row.amount) sums.set(row.currency, (sums.get(row.currency) ?? 0) + Math.round(row.amount * 100));
  const total = [...sums].sort().map(([currency, sum]) => money(sum / 100, currency)).join(" · ");
  const lines = [`${words.found} ${number.format(result.found.length)}${total ? ` · ${words.total}: ${total}` : ""}`];
  const without = result.found.filter((row) => !row.amount).length;
  if (has.amount && without) lines.push(`${words.without} ${number.format(without)}`);
  if (question.sort === "largest" && sums.size > 1) lines.push(words.currencies);
  result.left.forEach((count, facet) => { if (count) lines.push(`${words[names[facet]]} ${words.left} ${number.format(count)}`); });
  if (missing().length && isOffline) lines.push(words.offline);
  else if (!result.found.length) lines.push(missing().length ? words.busy : words.none);
  return lines;
};
// Links to the feeds of the values that were picked; to the feed of the whole list if none was.
const feeds = () => {
  const wanted = question.picks.flatMap((all, facet) => all.filter((pick) => !pick.not).map((pick) => values[facet][pick.value])).filter(([, , feed]) => feed);
  const all = wanted.length || !words.feed ? wanted : [["", document.querySelector("h1").textContent, words.feed]];
  return all.length ? [`${words.follow}: `, ...all.flatMap(([, name, href], at) => [at ? " · " : "", make("a", { href, type: "application/atom+xml" }, name)]), " ", make("span", { className: "note" }, "(Atom)")] : [];
};
const chip = (facet, pick) => {
  const [id, name] = values[facet][pick.value];
  const key = `${names[facet]}=${id}`;
  const not = button(words.not, () => { pick.not = !pick.not; asked(); }, `not ${key}`);
  not.setAttribute("aria-pressed", pick.not);
  not.setAttribute("aria-label", `${name}: ${words.not}`);
  const away = button("×", () => { question.picks[facet] = question.picks[facet].filter((other) => other !== pick); asked(); if (panel.open) pickers[facet].focus(); }, `remove ${key}`);
  away.setAttribute("aria-label", `${words.remove}: ${name}`);
  const since = button(words.since, () => { pick.since = !pick.since; asked(); }, `since ${key}`);
  since.setAttribute("aria-pressed", pick.since);
  const more = ["year", "start"].includes(names[facet]) && pick.value !== unknown[facet] ? [since, " "] : [];
  return make("li", {}, `${words[names[facet]]}: ${name} `, ...more, not, " ", away);
};
// An amount as pages show it: cents only where there are any, and always with two digits.
const CENTS = new Intl.NumberFormat(words.lang, { minimumFractionDigits: 2 });
const money = (sum, currency) => {
  const [name, written] = [data.currencies[currency], (Number.isInteger(sum) ? number : CENTS).format(sum)];
  return words.lang === "mn" ? `${written}\u00a0${name}` : `${name}\u00a0${written}`;
};
// A date to the day, the month or the year.
const DAYS = new Map([[4, {}], [7, { month: "short" }], [10, { month: "short", day: "numeric" }]]
  .map(([length, parts]) => [length, new Intl.DateTimeFormat("en-GB", { year: "numeric", timeZone: "UTC", ...parts })]));
const day = ({ date }) => (words.lang === "mn" ? date.replaceAll("-", ".") : date && DAYS.get(date.length).format(new Date(date)));
const amount = (row) => row.amount && money(Number(row.amount), row.currency);
const link = (row) => make("a", { href: row.url, lang: row.lang || words.lang }, row.title);
const about = (row) => row.entry && make("a", { href: row.entry[1], lang: row.entry[2] || words.lang }, row.entry[0]);
// The element of a row, which gets the row's excerpt.
const ordered = ({ order }, made) => {
  made.dataset.order = order;
  return made;
};
const card = (row) => {
  const facts = [day(row), row.where, amount(row), about(row)].filter(Boolean);
  return ordered(row, make("li", { className: "card" }, make("h2", { className: "card-title" }, link(row)), make("p", { className: "meta" }, ...facts.flatMap((fact) => [make("span", {}, fact), " "]))));
};
const cards = (page) => make("ul", { className: "cards" }, ...page.map(card));
const COLUMNS = [["entry", about], ["where", (row) => row.where], ["date", day], ["amount", amount]].filter(([name]) => has[name]);
const head = (name) => words[name === "where" ? "place" : name];
// On a phone each cell shows the name of its column.
const labelled = (text, made) => {
  made.dataset.label = text;
  return made;
};
const table = (page) => {
  const heads = ["title", ...COLUMNS.map(([name]) => name)].map((name) => make("th", { scope: "col", className: name }, head(name)));
  const lines = page.map((row) => make("tr", {}, ordered(row, make("th", { scope: "row" }, link(row))),
    ...COLUMNS.map(([name, cell]) => labelled(head(name), make("td", { className: name }, cell(row) || words.unknown)))));
  const made = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...lines));
  return make("div", { className: "scroll stack", tabIndex: 0, role: "region", ariaLabel: words.found }, made);
};
const share = (part) => {
  const made = make("i", { ariaHidden: true });
  made.style.inlineSize = `${100 * part}%`;
  return made;
};
// Bars with the numbers of found rows by value of one question; pressing a bar picks its value.
const chart = (name) => {
  const facet = of(name);
  if (facet < 0) return false;
  const counts = values[facet].map(() => 0);
  for (const row of result.found) for (const value of row.has[facet]) counts[value] += 1;
  const most = Math.max(...counts);
  const bars = counts.map((count, value) => count && make("li", {},
    button(values[facet][value][1], () => { question.picks[facet] = [{ not: false, value, since: false }]; asked(); }, `bar ${name}=${values[facet][value][0]}`),
    share(count / most), make("span", {}, number.format(count)))).filter(Boolean);
  return bars.length > 1 && make("section", {}, make("h2", {}, words[name === "year" ? "byYear" : "byAimag"]), make("ul", { className: "bars-asked" }, ...bars));
};
const asked = (typed = false) => {
  shown = STEP;
  history[typed ? "replaceState" : "pushState"](null, "", address(question));
  answered();
};

search.addEventListener("input", () => { question.q = search.value; asked(true); });
order.addEventListener("change", () => { question.sort = order.value; asked(); });
looks.addEventListener("change", () => { question.view = looks.value; asked(); });
more.addEventListener("click", () => {
  const first = shown;
  shown += STEP;
  answered();
  list.querySelectorAll("[data-order]")[first]?.querySelector("a").focus();
});
addEventListener("popstate", () => { question = read(); shown = STEP; answered(); });

// Downloads the listed rows as CSV; a cell that a spreadsheet would run gets an apostrophe before it.
const full = (url) => new URL(url, location.href).href;
const records = () => result.found.map((row) => ({
  ref: row.ref, title: row.title, url: full(row.url), ...(has.entry && { entry: row.entry?.[0] ?? "", entry_url: row.entry ? full(row.entry[1]) : "" }),
  date: row.date, ...(has.amount && { amount: row.amount, currency: row.currency }), place: row.where,
  ...Object.fromEntries(names.map((name, facet) => [name, row.has[facet].filter((value) => value !== unknown[facet]).map((value) => values[facet][value][0]).join(" ")])
    .filter(([name]) => name !== "amount")),
}));
const cell = (value) => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
const save = (name, type, text) => {
  const url = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};
const csv = () => {
  const all = records();
  const heads = Object.keys(all[0] ?? { ref: "" });
  save(`${words.list}.csv`, "text/csv", "\ufeff" + [heads, ...all.map((row) => heads.map((head) => row[head]))].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n");
};
const json = () => save(`${words.list}.json`, "application/json", JSON.stringify(records().map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value))), null, 1));
const copied = async (made) => {
  await navigator.clipboard.writeText(location.href);
  made.textContent = words.copied;
  setTimeout(() => { made.textContent = words.copy; }, 2000);
};

// A question that no row of the list answers is left out.
const form = make("form", {}, ...pickers.filter((_, facet) => unknown[facet] > 0).map((picker) => label(words[picker.name], picker)));
const tools = make("p", { className: "tools" }, ...(navigator.clipboard ? [button(words.copy, copied)] : []), button(words.csv, csv), button(words.json, json));
bar.append(label(words.order, order), label(words.view, looks), tools);
panel.append(form);
panel.addEventListener("toggle", () => {
  bar.hidden = follow.hidden = list.hidden && !panel.open;
  fill();
});
place.append(chips, said, others, bar, follow, list, more, charts);
if (search.value && search.value !== question.q) {
  question.q = search.value;
  asked(true);
} else answered();
