/** Buttons by name: what is pressed stays dim, and cannot be pressed twice, until the room has answered. */

/** Runs `acts[name](button)` for buttons below `root` whose `data-<key>` is that name. */
export function onPress(root, key, acts) {
  root.addEventListener("click", ({ target }) => {
    const button = target.closest(`button[data-${key}]`);
    const act = acts[button?.dataset[key]];
    if (act && button.getAttribute("aria-disabled") !== "true") dimWhile(button, act);
  });
}

async function dimWhile(button, act) {
  button.setAttribute("aria-disabled", "true");
  try {
    await act(button);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}
