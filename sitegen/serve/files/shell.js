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
    if (kind === "both") inner.addEventListener("scroll", () => together(frame), { passive: true });
  });
  frame.addEventListener("pointerenter", () => (leading = frame));
}

// The one under the pointer leads; the other one follows by its share of the height.
function together(frame) {
  if (leading && leading !== frame) return;
  const share = part(frame);
  for (const other of frames) {
    if (other === frame) continue;
    const page = other.contentWindow.document.documentElement;
    other.contentWindow.scrollTo({ top: share * (page.scrollHeight - page.clientHeight), behavior: "instant" });
  }
}

function part(frame) {
  const page = frame.contentWindow.document.documentElement;
  return page.scrollTop / Math.max(1, page.scrollHeight - page.clientHeight);
}
