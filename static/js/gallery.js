// Shows the pictures of a page one after the other in a dialog. Without the script each opens by its link.
const said = document.currentScript.dataset;
const links = [...document.querySelectorAll(".gallery-grid a.enlarge, .before-after a.enlarge")];

if (window.HTMLDialogElement && links.length) {
  const make = (tag, name, parent) => {
    const made = parent.appendChild(document.createElement(tag));
    if (name) made.className = name;
    return made;
  };
  const control = (name, sign, label, act) => {
    const made = make("button", name, box);
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };

  const box = make("dialog", "looking", document.body);
  box.setAttribute("aria-label", said.name);
  const shown = make("figure", "", box);
  let at = 0;

  const show = (number) => {
    at = (number + links.length) % links.length;
    const link = links[at];
    const picture = link.querySelector("picture").cloneNode(true);
    // The picture is as wide as the window, so the browser may take a larger file than for the page.
    picture.querySelector("source").sizes = "100vw";
    const image = picture.querySelector("img");
    image.loading = "eager";
    const caption = link.closest("figure").querySelector("figcaption");
    shown.replaceChildren(picture, ...(caption ? [caption.cloneNode(true)] : []));
    place.textContent = links.length > 1 ? `${at + 1} / ${links.length}` : "";
  };

  const place = make("p", "place", box);
  place.setAttribute("aria-live", "polite");
  control("close", "×", said.close, () => box.close());
  if (links.length > 1) {
    control("previous", "‹", said.previous, () => show(at - 1));
    control("next", "›", said.next, () => show(at + 1));
  }

  links.forEach((link, number) => link.addEventListener("click", (event) => {
    // With a modifier key the reader wants the picture in a new tab or window.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(number);
    box.showModal();
  }));
  box.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && links.length > 1) show(at + step);
  });
  // A click beside the picture closes the dialog; a swipe shows the next picture.
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
  let from = null;
  box.addEventListener("touchstart", (event) => { from = event.touches.length === 1 ? event.touches[0].clientX : null; }, { passive: true });
  box.addEventListener("touchend", (event) => {
    const moved = from === null ? 0 : event.changedTouches[0].clientX - from;
    if (Math.abs(moved) > 50 && links.length > 1) show(at - Math.sign(moved));
    from = null;
  });
  // Moves the focus to the picture that was shown last.
  box.addEventListener("close", () => links[at].focus());
}
