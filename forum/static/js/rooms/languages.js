/** Both languages are in the page; this shows one of them, without asking the server for anything. */

const listeners = new Set();

/** The language that the page shows now. */
export function language() {
  return document.documentElement.lang === "cy" ? "cy" : "en";
}

/** Shows in `root` the words of the page's language and hides the others. */
export function settle(root) {
  for (const span of root.querySelectorAll("[data-lang]")) span.hidden = span.dataset.lang !== language();
  return root;
}

/** Turns the whole page to `lang`. */
export function speak(lang) {
  document.documentElement.lang = lang;
  for (const listener of listeners) listener(lang);
  settle(document);
  entitle();
  for (const button of document.querySelectorAll("button[data-speak]")) mark(button);
}

function entitle() {
  const { titleEn, titleCy } = document.querySelector("title").dataset;
  document.title = (language() === "cy" ? titleCy : titleEn) ?? document.title;
}

/** Calls `listener` with the new language whenever it is about to be shown, until `signal` is aborted. */
export function onLanguage(listener, signal) {
  listeners.add(listener);
  signal?.addEventListener("abort", () => listeners.delete(listener));
}

function mark(button) {
  button.setAttribute("aria-pressed", String(button.dataset.speak === language()));
}

// Where there is little room only the other language's button is shown: the focus goes on to that one.
function chosen(button) {
  speak(button.dataset.speak);
  if (button.checkVisibility?.() === false) button.parentElement.querySelector('[aria-pressed="false"]').focus();
}

/** Makes the buttons that switch the language work. */
export function startLanguages() {
  for (const button of document.querySelectorAll("button[data-speak]")) {
    button.addEventListener("click", () => chosen(button));
    mark(button);
  }
}
