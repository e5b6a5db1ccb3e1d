/** Ctrl and Enter, or Cmd and Enter, send what is being written. */
export function sendWithEnter(words) {
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    words.form.requestSubmit();
  });
}
