// Questions to the list of projects. Without this script its pages and filters are there as they are.
const place = document.querySelector(".ask");
const words = place.dataset;
const data = await (await fetch(words.index)).json();

// Cyrillic and Latin spellings of one word fold to the same letters (MNS 5217, and how people type).
const LATIN = { а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ё: "yo", ж: "j", з: "z", и: "i", й: "i", к: "k", л: "l", м: "m", н: "n", о: "o", ө: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ү: "u", ф: "f", х: "h", ц: "ts", ч: "ch", ш: "sh", щ: "sh", ъ: "", ы: "i", ь: "", э: "e", ю: "yu", я: "ya" };
const fold = (text) => text.normalize("NFC").toLowerCase().replace(/[а-яёөү]/g, (sign) => LATIN[sign] ?? sign).normalize("NFD")
  .replace(/[\u0300-\u036f]/g, "").replace(/kh/g, "h").replace(/zh/g, "j").replace(/w/g, "v").replace(/ye/g, "e").replace(/y/g, "i").replace(/i+/g, "i");

const names = data.questions.map(([name]) => name);
const values = data.questions.map(([, all]) => [...all, ["unknown", words.unknown]]);
const rows = data.rows.map(([ref, title, url, lang, date, amount, currency, where, has], order) => {
  const filled = has.map((found, facet) => (found.length ? found : [values[facet].length - 1]));
  const text = [title, where, ...has.flatMap((found, facet) => found.map((number) => values[facet][number][1]))].join(" ");
  return { ref, title, url, lang, date, amount, currency, where, has: filled, order, text: fold(text) };
});
const SORTS = {
  title: (a, b) => a.order - b.order,
  newest: (a, b) => (b.date > a.date) - (b.date < a.date) || a.order - b.order,
  oldest: (a, b) => !a.date - !b.date || (a.date > b.date) - (a.date < b.date) || a.order - b.order,
  largest: (a, b) => (a.currency > b.currency) - (a.currency < b.currency) || b.amount - a.amount || a.order - b.order,
  place: (a, b) => a.has[2][0] - b.has[2][0] || a.has[3][0] - b.has[3][0] || a.order - b.order,
};
const STEP = 50;
const number = new Intl.NumberFormat(words.lang);

// A question is its address: ?q=words&aimag=khovd&status=-unknown&sort=newest
const read = () => {
  const given = new URLSearchParams(location.search);
  return {
    q: given.get("q") ?? "",
    sort: given.get("sort") in SORTS ? given.get("sort") : "title",
    view: given.get("view") === "table" ? "table" : "cards",
    picks: names.map((name, facet) => given.getAll(name).map((text) => ({
      not: text.startsWith("-"), value: values[facet].findIndex(([id]) => id === text.replace(/^-/, "")),
    })).filter(({ value }) => value >= 0)),
  };
};
const address = ({ q, sort, view, picks }) => {
  const given = new URLSearchParams();
  if (q) given.set("q", q);
  picks.forEach((all, facet) => all.forEach(({ not, value }) => given.append(names[facet], (not ? "-" : "") + values[facet][value][0])));
  if (sort !== "title") given.set("sort", sort);
  if (view !== "cards") given.set("view", view);
  return location.pathname + (given.size ? `?${given}` : "");
};

const fits = (has, wanted, not) => !has.some((value) => not.has(value)) && (!wanted.size || has.some((value) => wanted.has(value)));
// Each row fails in no question, in one, or in more: that is all that counts and lists need.
const answer = ({ q, sort, picks }) => {
  const terms = fold(q).split(/\s+/).filter(Boolean);
  const counts = values.map((all) => new Array(all.length).fill(0));
  const left = names.map(() => 0);
  const found = [];
  const asks = picks.map((all, facet) => {
    const [wanted, not] = [false, true].map((kind) => new Set(all.filter((pick) => pick.not === kind).map(({ value }) => value)));
    return { facet, wanted, not };
  }).filter(({ wanted, not }) => wanted.size || not.size);
  for (const row of rows) {
    if (!terms.every((term) => row.text.includes(term))) continue;
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
    if (failed && row.has[only][0] === values[only].length - 1) left[only] += 1;
  }
  return { found: sort === "title" ? found : found.sort(SORTS[sort]), counts, left };
};

const make = (name, given = {}, ...inside) => {
  const made = Object.assign(document.createElement(name), given);
  made.append(...inside);
  return made;
};
const search = make("input", { type: "search", autocomplete: "off" });
const order = make("select", {}, ...Object.keys(SORTS).map((name) => make("option", { value: name }, words[name])));
const pickers = names.map((name, facet) => {
  const made = make("select", { name });
  made.addEventListener("change", () => {
    question.picks[facet].push({ not: false, value: Number(made.value) });
    asked();
  });
  return made;
});
const chips = make("ul", { className: "chips" });
const said = make("div", { className: "lead" });
said.setAttribute("role", "status");
const list = make("div", { className: "answer" });
const charts = make("div", { className: "halves" });
const looks = make("select", {}, ...["cards", "table"].map((name) => make("option", { value: name }, words[name])));
const more = make("button", { type: "button" }, words.more);
const label = (text, field) => make("label", {}, make("span", {}, text), field);
const button = (text, act) => {
  const made = make("button", { type: "button" }, text);
  made.addEventListener("click", () => act(made));
  return made;
};

let question = read();
let shown = STEP;
let result;

const show = () => {
  result = answer(question);
  search.value = question.q;
  order.value = question.sort;
  looks.value = question.view;
  pickers.forEach((picker, facet) => {
    const options = values[facet].map(([, title], value) => [title, value, result.counts[facet][value]])
      .filter(([, value, count]) => count && !question.picks[facet].some((pick) => pick.value === value))
      .map(([title, value, count]) => make("option", { value }, `${title} (${number.format(count)})`));
    picker.replaceChildren(make("option", { value: "" }, words[names[facet]]), ...options);
  });
  chips.replaceChildren(...question.picks.flatMap((all, facet) => all.map((pick) => chip(facet, pick))));
  const sums = new Map();
  for (const row of result.found) if (row.amount) sums.set(row.currency, (sums.get(row.currency) ?? 0) + Number(row.amount));
  const unknown = result.found.filter((row) => !row.amount).length;
  const total = [...sums].map(([currency, sum]) => `${number.format(sum)} ${currency}`).join(" · ");
  const lines = [`${words.found} ${number.format(result.found.length)}${total ? ` · ${words.total}: ${total}` : ""}`];
  if (unknown) lines.push(`${words.without} ${number.format(unknown)}`);
  result.left.forEach((count, facet) => { if (count) lines.push(`${words.left} ${words[names[facet]]} – ${number.format(count)}`); });
  said.replaceChildren(...lines.map((line) => make("p", {}, line)));
  const page = result.found.slice(0, shown);
  list.replaceChildren(question.view === "table" ? table(page) : make("ul", { className: "cards" }, ...page.map(card)));
  charts.replaceChildren(...["year", "aimag"].map((name) => chart(name)).filter(Boolean));
  more.hidden = shown >= result.found.length;
  const asks = question.q || question.sort !== "title" || question.view !== "cards" || question.picks.some((all) => all.length);
  for (const part of document.querySelectorAll(".as-pages")) part.hidden = Boolean(asks);
  list.hidden = charts.hidden = !asks;
  more.hidden ||= !asks;
};
const chip = (facet, pick) => {
  const title = values[facet][pick.value][1];
  const not = button(words.not, () => { pick.not = !pick.not; asked(); });
  not.setAttribute("aria-pressed", pick.not);
  not.setAttribute("aria-label", `${words.not} ${title}`);
  const away = button("×", () => { question.picks[facet] = question.picks[facet].filter((other) => other !== pick); asked(); order.focus(); });
  away.setAttribute("aria-label", `${words.remove}: ${title}`);
  return make("li", {}, not, ` ${words[names[facet]]}: ${pick.not ? words.not.toLowerCase() + " " : ""}${title} `, away);
};
const card = (row) => {
  const link = make("a", { href: row.url, lang: row.lang || words.lang }, row.title);
  const facts = [row.date, row.where, amount(row)].filter(Boolean);
  return make("li", { className: "card" }, make("h3", { className: "card-title" }, link), make("p", { className: "meta" }, ...facts.map((fact) => make("span", {}, fact))));
};
const amount = (row) => row.amount && `${number.format(Number(row.amount))} ${row.currency}`;
const table = (page) => {
  const heads = [words.title, words.place, words.date, words.amount].map((text) => make("th", { scope: "col" }, text));
  const lines = page.map((row) => make("tr", {},
    make("th", { scope: "row" }, make("a", { href: row.url, lang: row.lang || words.lang }, row.title)),
    ...[row.where, row.date, amount(row)].map((text) => make("td", {}, text || words.unknown))));
  const made = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...lines));
  return make("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: words.found }, made);
};
// Bars of what was found, of the values of one question; pressing a bar asks for its value.
const chart = (name) => {
  const facet = names.indexOf(name);
  const counts = values[facet].map(() => 0);
  for (const row of result.found) for (const value of row.has[facet]) counts[value] += 1;
  const most = Math.max(...counts);
  const bars = counts.map((count, value) => count && make("li", {},
    button(values[facet][value][1], () => { question.picks[facet] = [{ not: false, value }]; asked(); }),
    make("meter", { min: 0, max: most, value: count, ariaHidden: true }), make("span", {}, number.format(count)))).filter(Boolean);
  return bars.length > 1 && make("section", {}, make("h2", {}, words[name === "year" ? "byYear" : "byAimag"]), make("ul", { className: "bars-asked" }, ...bars));
};
const asked = (typed = false) => {
  shown = STEP;
  history[typed ? "replaceState" : "pushState"](null, "", address(question));
  show();
};

search.addEventListener("input", () => { question.q = search.value; asked(true); });
order.addEventListener("change", () => { question.sort = order.value; asked(); });
looks.addEventListener("change", () => { question.view = looks.value; asked(); });
more.addEventListener("click", () => { shown += STEP; show(); });
addEventListener("popstate", () => { question = read(); shown = STEP; show(); });

// What is downloaded is what is listed; a cell that a spreadsheet would run begins with an apostrophe.
const records = () => result.found.map((row) => ({
  ref: row.ref, title: row.title, url: new URL(row.url, location.href).href, date: row.date, amount: row.amount, currency: row.currency, place: row.where,
  ...Object.fromEntries(names.filter((name) => name !== "amount").map((name) => {
    const facet = names.indexOf(name);
    return [name, row.has[facet].filter((value) => value < values[facet].length - 1).map((value) => values[facet][value][0]).join(" ")];
  })),
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
  save("projects.csv", "text/csv", "\ufeff" + [heads, ...all.map((row) => heads.map((head) => row[head]))].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n");
};
const json = () => save("projects.json", "application/json", JSON.stringify(records().map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value))), null, 1));
const copied = async (made) => {
  await navigator.clipboard.writeText(location.href);
  made.textContent = words.copied;
  setTimeout(() => { made.textContent = words.copy; }, 2000);
};

const form = make("form", {}, label(words.search, search), ...pickers.map((picker, facet) => label(words[names[facet]], picker)), label(words.sort, order), label(words.view, looks));
form.addEventListener("submit", (event) => event.preventDefault());
const tools = make("p", { className: "tools" }, ...(navigator.clipboard ? [button(words.copy, copied)] : []), button(`${words.download} (CSV)`, csv), button(`${words.download} (JSON)`, json));
place.append(form, chips, said, tools, list, more, charts);
place.hidden = false;
show();
