// Excerpts of pages with the words of a query: from each page the sentence with most of them, the words marked.
// A page is fetched once its line in the list is in sight.
const pages = new Map();
// Text and summary, which stands last: where both have as many words, a page is opened at those of the text.
// A dossier has those of other pages below them.
const prose = (html) => {
  const parts = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("main .lead, main .prose")];
  const main = document.createElement("div");
  main.append(...parts.slice(0, 1 + parts.findIndex((part) => part.matches(".prose"))).reverse());
  for (const number of main.querySelectorAll("sup.note-number, [role=doc-noteref]")) number.remove();
  return main;
};
export const textOf = (url) => {
  if (!pages.has(url)) {
    pages.set(url, fetch(url).then(async (page) => page.ok ? prose(await page.text()) : null).catch(() => {
      pages.delete(url);
      return null;
    }));
  }
  return pages.get(url);
};
export const even = (text) => text.replace(/\s+/g, " ").toLowerCase();

// The value that `told` gives for each word of a text; "" for a word that it does not know.
const matches = (text, told) => [...text.matchAll(/\p{L}+|[0-9]+/gu)]
  .map(({ 0: word, index }) => ({ word, index, told: told(word) })).filter((match) => match.told);
export const marked = (text, told, found = matches(text, told), from = 0, end = text.length) => {
  const parts = [];
  let at = from;
  for (const { word, index } of found) {
    if (index < at || index >= end) continue;
    const mark = document.createElement("mark");
    mark.textContent = word;
    parts.push(text.slice(at, index), mark);
    at = index + word.length;
  }
  return [...parts, text.slice(at, Math.max(at, end))];
};
// A paragraph with the sentence that has most of the words, and the id of the heading it stands below.
export const excerpt = (main, told, phrases = []) => {
  let best = null, heading = "";
  for (const block of main.querySelectorAll("p, li, td, dd, blockquote, figcaption, h2, h3, h4")) {
    if (/^H/.test(block.tagName) && block.id) heading = block.id;
    if (block.matches(".lead")) heading = "";
    // As on the page, no line breaks between a number and its word.
    for (const [sentence] of block.textContent.replace(/[^\S\u00a0]+/g, " ").matchAll(/\S.*?(?:[.!?…]["”)]*(?= )|$)/gu)) {
      const found = matches(sentence, told);
      const kinds = new Set(found.map((match) => match.told)).size
        + phrases.filter((phrase) => even(sentence).includes(phrase)).length * 10;
      if (kinds > (best?.kinds ?? 0)) best = { kinds, sentence, found, heading };
    }
  }
  if (!best?.found.length) return null;
  const shown = document.createElement("p");
  const first = Math.max(0, best.found[0].index - 90);
  const at = first ? best.sentence.indexOf(" ", first) + 1 : 0;
  const end = Math.min(best.sentence.length, at + 240);
  const text = best.sentence.replace(/(\d)-(?=[а-яёөү])/g, "$1\u2011"); // nor before its ending
  shown.append(at ? "… " : "", ...marked(text, told, best.found, at, end), end < best.sentence.length ? " …" : "");
  return { shown, heading: best.heading };
};

// An excerpt comes below what stands there, so it is fetched when all of that is in sight; one after another, since
// it moves the next out of sight. Texts are what costs most.
const WHOLE = 0.9;
let looking = Promise.resolve();
const isInSight = (place) => {
  const { top, bottom, height } = place.getBoundingClientRect();
  return Math.min(bottom, innerHeight) - Math.max(top, 0) >= height * WHOLE && height > 0;
};
const seen = new IntersectionObserver((items) => {
  for (const { isIntersecting, target } of items) {
    if (isIntersecting) looking = looking.then(() => {
      if (!isInSight(target)) return null;
      seen.unobserve(target);
      return target.look();
    });
  }
}, { threshold: WHOLE });
export const look = (places) => {
  for (const place of places) seen.observe(place);
};
export const lookAway = () => seen.disconnect();
