// What needs no script is there without one; this adds to it. The words come with the script's own element.
const { dataset: words, src: address } = document.currentScript;

// The key `/` leads to the search field, as on other sites.
document.addEventListener("keydown", (event) => {
  const field = document.querySelector("main input[name=q]") ?? document.querySelector("input[name=q]");
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping || !field) return;
  event.preventDefault();
  // On a narrow screen the field stands in the menu.
  if (!field.offsetParent) document.querySelector(".menu-button").open = true;
  field.focus();
});

// The script of suggestions is loaded when the search field in the head of the page is used.
document.querySelector(".masthead input[name=q]")?.addEventListener("focus", async ({ target }) => {
  (await import(new URL("suggest.js", address).href)).begin(target);
}, { once: true });

// `#print` in its address has the print document open the print dialog.
for (const link of document.querySelectorAll("a.print-link")) link.hash = "print";

const copy = async (button, address) => {
  await navigator.clipboard.writeText(address);
  const label = button.textContent;
  button.textContent = words.copied;
  setTimeout(() => { button.textContent = label; }, 2000);
};

const button = (label, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", () => act(made));
  return made;
};

// The button beside "Print": opens the system's dialog for sharing, or copies the address.
const tools = document.querySelector(".tools");
const here = document.querySelector("link[rel=canonical]")?.href || location.href;
if (tools && navigator.share) {
  tools.append(button(words.share, () => navigator.share({ title: document.title, url: here }).catch(() => {})));
} else if (tools && navigator.clipboard) {
  tools.append(button(words.copy, (made) => copy(made, here)));
}

// Each form of a citation can be copied as it is.
const citation = navigator.clipboard && document.querySelector(".citation");
for (const form of citation?.querySelectorAll(":scope > p:not(.format), pre") ?? []) {
  const made = button(citation.dataset.copy, () => copy(made, form.textContent.trim()));
  made.setAttribute("aria-label", `${citation.dataset.copy}: ${form.getAttribute("aria-label") ?? form.textContent}`);
  form.after(made);
}

// A mail that reports a mistake quotes the passage that is selected when its link is pressed or focused.
for (const letter of document.querySelectorAll('a[href^="mailto:"][href*="&body="]')) {
  const { href } = letter;
  const quote = () => {
    const passage = getSelection().toString().trim();
    if (passage) letter.href = href + encodeURIComponent(`\r\n\r\n“${passage.slice(0, 500)}”`);
  };
  letter.addEventListener("pointerdown", quote);
  letter.addEventListener("focus", quote);
}

// Adds to each heading of the text a link to itself.
if (navigator.clipboard) {
  for (const heading of document.querySelectorAll(".prose h2[id], .prose h3[id]")) {
    const made = button("#", () => copy(made, `${here.split("#")[0]}#${heading.id}`));
    made.className = "anchor";
    made.setAttribute("aria-label", `${words.copy}: ${heading.textContent}`);
    heading.append(made);
  }
}

// The contents follow the reader: the last heading in the upper part of the window, or above it, is marked.
const lines = [...document.querySelectorAll(".contents a")];
const heads = lines.map((line) => document.getElementById(decodeURIComponent(line.hash.slice(1))));
if (lines.length && window.IntersectionObserver) {
  const mark = () => {
    const passed = heads.filter((head) => head && head.getBoundingClientRect().top < innerHeight * 0.3);
    lines.forEach((line, number) => {
      if (passed.length && heads[number] === passed[passed.length - 1]) line.setAttribute("aria-current", "location");
      else line.removeAttribute("aria-current");
    });
  };
  const watch = new IntersectionObserver(mark, { rootMargin: "0px 0px -70% 0px" });
  heads.forEach((head) => head && watch.observe(head));
}
