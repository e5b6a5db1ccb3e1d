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

  const opened = (menu) =>
    new Promise((done) => {
      if (menu.open) return done();
      menu.addEventListener("toggle", () => done(), { once: true });
      menu.open = true;
    });

  async function about(whose, what) {
    const message = drawn(all(`#log li${whose}`).filter(there));
    const menu = message?.querySelector("details.acts");
    if (!menu) return false;
    await opened(menu);
    return press([...menu.querySelectorAll(`[data-do="${what}"]`)].filter(there));
  }

  function say(note = "") {
    document.querySelector(`#say input[name="note"][value="${note}"]`)?.click();
    return write(document.querySelector("#say"), drawn(WORDS));
  }

  const reach = (what) => all(`[data-reach="${what}"]`).filter(there);
  const letter = (name) => document.querySelector(`[data-letter="${name}"]`);

  const ACTS = {
    say: () => say(),
    answer: async () => (await about(":not(.mine)", "answer")) && say(),
    note: () => say(drawn(["violence", "police", "other"])),
    support: () => about(":not(.mine)", "support"),
    flag: () => about(":not(.mine)", "flag"),
    withdraw: () => about(".mine", "take-back"),
    hand: () => press(reach("hand")),
    aside: () => (Math.random() < 0.5 ? press(reach("need")) : write(letter("quiet"), drawn(WORDS.slice(0, 2)))),
    "someone-here": () => press(reach("someone-here")),
    end: () => press(reach("end")),
    contact: () => press(reach("take-contact")) || write(letter("contact"), "01234 567890"),
    pause: () => press(buttons("resume").length ? buttons("resume") : buttons("pause")),
    mode: () => press([...buttons("speak"), ...buttons("listen")]) && (press(buttons("understood")), true),
    draw: () => press(buttons("draw")),
    "withdraw-all": () => press(buttons("take-all")),
  };

  // Whoever asked for it is answered first: the page that does it goes.
  globalThis.goTo = (address) => void setTimeout(() => location.assign(address));

  globalThis.actAsAMember = async (order) => {
    for (const kind of order) if (await ACTS[kind]()) return kind;
    return "nothing";
  };
})();
