/** A quiet line under what might tell who writes: behind the words, seen by eyes alone, and nothing is said of it. */

const MOST = 8000;
const LIKE = ["paddingTop", "paddingRight", "paddingBottom", "paddingLeft", "fontFamily", "fontSize", "fontWeight", "lineHeight", "letterSpacing", "wordSpacing", "textIndent", "tabSize"];

/** The pieces of a text, one after the other: `[{words, marked}]`. */
export function pieces(text, found) {
  const made = [];
  let at = 0;
  for (const { start, end } of found) {
    if (start > at) made.push({ words: text.slice(at, start), marked: false });
    made.push({ words: text.slice(start, end), marked: true });
    at = end;
  }
  return at < text.length ? [...made, { words: text.slice(at), marked: false }] : made;
}

export class Underline {
  #words;
  #mirror = document.createElement("div");
  #find;
  #due = false;

  /** Draws behind a textarea whatever `find(text, lang)` finds. */
  constructor(words, find) {
    this.#words = words;
    this.#find = find;
    this.#mirror.className = "mirror";
    this.#mirror.setAttribute("aria-hidden", "true");
    this.#wrap();
    words.addEventListener("input", () => this.draw());
    words.addEventListener("scroll", () => this.#follow());
    new ResizeObserver(() => this.#place()).observe(words);
  }

  #wrap() {
    const both = document.createElement("div");
    both.className = "over-mirror";
    this.#words.replaceWith(both);
    both.append(this.#mirror, this.#words);
  }

  /** Draws anew, once before the next picture. */
  draw() {
    // Words that are gone leave nothing behind, not even until the next picture.
    if (this.#words.value === "") this.#mirror.replaceChildren();
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      this.#paint();
    });
  }

  #paint() {
    const text = this.#words.value;
    const found = text.length > MOST ? [] : this.#find(text, this.#words.lang);
    const nodes = found.length === 0 ? [] : pieces(text, found).map(node);
    this.#mirror.replaceChildren(...nodes, "\n");
    this.#place();
  }

  // The same box and the same letters as the words have now: also after zooming, or another text size.
  #place() {
    const { style } = this.#mirror;
    const { clientTop, clientLeft, clientWidth, clientHeight, offsetTop, offsetLeft } = this.#words;
    const now = getComputedStyle(this.#words);
    for (const name of LIKE) style[name] = now[name];
    style.top = `${offsetTop + clientTop}px`;
    style.left = `${offsetLeft + clientLeft}px`;
    style.width = `${clientWidth}px`;
    style.height = `${clientHeight}px`;
    this.#follow();
  }

  #follow() {
    this.#mirror.scrollTop = this.#words.scrollTop;
  }
}

function node({ words, marked }) {
  if (!marked) return words;
  const line = document.createElement("u");
  line.textContent = words;
  return line;
}
