// Finds words in the index that lies beside the search page: the twin of sitegen/language/stems.py and
// search_words.py, with the same table, and what ranks and shows results. Tests hold the two together.
const reader = (rules) => {
  const sets = (words) => new Set(words);
  const fold = new Map([...rules.folded[0]].map((sign, at) => [sign, rules.folded[1][at]]));
  const mend = new Map([...rules.damaged[0]].map((sign, at) => [sign, rules.damaged[1][at]]));
  const by = (table, word) => [...word].map((sign) => table.get(sign) ?? sign).join("");
  const vowels = sets(rules.vowels), endings = sets(rules.verb);
  for (const a of rules.plural) for (const b of rules.case) for (const c of rules.own) endings.add(a + b + c);
  endings.delete("");
  const longest = Math.max(...[...endings].map((ending) => ending.length));
  const latin = new Map(rules.latin.map((pair) => pair.split(" ")));
  const letters = new RegExp([...latin.keys()].join("|"), "g");
  const hasVowel = (text) => [...text].some((sign) => vowels.has(sign));
  const diphthong = (f, end) => f[end - 1] === "и" && vowels.has(f[end - 2]) && f[end - 2] !== "и";
  const shortened = (word, f = word) => {
    let end = f.length;
    if (end <= 5 && vowels.has(f[end - 1]) && f[end - 2] === f[end - 1]) return word;
    while (end > 3 && vowels.has(f[end - 1]) && !diphthong(f, end)) end--;
    if (end < f.length && !hasVowel(f.slice(0, end))) end = f.length;
    const comes = end > 3 && !vowels.has(f[end - 1]) && vowels.has(f[end - 2]) && !vowels.has(f[end - 3]);
    return comes && hasVowel(f.slice(0, end - 3)) ? word.slice(0, end - 2) + word[end - 1] : word.slice(0, end);
  };
  const known = sets(rules.known.split(" ").map((word) => shortened(by(fold, word))));
  const mayEnd = (f, at) => {
    const ending = f.slice(at), before = f[at - 1];
    if (!hasVowel(f.slice(0, at))) return false;
    if (vowels.has(ending[0])) return !vowels.has(before) || (before === "и" && ending[0] !== "и");
    if (ending[0] === "г" && ending !== "гуи") {
      return before === "н" || (at > 3 && vowels.has(before) && vowels.has(f[at - 2]));
    }
    if (ending === "н") return before === "и" && vowels.has(f[at - 2]);
    if (ending === "т") return "гркхсшв".includes(before) && at > 3;
    return ending[0] !== "д" || vowels.has(before) || "лмнрвгч".includes(before);
  };
  const mongolian = (word) => {
    if (!/[Ѐ-ӿ]/.test(word)) return word;
    for (const [plural, singular] of Object.entries(rules.irregular)) {
      const rest = word.slice(plural.length);
      if (word.startsWith(plural) && (!rest || endings.has(by(fold, rest)))) { word = singular; break; }
    }
    const f = by(fold, word);
    if (known.has(shortened(f))) return shortened(word, f);
    let at = word.length, vouched = -1;
    for (let cut = f.length - 1; cut >= Math.max(2, f.length - longest); cut--) {
      if (!endings.has(f.slice(cut)) || !mayEnd(f, cut)) continue;
      if (vouched < 0 && known.has(shortened(f.slice(0, cut)))) vouched = cut;
      if (cut >= 3) at = cut;
    }
    if (vouched >= 0) at = vouched;
    return shortened(word.slice(0, at), f.slice(0, at));
  };
  const cyrillic = (word) => {
    if (!/^[a-zöü]+$/.test(word)) return word;
    const guess = word.replace(letters, (found) => latin.get(found));
    const isFront = !guess.includes("а") && [...rules.front].some((sign) => guess.includes(sign));
    return isFront ? guess.replaceAll("о", "ө").replaceAll("у", "ү") : guess;
  };
  const dates = rules.dates.map(([pattern, order]) => [new RegExp(pattern, "g"), order]);
  const date = (order) => (found, ...groups) => {
    const part = {};
    [...order].forEach((letter, at) => {
      if (groups[at]) part[letter] = rules.months.indexOf(groups[at]) + 1 || Number(groups[at]);
    });
    if (part.m < 1 || part.m > 12 || part.d < 1 || part.d > 31) return found;
    const month = `${String(part.y).padStart(4, "0")}-${String(part.m).padStart(2, "0")}`;
    return part.d ? ` ${month}-${String(part.d).padStart(2, "0")} ` : ` ${month} `;
  };
  const plain = (text) => {
    text = text.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "").replace(/[\s\0-\x1f]+/g, " ").normalize().toLowerCase();
    for (const [pattern, order] of dates) text = text.replace(pattern, date(order));
    text = text.replace(RegExp(rules.grouped, "g"), (_, before, number) => before + number.replace(/[, ]/g, ""));
    return text.replace(RegExp(rules.amounts, "g"), (_, number, times) =>
      ` ${Math.floor(Number(number.replace(",", ".")) * rules.times[times] + 0.5)} `);
  };
  const stem = (word, lang) => /^\d/.test(word) ? word
    : lang === "mn" ? mongolian(cyrillic(/[Ѐ-ӿ]/.test(word) ? by(mend, word) : word)) : english(word);
  const key = (stemmed, lang) => lang === "mn" ? by(fold, stemmed) : stemmed;
  const words = (text, lang) => {
    const dropped = rules.dropped[lang].split(" ");
    return (plain(text).match(/[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![0-9])|[0-9]+|\p{L}+/gu) ?? [])
      .filter((word) => !dropped.includes(word) && (word.length > 1 || /\d/.test(word)))
      .map((word) => stem(word, lang));
  };
  return { words, key };
};

const bucket = (key) => {
  let number = 0;
  for (const sign of key.slice(0, 3)) number = (number * 31 + sign.codePointAt(0)) & 0xffff;
  return (number ^ (number >> 8)) & 255;
};

// Porter's second stemmer for English, https://snowballstem.org/algorithms/english/stemmer.html
const english = (() => {
  const odd = new Map("skis ski|skies sky|idly idl|gently gentl|ugly ugli|early earli|only onli|singly singl|sky sky|news news|howe howe|atlas atlas|cosmos cosmos|bias bias|andes andes"
    .split("|").map((pair) => pair.split(" ")));
  const whole = /^(inning|outing|canning|herring|earring|proceed|exceed|succeed|evening)$/;
  const is = "[aeiouy]", not = "[^aeiouy]";
  const after = (word, from) => {
    const found = word.slice(from).search(RegExp(is + not));
    return found < 0 ? word.length : from + found + 2;
  };
  const closed = RegExp(`(${not}${is}[^aeiouywxY]|^${is}${not}|^past)$`);
  const short = (word, r1) => r1 >= word.length && closed.test(word);
  const second = [["ational", "ate"], ["tional", "tion"], ["ization", "ize"], ["ation", "ate"], ["ator", "ate"], ["fulness", "ful"],
    ["ousness", "ous"], ["iveness", "ive"], ["biliti", "ble"], ["lessli", "less"], ["entli", "ent"], ["alism", "al"], ["aliti", "al"],
    ["ousli", "ous"], ["iviti", "ive"], ["fulli", "ful"], ["enci", "ence"], ["anci", "ance"], ["abli", "able"], ["izer", "ize"],
    ["alli", "al"], ["bli", "ble"], ["ogist", "og"], ["ogi", "og", /l$/], ["li", "", /[cdeghkmnrt]$/]];
  const third = [["ational", "ate"], ["tional", "tion"], ["alize", "al"], ["icate", "ic"], ["iciti", "ic"], ["ative", "", null, 2],
    ["ical", "ic"], ["ness", ""], ["ful", ""]];
  const fourth = ["ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion", "al", "er", "ic"];
  return (word) => {
    if (odd.has(word)) return odd.get(word);
    if (word.length < 3) return word;
    let w = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
    const head = /^(gener|commun|arsen|past|univers|later|emerg|organ|inter)/.exec(w);
    const r1 = head ? head[0].length : after(w, 0), r2 = after(w, r1);
    const ends = (ending) => w.endsWith(ending);
    const cut = (length, put = "") => { w = w.slice(0, w.length - length) + put; };
    if (ends("sses")) cut(2);
    else if (ends("ied") || ends("ies")) cut(w.length > 4 ? 2 : 1);
    else if (/s$/.test(w) && !/(us|ss)$/.test(w) && RegExp(`${is}.*..$`).test(w)) cut(1);
    if (whole.test(w)) return w;
    const eed = /(eed|eedly)$/.exec(w), ing = /(ed|edly|ing|ingly)$/.exec(w);
    if (eed) {
      if (w.length - eed[0].length >= r1) cut(eed[0].length, "ee");
    } else if (ing && RegExp(is).test(w.slice(0, ing.index))) {
      const base = w.slice(0, ing.index);
      if (ing[0] === "ing" && /^[^aeiouy]y$/.test(base)) { w = `${base[0]}ie`; } else {
        w = base;
        if (/(at|bl|iz)$/.test(w)) w += "e";
        else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(w)) { if (!/^[aeo](.)\1$/.test(w)) cut(1); }
        else if (short(w, r1)) w += "e";
      }
    }
    if (/.[^aeiouy][yY]$/.test(w)) cut(1, "i");
    const step = (rules) => {
      for (const [ending, put, before, region] of rules) {
        if (!ends(ending)) continue;
        const at = w.length - ending.length;
        if (at >= (region ? r2 : r1) && (!before || before.test(w.slice(0, at)))) cut(ending.length, put);
        return;
      }
    };
    step(second);
    step(third);
    const last = fourth.find(ends);
    if (last && w.length - last.length >= r2 && (last !== "ion" || /[st]ion$/.test(w))) cut(last.length);
    if (ends("e") && (w.length - 1 >= r2 || (w.length - 1 >= r1 && !closed.test(w.slice(0, -1))))) cut(1);
    else if (ends("ll") && w.length - 1 >= r2) cut(1);
    return w.toLowerCase();
  };
})();
// How well documents fit: BM25 with what a word weighs in the place of how often it stands there.
const UNIT = 1.5, TURN = 1.2, LONG = 0.75;
const number = (sign) => sign.charCodeAt(0) < 256 ? sign.charCodeAt(0) - 0x31 : sign.charCodeAt(0) - 256;
const near = (one, other) => {
  [one, other] = [one, other].map((key) => key.replace(/(.)\1/gu, "$1"));
  if (Math.abs(one.length - other.length) > 1) return false;
  let from = 0, a = one.length, b = other.length;
  while (from < a && from < b && one[from] === other[from]) from++;
  while (a > from && b > from && one[a - 1] === other[b - 1]) { a--; b--; }
  return (a - from <= 1 && b - from <= 1)
    || (a - from === 2 && b - from === 2 && one[from] === other[from + 1] && one[from + 1] === other[from]);
};

// `get` gives the text of a file of the index.
const opened = (lang, get) => {
  const kept = new Map();
  const load = (name, read) => {
    if (!kept.has(name)) kept.set(name, get(name).then(read).catch((error) => { kept.delete(name); throw error; }));
    return kept.get(name);
  };
  const basis = () => Promise.all([load("facets.json", JSON.parse), load("rules.json", (text) => reader(JSON.parse(text)))]);
  const rows = (shard, read) => load(`words-${shard.toString(16).padStart(2, "0")}.txt`, (text) =>
    text.split("\n").filter(Boolean).map((line) => {
      const [stem, postings] = line.split("\t");
      return { stem, key: read.key(stem, lang), postings };
    }));
  const add = (found, row, factor) => {
    let at = -1;
    for (const [, step, weight] of row.postings.matchAll(/([a-z]*)(\d)/g)) {
      at += 1 + [...step].reduce((sum, sign) => sum * 26 + sign.charCodeAt(0) - 97, 0);
      const before = found.get(at), value = 2 ** ((Number(weight) - 1) / UNIT);
      if (!before || before[0] * before[1] < value * factor) found.set(at, [value, factor]);
    }
  };
  const look = async (word, facets, read) => {
    const key = read.key(word, lang), found = new Map(), keys = new Set([key]);
    const there = await rows(bucket(key) % facets.shards, read);
    const equal = there.filter((row) => row.key === key);
    for (const row of equal) add(found, row, row.stem === word ? 1 : 0.8);
    const isNumber = /^\d/.test(key), begins = key.length > 3 || (key.length === 3 && !equal.length);
    for (const row of there) {
      if (row.key === key || !row.key.startsWith(key) || !(isNumber ? row.key[key.length] === "-" : begins)) continue;
      add(found, row, isNumber ? 0.8 : 0.4);
      keys.add(row.key);
    }
    if (!found.size && !isNumber && key.length >= 5) {
      for (const other of await load("vocabulary.txt", (text) => text.split("\n"))) {
        if (!near(key, other)) continue;
        for (const row of await rows(bucket(other) % facets.shards, read)) if (row.key === other) add(found, row, 0.5);
        keys.add(other);
      }
    }
    return { found, keys };
  };
  const find = async (query) => {
    const [facets, read] = await basis();
    const words = [...new Set(read.words(query.slice(0, 200), lang))].slice(0, 12);
    const looked = await Promise.all(words.map((word) => look(word, facets, read)));
    const lengths = [...facets.lengths].map((sign) => 2 ** (number(sign) / 3));
    const usual = lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1);
    const scores = new Map();
    for (const { found } of looked) {
      const rare = Math.log(1 + (lengths.length - found.size + 0.5) / (found.size + 0.5));
      for (const [at, [value, factor]] of found) {
        const score = scores.get(at) ?? { at, words: 0, sum: 0 };
        score.words++;
        score.sum += factor * rare * value * (TURN + 1) / (value + TURN * (1 - LONG + LONG * lengths[at] / usual));
        scores.set(at, score);
      }
    }
    const most = Math.max(0, ...[...scores.values()].map((score) => score.words));
    const results = [...scores.values()].filter((score) => score.words === most)
      .sort((a, b) => Math.round(b.sum * 1e4) - Math.round(a.sum * 1e4) || b.at - a.at).map((score) => score.at);
    return { results, facets, read, keys: new Set(looked.flatMap((one) => [...one.keys])) };
  };
  const entry = async (at, facets) => {
    const titles = await load(`titles-${Math.floor(at / facets.chunk)}.json`, JSON.parse);
    const place = 2 * (at % facets.chunk);
    return { url: titles[place], title: titles[place + 1] };
  };
  return { lang, find, entry, names: () => load("names.json", JSON.parse) };
};

// The page.
const start = (form) => {
  const element = (id) => document.getElementById(`page:${id}`);
  const said = form.dataset, input = element("query"), status = element("status"), more = element("more");
  const FACETS = ["kind", "year", "aimag", "programme"], AT_ONCE = 10;
  const index = (from) => opened(from.lang, async (name) => {
    const answer = await fetch(from.index + name);
    if (!answer.ok) throw new Error(name);
    return answer.text();
  });
  element("scriptless").hidden = true;
  const counted = (words, count) => count === 1 ? words.one : words.many.replace("%(num)s", count);
  const made = (name, text = "", into) => {
    const created = document.createElement(name);
    created.textContent = text;
    into?.append(created);
    return created;
  };

  // The sentence with most of the words, marked in the forms they have there; a page opens at its heading.
  const excerpt = async (item, link, answer, lang) => {
    const print = item.dataset.entry && said.prints;
    const page = await fetch(link.dataset.page + (print || "")).catch(() => null);
    if (!page?.ok) return;
    const main = new DOMParser().parseFromString(await page.text(), "text/html").querySelector(".prose");
    if (!main) return;
    const matches = (text) => [...text.matchAll(/\p{L}+|[0-9]+/gu)].filter(([word]) =>
      answer.read.words(word, lang).some((stem) => answer.keys.has(answer.read.key(stem, lang))));
    let best = null, heading = "";
    for (const block of main.querySelectorAll("p, li, td, dd, blockquote, figcaption, h2, h3, h4")) {
      if (/^H/.test(block.tagName) && block.id) heading = block.id;
      for (const [sentence] of block.textContent.replace(/\s+/g, " ").matchAll(/\S.*?(?:[.!?…]["”)]*(?= )|$)/gu)) {
        const found = matches(sentence);
        const kinds = new Set(found.map(([word]) => answer.read.words(word, lang).join())).size;
        if (kinds > (best?.kinds ?? 0)) best = { kinds, sentence, found, heading };
      }
    }
    if (!best) return;
    if (best.heading) link.hash = best.heading;
    const shown = made("p", "", item);
    const first = Math.max(0, best.found[0].index - 90);
    let at = first ? best.sentence.indexOf(" ", first) + 1 : 0;
    const end = Math.min(best.sentence.length, at + 240);
    if (at) shown.append("… ");
    for (const found of best.found) {
      if (found.index < at || found.index >= end) continue;
      shown.append(best.sentence.slice(at, found.index));
      made("mark", found[0], shown);
      at = found.index + found[0].length;
    }
    shown.append(best.sentence.slice(at, Math.max(at, end)), end < best.sentence.length ? " …" : "");
  };
  const seen = new IntersectionObserver((items) => {
    for (const { isIntersecting, target } of items) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      target.look();
    }
  });

  const about = ({ facets }, at) => ["kind", "year", "aimag"].map((name) => facets.names[name][number(facets.columns[name][at])]?.[1])
    .filter(Boolean).join(" · ");
  const list = async (into, archive, answer, from) => {
    const some = answer.shown.slice(from, from + AT_ONCE);
    for (const [place, { url, title }] of (await Promise.all(some.map((at) => archive.entry(at, answer.facets)))).entries()) {
      const item = made("li"), link = made("a", title, item), kind = answer.facets.names.kind[number(answer.facets.columns.kind[some[place]])][0];
      link.href = link.dataset.page = url;
      if (!["place", "organisation", "term"].includes(kind)) item.dataset.entry = "";
      made("p", about(answer, some[place]), item).className = "note";
      item.look = () => excerpt(item, link, answer, archive.lang);
      into.append(item);
      seen.observe(item);
    }
  };

  const own = index(said), results = document.getElementById("search-results");
  const others = [...document.querySelectorAll(".found-elsewhere")].map((place) => ({ place, archive: index(place.dataset) }));
  let answer, turn = 0;
  const address = new URLSearchParams(location.search);
  const filters = (answer) => {
    const { facets } = answer, place = element("filters");
    place.replaceChildren();
    for (const name of FACETS) {
      const chosen = address.get(name) ?? "", counts = new Map();
      for (const at of answer.results) {
        const value = number(facets.columns[name][at]);
        if (value >= 0 && FACETS.every((other) => other === name || fits(facets, other, at))) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      if (counts.size < 2 && !chosen) continue;
      const label = made("label", said[name], place), select = made("select", "", label);
      select.append(new Option(said.all, ""));
      for (const [value, [id, title]] of facets.names[name].entries()) {
        if (counts.has(value) || id === chosen) select.append(new Option(`${title} (${counts.get(value) ?? 0})`, id, false, id === chosen));
      }
      select.addEventListener("change", () => {
        if (select.value) address.set(name, select.value); else address.delete(name);
        show();
        element("filters").querySelectorAll("select").forEach((one) => { if (one.dataset.name === name) one.focus(); });
      });
      select.dataset.name = name;
    }
    place.hidden = !place.children.length;
  };
  const fits = (facets, name, at) => !address.get(name) || facets.names[name][number(facets.columns[name][at])]?.[0] === address.get(name);
  const show = async () => {
    const mine = ++turn, query = address.get("q") ?? "";
    history.replaceState(null, "", address.size || query ? `?${address}` : location.pathname);
    answer.shown = answer.results.filter((at) => FACETS.every((name) => fits(answer.facets, name, at)));
    filters(answer);
    const shown = made("ol");
    await list(shown, own, answer, 0);
    if (mine !== turn) return;
    results.replaceChildren(...shown.children);
    more.hidden = answer.shown.length <= AT_ONCE;
    status.textContent = answer.shown.length ? counted(said, answer.shown.length) : said.none;
    element("tips").hidden = answer.shown.length > 0;
    element("nothing").hidden = answer.shown.length > 0;
  };
  const search = async () => {
    const query = address.get("q") ?? "";
    const mine = ++turn;
    if (!query.trim()) return;
    status.textContent = said.busy;
    try {
      const found = await own.find(query);
      if (mine !== turn) return;
      answer = found;
      await show();
      for (const { place, archive } of others) {
        const there = await archive.find(query);
        there.shown = there.results;
        place.hidden = !there.results.length;
        place.querySelector("h2").textContent = counted(place.dataset, there.results.length);
        const into = place.querySelector("ol");
        into.replaceChildren();
        await list(into, archive, there, 0);
      }
    } catch { status.textContent = said.failed; }
  };
  more.addEventListener("click", async () => {
    const from = results.children.length;
    await list(results, own, answer, from);
    more.hidden = answer.shown.length <= results.children.length;
    results.children[from]?.querySelector("a").focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const name of [...address.keys()]) address.delete(name);
    address.set("q", input.value);
    search();
  });
  input.addEventListener("focus", () => own.names().then((names) => {
    element("names").replaceChildren(...names.map((name) => new Option(name)));
  }).catch(() => {}), { once: true });
  input.value = address.get("q") ?? "";
  search();
};

if (typeof document === "object") start(document.getElementById("page:finder"));
if (typeof module === "object") module.exports = { reader, bucket, english, opened };
