/** Whether somebody really is at this page: it can be seen, and was used a moment ago. */

const MOMENT = 60_000;
const USES = ["keydown", "pointerdown", "wheel", "touchmove", "focus"];

let last = performance.now();

function used() {
  last = performance.now();
}

for (const kind of USES) addEventListener(kind, used, { capture: true, passive: true });
// Browsers tell of a pointer that lies still when the page moves below it.
addEventListener("pointermove", ({ movementX, movementY }) => (movementX || movementY) && used(), { passive: true });

/** A page that is left open on an empty chair says nothing of who has read. */
export function attended() {
  return document.visibilityState === "visible" && performance.now() - last < MOMENT;
}
