/**
 * Moving between messages by keyboard: one of them can be reached with Tab, the arrows go to the others. What can be
 * pressed in a message can be reached with Tab while that message is the one. Focus never moves by itself.
 */

const STEPS = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };
const CONTROLS = "summary, button";

export class Rove {
  #log;
  #list;
  #current = null;

  constructor(log, list) {
    this.#log = log;
    this.#list = list;
    log.addEventListener("keydown", (event) => this.#key(event));
    log.addEventListener("focusin", ({ target }) => this.#at(this.#messageOf(target)));
  }

  /** Settles who can be reached after the list has changed. */
  settle() {
    const away = !this.#log.contains(document.activeElement);
    if (away || !this.#current?.isConnected) this.#at(this.#list.lastElementChild);
    for (const node of this.#list.children) reach(node, node === this.#current);
  }

  /** Puts the focus on a message, or on the one that can be reached. */
  focus(node = this.#current) {
    this.#at(node);
    (node ?? this.#log).focus();
  }

  /** Whoever was in `node`, which is going, is brought to what stands beside it and stays. */
  leave(node, stays) {
    const before = [...this.#list.children];
    const at = before.indexOf(node);
    const next = before.slice(at + 1).find(stays) ?? before.slice(0, at).findLast(stays) ?? null;
    this.#at(next);
    (next ?? this.#log).focus({ preventScroll: true });
  }

  #messageOf(target) {
    return [...this.#list.children].find((node) => node.contains(target)) ?? this.#current;
  }

  #at(node) {
    if (node === this.#current) return;
    if (this.#current) reach(this.#current, false);
    this.#current = node;
    if (node) reach(node, true);
  }

  #key(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const onMessage = target.parentElement === this.#list;
    if (key === "Escape" && !onMessage) return this.#close(target);
    if (target.closest(".menu")) return;
    if (key in STEPS) this.#step(event, target !== this.#log);
    else if (key === "Enter" && onMessage) this.#open(event);
  }

  #step(event, inMessage) {
    const all = [...this.#list.children];
    if (all.length === 0) return;
    event.preventDefault();
    const from = all.indexOf(this.#current) + (inMessage || !event.key.startsWith("Arrow") ? STEPS[event.key] : 0);
    this.focus(all[Math.min(Math.max(from, 0), all.length - 1)]);
  }

  // Opens what can be done with the message, and goes to the first of it once it is there.
  #open(event) {
    const menu = event.target.querySelector("details.acts");
    if (!menu) return;
    event.preventDefault();
    if (menu.open) return goIn(menu);
    menu.addEventListener("toggle", () => goIn(menu), { once: true });
    menu.open = true;
  }

  #close(target) {
    const menu = target.closest("details.acts[open]");
    if (!menu) return;
    menu.open = false;
    this.focus(this.#messageOf(target));
  }
}

function goIn(menu) {
  const [, ...rest] = menu.querySelectorAll(CONTROLS);
  rest.find((control) => control.checkVisibility?.() ?? true)?.focus();
}

function reach(node, current) {
  const wanted = current ? 0 : -1;
  for (const one of [node, ...node.querySelectorAll(CONTROLS)]) if (one.getAttribute("tabindex") !== String(wanted)) one.tabIndex = wanted;
}
