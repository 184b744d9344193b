// Both languages side by side, or one page as wide as a phone. A link in a frame leads the whole window there.
"use strict";

const kind = document.body.classList[0];
const frames = [...document.querySelectorAll("iframe")];
let leading = null;

for (const frame of frames) {
  frame.addEventListener("load", () => {
    const inner = frame.contentWindow;
    inner.document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey) return;
      if (link.origin !== location.origin) {
        event.preventDefault();
        window.open(link.href, "_blank", "noopener");
      } else if (kind === "both" && link.pathname !== inner.location.pathname) {
        event.preventDefault();
        location.href = `${link.pathname}?${kind}`;
      }
    });
    if (kind !== "both") return;
    mark(inner.document);
    inner.addEventListener("scroll", () => together(frame), { passive: true });
  });
  frame.addEventListener("pointerenter", () => (leading = frame));
}

// The one under the pointer leads. The other one follows section by section, or by its share of the height where
// the two do not have the same sections.
function together(frame) {
  if (leading && leading !== frame) return;
  const here = stops(frame);
  const at = frame.contentDocument.documentElement.scrollTop;
  for (const other of frames) {
    if (other === frame) continue;
    const there = stops(other);
    const [from, to] = here.length === there.length ? [here, there] : [ends(here), ends(there)];
    let number = from.findLastIndex((top) => top <= at);
    number = Math.min(Math.max(number, 0), from.length - 2);
    const share = (at - from[number]) / Math.max(1, from[number + 1] - from[number]);
    const top = to[number] + Math.min(share, 1) * (to[number + 1] - to[number]);
    other.contentWindow.scrollTo({ top, behavior: "instant" });
  }
}

function headings(page) {
  return [...page.querySelectorAll(".prose :is(h1, h2, h3, h4, h5, h6)")];
}

// The scroll positions of a frame: top, each heading, bottom.
function stops(frame) {
  const page = frame.contentDocument;
  const root = page.documentElement;
  const last = root.scrollHeight - root.clientHeight;
  const tops = headings(page).map((heading) => heading.getBoundingClientRect().top + root.scrollTop);
  return [0, ...tops.map((top) => Math.min(top, last)), last];
}

function ends(tops) {
  return [tops[0], tops[tops.length - 1]];
}

// Draws a bar beside each section that the translation does not follow yet.
function mark(page) {
  const changed = document.querySelector("main").dataset.changed.split(" ").filter(Boolean).map(Number);
  const starts = headings(page);
  const bar = `-8px 0 0 ${page.defaultView.getComputedStyle(page.body).backgroundColor}, -12px 0 0 #d97706`;
  for (const number of changed) {
    const first = number ? starts[number - 1] : page.querySelector(".prose > :first-child");
    let part = first;
    while (part && (part === first || !starts.includes(part))) {
      part.style.boxShadow = bar;
      part = part.nextElementSibling;
    }
    if (!number) page.querySelector("h1")?.style.setProperty("box-shadow", bar);
  }
}
