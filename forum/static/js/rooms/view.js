/** How the page looks: size of text, room between lines and letters, contrast. On this page only; nothing keeps it. */

const LOOKS = ["size", "room", "contrast"];

/** Makes the choices work; the first of each is the page as it is. */
export function startView() {
  for (const name of LOOKS) {
    for (const choice of document.querySelectorAll(`input[name="look-${name}"]`)) {
      choice.addEventListener("change", () => look(name, choice.value));
    }
  }
}

function look(name, value) {
  document.documentElement.dataset[name] = value;
}
