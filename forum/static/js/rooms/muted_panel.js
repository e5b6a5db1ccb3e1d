/** The reader's list of muted words, and the voices that they have hidden: both can be undone here. */

import { onPress } from "./press.js";
import { handle, stamp } from "./words.js";

export class MutedPanel {
  #panel;
  #reader;
  #field;
  #words;
  #voices;

  constructor(panel, reader) {
    this.#panel = panel;
    this.#reader = reader;
    this.#field = panel.querySelector("input");
    this.#words = panel.querySelector("[data-words]");
    this.#voices = panel.querySelector("[data-voices]");
    panel.querySelector("form").addEventListener("submit", (event) => this.#mute(event));
    onPress(panel, "undo", {
      word: ({ value }) => this.#undo(() => reader.unmute(value)),
      voice: ({ value }) => this.#undo(() => reader.hide(Number(value), false)),
    });
    // Nothing of it may come back with the tab.
    addEventListener("pagehide", () => this.empty());
  }

  /** Shows what is muted and hidden now. */
  show() {
    const words = this.#reader.words.map((word) => item("muted-word-template", word, word));
    const voices = this.#reader.voices.map((voice) => item("hidden-voice-template", String(voice), handle(voice)));
    this.#words.replaceChildren(...words);
    this.#voices.replaceChildren(...voices);
    this.#panel.querySelector("[data-some-voices]").hidden = voices.length === 0;
  }

  /** Forgets all words and voices. */
  empty() {
    this.#field.value = "";
    this.#reader.forgetVoices();
    for (const word of this.#reader.words) this.#reader.unmute(word);
    this.show();
  }

  #mute(event) {
    event.preventDefault();
    this.#reader.mute(this.#field.value);
    this.#field.value = "";
    this.#field.focus();
  }

  // The button that was pressed goes with its line.
  #undo(undo) {
    undo();
    this.#panel.querySelector("summary").focus();
  }
}

function item(template, value, words) {
  const line = stamp(template);
  line.querySelector("[data-name]").append(words);
  line.querySelector("button").value = value;
  return line;
}
