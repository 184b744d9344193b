// Porter's second stemmer for English, https://snowballstem.org/algorithms/english/stemmer.html
export const english = (() => {
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
