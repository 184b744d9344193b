// Texts and queries to the words they are found by: the twin of sitegen/language/search_words.py,
// with the same table. Tests hold the two together.
export const reader = (rules, english) => {
  const sets = (words) => new Set(words);
  const fold = new Map([...rules.folded[0]].map((sign, at) => [sign, rules.folded[1][at]]));
  const mend = new Map([...rules.damaged[0]].map((sign, at) => [sign, rules.damaged[1][at]]));
  const by = (table, word) => [...word].map((sign) => table.get(sign) ?? sign).join("");
  const vowels = sets(rules.vowels), endings = sets(rules.verb);
  const verbal = sets(rules.noun.flatMap((a) => rules.case.filter((b) => b !== "д").map((b) => a + b)));
  for (const ending of verbal) endings.add(ending);
  const cases = sets(rules.plural.flatMap((a) => rules.case.map((b) => a + b)));
  for (const a of cases) for (const b of rules.own) endings.add(a + b);
  for (const some of [cases, endings]) some.delete("");
  const longest = Math.max(...[...endings].map((ending) => ending.length));
  const [past, habit, doubtful, again] = [rules.past, rules.habit, rules.doubtful, rules.again].map((words) => sets(words.split(" ")));
  const latin = new Map(rules.latin.map((pair) => pair.split(" ")));
  const letters = new RegExp([...latin.keys()].join("|"), "g");
  const isCyrillic = (word) => /[Ѐ-ӿ]/.test(word);
  const hasVowel = (text) => [...text].some((sign) => vowels.has(sign));
  const diphthong = (f, end) => vowels.has(f[end - 1]) && vowels.has(f[end - 2]) && (f[end - 1] === "и") !== (f[end - 2] === "и");
  const shortened = (word, f = word) => {
    let end = f.length;
    const shortest = vowels.has(f[0]) ? 2 : 3;
    if (end <= 5 && f[end - 1] !== "и" && vowels.has(f[end - 1]) && f[end - 2] === f[end - 1]) return word;
    while (end > shortest && vowels.has(f[end - 1]) && !diphthong(f, end)) end--;
    if (end < f.length && !hasVowel(f.slice(0, end))) end = f.length;
    const comes = end > 3 && !vowels.has(f[end - 1]) && vowels.has(f[end - 2]) && !vowels.has(f[end - 3]);
    return comes && hasVowel(f.slice(0, end - 3)) ? word.slice(0, end - 2) + word[end - 1] : word.slice(0, end);
  };
  const known = sets(rules.known.split(" ").map((word) => shortened(by(fold, word))));
  const mayEnd = (f, at) => {
    const ending = f.slice(at), before = f[at - 1], isVowel = vowels.has(before), first = ending[0];
    const isLong = isVowel && before !== "я" && vowels.has(f[at - 2]);
    const isGlide = before === "э" && f[at - 2] !== "э" && vowels.has(f[at - 2]);
    if (!hasVowel(f.slice(0, at))) return false;
    if (ending === "эр" || ending === "эс") return isGlide;
    if (vowels.has(first)) {
      if (ending === "иг" && "жчш".includes(before)) return false;
      const isSoft = before === "и" && first !== "и" && ending.slice(1) !== "нд" && ending.slice(1) !== "ж" && !verbal.has(ending);
      return !isVowel || isSoft || isGlide;
    }
    if (ending.startsWith("сн")) return before === "л" || (at > 3 && "дгтжч".includes(before));
    if (/^[вб].*л$/.test(ending)) return "лмн".includes(before) === (first === "б");
    const follows = rules.after[first === "т" && rules.own.includes(ending.slice(1)) ? "т" : ending];
    if (follows) {
      return follows.includes(before) || (first === "н" && ((isVowel && at > 3) || isLong || before === "и"));
    }
    if (first === "г" && !ending.startsWith("гуи")) return before === "н" || isLong;
    if (first === "х") return isLong;
    if (ending === "ж" || past.has(ending)) return isVowel || (ending === "ж" ? "лрв" : "л").includes(before);
    if (ending === "н" || ending.startsWith("нг")) return isVowel;
    return first !== "д" || habit.has(ending) || isVowel || (rules.own.includes(ending.slice(1)) ? "лмнрвгч" : "лмнч").includes(before);
  };
  const shortest = (f, at) => doubtful.has(f.slice(at)) || (f[at] === "д" && f[at - 1] === "н") ? 4 : 3;
  const regular = (word) => {
    for (const [plural, singular] of Object.entries(rules.irregular)) {
      const rest = word.slice(plural.length);
      if (word.startsWith(plural) && (!rest || endings.has(by(fold, rest)))) return singular;
    }
    return word;
  };
  const cutAgain = (f, at) => {
    for (const ending of again) {
      const to = at - ending.length;
      if (to >= 3 && f.slice(to, at) === ending && mayEnd(f.slice(0, at), to)) return to;
    }
    return at;
  };
  const mongolian = (given) => {
    if (!isCyrillic(given)) return given;
    const word = regular(given), f = by(fold, word);
    if (known.has(shortened(f))) return shortened(word, f);
    let at = word.length, vouched = -1;
    for (let cut = f.length - 1; cut >= Math.max(2, f.length - longest); cut--) {
      if (!endings.has(f.slice(cut))) continue;
      const isKnown = known.has(shortened(f.slice(0, cut)));
      if (!mayEnd(f, cut) && !(f[cut] === "г" && cut > 3 && isKnown)) continue;
      if (vouched < 0 && isKnown) vouched = cut;
      if (cut >= shortest(f, cut)) at = cut;
    }
    if (vouched >= 0) at = vouched;
    else if (at < word.length) at = cutAgain(f, at);
    return shortened(word.slice(0, at), f.slice(0, at));
  };
  // The stem of a word taken to have no ending, though it may look like a form.
  const uncut = (word) => isCyrillic(word) ? shortened(regular(word), by(fold, regular(word))) : word;
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
    text = text.replace(/[-\u2010-\u2013]([Ѐ-ӿ]+)/g, (found, end) => cases.has(by(fold, end)) ? " " : found);
    for (const [pattern, order] of dates) text = text.replace(pattern, date(order));
    text = text.replace(RegExp(rules.grouped, "g"), (found, first, rest) =>
      first.length > 3 ? found : first + rest.replace(/[^0-9]/g, ""));
    return text.replace(RegExp(rules.amounts, "g"), (_, number, times) =>
      ` ${Math.floor(Number(number.replace(",", ".")) * rules.times[times] + 0.5)} `);
  };
  const stem = (word, lang) => /^\d/.test(word) ? word
    : lang === "mn" ? mongolian(cyrillic(repaired(word))) : english(word);
  const key = (stemmed, lang) => lang === "mn" ? by(fold, stemmed) : stemmed;
  const repaired = (word) => isCyrillic(word) ? by(mend, word) : word;
  // The words as keys without stemming, for a word that is not typed to its end.
  const typed = (text, lang) => (text.normalize().toLowerCase().match(/\p{L}+|\d+/gu) ?? [])
    .map((word) => lang === "mn" ? by(fold, cyrillic(repaired(word))) : word);
  const split = (text, lang) => {
    const dropped = rules.dropped[lang].split(" ");
    return (plain(text).match(/[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![0-9])|[0-9]+|\p{L}+/gu) ?? [])
      .filter((word) => !dropped.includes(word) && (word.length > 1 || /\d/.test(word)));
  };
  const words = (text, lang) => split(text, lang).map((word) => stem(word, lang));
  const asked = (text, lang) => split(text, lang).flatMap((word, at) => {
    const written = lang === "mn" && !/^\d/.test(word) ? cyrillic(repaired(word)) : "", stemmed = stem(word, lang);
    const isParticle = at > 0 && written && rules.particles.split(" ").includes(stemmed);
    const whole = written && uncut(written), shorter = written && mongolian(stemmed);
    return isParticle ? [] : [[stemmed, whole, [stemmed, whole].includes(shorter) ? "" : shorter, written || word]];
  });
  return { words, asked, key, typed };
};

// The number of the file of a word: the same for all that begin with the same three letters, or four digits.
export const bucket = (key) => {
  const isNumber = /^\d/.test(key);
  let number = 0;
  for (const sign of key.slice(0, isNumber ? 4 : 3)) number = (number * 31 + sign.codePointAt(0)) & 0xffff;
  return (isNumber ? 256 : 0) + ((number ^ (number >> 8)) & 255);
};
