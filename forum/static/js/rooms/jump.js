/** By keyboard from part to part; the focus moves only when somebody moves it. */

const PARTS = ["#log", "#words, .here [data-act='speak'], [data-act='resume']", ".panels > details > summary", "#leave"];

/** Makes F6, and the links within the page, work. */
export function startJumps() {
  document.addEventListener("keydown", (event) => event.key === "F6" && nextPart(event));
  // A link within the page would leave a line in the history, and Back would then lead to the room.
  document.addEventListener("click", (event) => within(event));
}

function there(node) {
  return node.checkVisibility?.() ?? node.getClientRects().length > 0;
}

function places() {
  return PARTS.map((part) => [...document.querySelectorAll(part)].find(there)).filter(Boolean);
}

function standing(parts) {
  const here = document.activeElement;
  return parts.findIndex((part) => (part.closest(".panels, .card, #log") ?? part).contains(here));
}

// Beyond the last part the key is the browser's own again, so that nobody is caught in the page.
function nextPart(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const parts = places();
  const now = standing(parts);
  const next = event.shiftKey ? (now < 0 ? parts.length : now) - 1 : now + 1;
  if (!parts[next]) return;
  event.preventDefault();
  parts[next].focus();
  parts[next].scrollIntoView({ block: "nearest" });
}

function within(event) {
  const address = event.target.closest?.("a[href^='#']")?.getAttribute("href");
  const target = address && document.querySelector(address);
  if (!target) return;
  event.preventDefault();
  const place = target.matches("details") ? target.firstElementChild : target;
  if (target.matches("details")) target.open = true;
  place.focus();
  place.scrollIntoView({ block: "start" });
}
