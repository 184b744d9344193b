// Finds words in the index beside the search page; sitegen/output/makers.py describes its files.
import { bucket, reader } from "./search-words.js";

// Ranks documents by BM25, with the weight of a word's level in place of its frequency.
const WEIGHTS = [1, 4, 9, 20], TURN = 1.2, LONG = 0.75;
export const number = (sign) => sign.charCodeAt(0) < 256 ? sign.charCodeAt(0) - 0x31 : sign.charCodeAt(0) - 256;
// Whether two words differ by a slip: one letter more, less or other, or two in another order; a doubled letter
// counts once.
export const near = (one, other) => {
  [one, other] = [one, other].map((key) => key.replace(/(.)\1/gu, "$1"));
  if (Math.abs(one.length - other.length) > 1) return false;
  let from = 0, a = one.length, b = other.length;
  while (from < a && from < b && one[from] === other[from]) from++;
  while (a > from && b > from && one[a - 1] === other[b - 1]) { a--; b--; }
  return (a - from <= 1 && b - from <= 1)
    || (a - from === 2 && b - from === 2 && one[from] === other[from + 1] && one[from + 1] === other[from]);
};

// `get` gives the text of a file of the index.
export const opened = (lang, get) => {
  const kept = new Map();
  const load = (name, read) => {
    if (!kept.has(name)) kept.set(name, get(name).then(read).catch((error) => { kept.delete(name); throw error; }));
    return kept.get(name);
  };
  const stemmer = async () => lang === "mn" ? null : (await import("./search-english.js")).english;
  const words = () => load("rules.json", async (text) => reader(JSON.parse(text), await stemmer()));
  const facets = () => load("facets.json", (text) => {
    const read = JSON.parse(text);
    const lengths = [...read.lengths].map((sign) => 2 ** (number(sign) / 3));
    return { ...read, common: read.common.split(" "), lengths, usual: lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1) };
  });
  const rows = (key, read, [words, numbers]) => {
    const place = bucket(key), shard = place < 256 ? place % words : words + place % numbers;
    return load(`words-${shard.toString(16).padStart(2, "0")}.txt`, (text) => text.split("\n").filter(Boolean).map((line) => {
      const [stem, postings] = line.split("\t");
      return { stem, key: read.key(stem, lang), postings };
    }));
  };
  const add = (found, row, factor) => {
    for (let place = 0, at = -1, more = 0; place < row.postings.length; place++) {
      const sign = row.postings.charCodeAt(place);
      if (sign < 0x3f) { more = more * 30 + sign - 0x21; continue; }
      at += 1 + more * 16 + ((sign - 0x3f) & 15);
      more = 0;
      const value = WEIGHTS[(sign - 0x3f) >> 4], before = found.values[at] * found.factors[at];
      if (before >= value * factor) continue;
      if (!before) found.size++;
      found.values[at] = value;
      found.factors[at] = factor;
    }
  };
  const look = async ([word, whole, shorter, typed], facets, read) => {
    const key = read.key(word, lang), keys = new Set(), count = facets.lengths.length;
    const found = { size: 0, values: new Uint8Array(count), factors: new Float64Array(count) };
    const isNumber = /^\d/.test(key);
    for (const stem of new Set([word, whole || word, shorter || word])) {
      const own = read.key(stem, lang), there = await rows(own, read, facets.shards);
      // Words with a slip, and words that only begin with the query's, rank below exact ones.
      const isThere = there.some((row) => row.key === own), isExact = there.some((row) => row.stem === stem);
      const begins = stem !== shorter && (own.length > 3 || (own.length === 3 && !isThere));
      keys.add(own);
      for (const row of there) {
        if (row.key === own) add(found, row, row.stem === stem ? 1 : isExact ? 0.2 : 0.8);
        else if (row.key.startsWith(own) && (isNumber ? row.key[own.length] === "-" : begins)) {
          add(found, row, isNumber ? 0.8 : isThere ? 0.15 : 0.4);
          keys.add(row.key);
        }
      }
    }
    const isGuess = !found.size && !isNumber && typed.length >= 5 && key.length >= 4;
    if (isGuess) {
      const known = await load("vocabulary.txt", (text) => text.split("\n")), begun = read.key(typed, lang);
      const alike = known.filter((other) => near(key, other));
      // A slip may lie in the ending only: accountabilty begins with account.
      const longest = known.reduce((one, other) => other.length > one.length && begun.startsWith(other) ? other : one, "....");
      for (const other of alike.length ? alike : known.filter((other) => other === longest)) {
        for (const row of await rows(other, read, facets.shards)) if (row.key === other) add(found, row, 0.5);
        keys.add(other);
      }
    }
    return { found, keys, isGuess: isGuess && found.size > 0 };
  };
  const find = async (query) => {
    const [all, read] = await Promise.all([facets(), words()]);
    const asked = [...new Map(read.asked(query.slice(0, 200), lang).map((word) => [word[0], word])).values()].slice(0, 12);
    const looked = await Promise.all(asked.map((word) => look(word, all, read)));
    const count = all.lengths.length, had = new Uint8Array(count), sums = new Float64Array(count);
    for (const { found } of looked) {
      const rare = Math.log(1 + (count - found.size + 0.5) / (found.size + 0.5));
      found.values.forEach((value, at) => {
        if (!value) return;
        had[at]++;
        sums[at] += found.factors[at] * rare * value * (TURN + 1) / (value + TURN * (1 - LONG + LONG * all.lengths[at] / all.usual));
      });
    }
    const most = had.reduce((one, other) => Math.max(one, other), 1), results = [];
    had.forEach((number, at) => { if (number === most) results.push(at); });
    const score = sums.map((sum) => Math.round(sum * 1e4));
    results.sort((a, b) => score[b] - score[a] || b - a);
    return { results, facets: all, read, keys: new Set(looked.flatMap((one) => [...one.keys])), isGuess: looked.some((one) => one.isGuess) };
  };
  const written = (title, common) => {
    if (title[0] === "=") return title.slice(1);
    const words = title.replace(/[\u0700-\u07ff]/g, (sign) => ` ${common[sign.charCodeAt(0) - 0x700]}`);
    return words[0] === "^" ? words[2].toUpperCase() + words.slice(3) : words.slice(1);
  };
  const entry = async (at, facets) => {
    const lines = await load(`titles-${Math.floor(at / facets.chunk)}.txt`, (text) => text.split("\n"));
    const place = 2 * (at % facets.chunk);
    return { url: lines[place], title: written(lines[place + 1], facets.common) };
  };
  return { lang, find, entry, words, names: () => load("names.json", JSON.parse) };
};
