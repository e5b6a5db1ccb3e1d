// Put into a real page by tests/wire/evening.py: does what its person could do, by the page's own buttons.
(() => {
  const WORDS = ["x", "Diolch.", "ŵ".repeat(600), "A long day. ".repeat(60)];
  const drawn = (list) => list[Math.floor(Math.random() * list.length)];
  const all = (selector) => [...document.querySelectorAll(`#room ${selector}`)];
  const there = (node) => !node.closest("[hidden]") && !node.disabled && node.getAttribute("aria-disabled") !== "true";
  const buttons = (act) => all(`[data-act="${act}"]`).filter(there);

  function press(list) {
    const button = drawn(list);
    button?.click();
    return Boolean(button);
  }

  function write(form, words) {
    const field = form?.querySelector("textarea");
    if (!field || field.readOnly || !there(form) || !there(form.querySelector('[type="submit"]'))) return false;
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    form.requestSubmit();
    return true;
  }

  const ACTS = {
    say: () => write(document.querySelector("#say"), drawn(WORDS)),
    pause: () => press(buttons("resume").length ? buttons("resume") : buttons("pause")),
    mode: () => press([...buttons("speak"), ...buttons("listen")]) && (press(buttons("understood")), true),
    draw: () => press(buttons("draw")),
    withdraw: () => press(all('#log [data-take="back"]').filter(there)),
    "withdraw-all": () => press(buttons("take-all")),
  };

  globalThis.actAsAMember = (order) => order.find((kind) => ACTS[kind]?.()) ?? "nothing";
})();
