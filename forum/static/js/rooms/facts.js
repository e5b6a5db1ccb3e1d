/**
 * What is true now decides what is shown: `data-if="a b"` is there while a or b is true, `data-unless="c"`
 * while c is not. Nothing is made or thrown away. Whoever is on what goes is sent on to what is named for that, here or
 * further out, by `data-next="#first, #else"`: nobody's place on the page is lost.
 */

const truths = new Set();

function holds(words) {
  return words.split(" ").some((word) => truths.has(word));
}

function fits({ if: when, unless }) {
  return (when === undefined || holds(when)) && (unless === undefined || !holds(unless));
}

/** Shows and hides by what is true now. */
export function settleFacts(root = document) {
  // Asked before: what is hidden itself loses the focus at once, in some browsers.
  const here = document.activeElement;
  for (const node of root.querySelectorAll("[data-if], [data-unless]")) node.hidden = !fits(node.dataset);
  if (here?.closest("[hidden]")) goOn(here);
}

function goOn(from) {
  for (let at = from.closest("[data-next]"); at; at = at.parentElement.closest("[data-next]")) {
    const next = at.dataset.next.split(", ").map((name) => document.querySelector(name));
    const there = next.find((node) => node && !node.closest("[hidden]"));
    if (there) return there.focus();
  }
}

/** Takes in what has become true or untrue (`{name: true or false}`), and says whether any of it is new. */
export function know(facts) {
  let changed = false;
  for (const [name, value] of Object.entries(facts)) {
    if (truths.has(name) === Boolean(value)) continue;
    changed = true;
    if (value) truths.add(name);
    else truths.delete(name);
  }
  if (changed) settleFacts();
  return changed;
}

/** Of several facts of one family exactly this one is true: `one("phase", "open", ["arriving", "open"])`; says whether that is new. */
export function one(family, value, values) {
  return know(Object.fromEntries(values.map((name) => [`${family}-${name}`, name === value])));
}
