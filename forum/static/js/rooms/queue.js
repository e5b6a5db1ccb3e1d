/**
 * Commands on their way: one at a time, sent again with the same number until the room has answered.
 * None is sent before the burst of each connection, which tells the last number that the room knows of this seat.
 */

const PATIENCE = 4;

export class Commands {
  #urgent = [];
  #waiting = [];
  #flying = null;
  #last = 0;
  #refused = 0;
  #ready = false;

  /** The room has told all it knows of us: from now on commands may go. */
  welcome() {
    this.#ready = true;
  }

  /** Puts a command at the end; one that must not wait goes before those that can, behind others like it. */
  push(command, urgent = false) {
    (urgent ? this.#urgent : this.#waiting).push(command);
  }

  /** The command for the tick that is being sent now, or null. */
  next() {
    if (!this.#ready) return null;
    if (!this.#flying) this.#take();
    const flying = this.#flying;
    if (!flying) return null;
    const send = flying.age % PATIENCE === 0;
    flying.age += 1;
    return send ? { ...flying.command.json, c: flying.c, text: flying.command.text ?? "" } : null;
  }

  #take() {
    const command = this.#urgent.shift() ?? this.#waiting.shift();
    if (!command) return;
    this.#last += 1;
    this.#flying = { command, c: this.#last, age: 0, unsure: false };
  }

  /** After a new connection: what is in flight waits for what the room knows; `taken`: another page was there meanwhile. */
  again(taken = false) {
    this.#ready = false;
    if (this.#flying) Object.assign(this.#flying, { age: 0, unsure: this.#flying.unsure || taken });
  }

  /** Takes in a record of the own part; returns the answer to a command, if it is one. */
  hear(record) {
    if (record.k === "self:changed" && Number.isInteger(record.c)) return this.#known(record.c);
    if (record.k === "command:done") return this.#settle(record.c, { done: true });
    if (record.k === "command:refused") return this.#settle(record.c, { done: false, code: record.code });
    return null;
  }

  #known(c) {
    const { c: mine, unsure } = this.#flying ?? { c: Infinity };
    this.#last = Math.max(this.#last, c);
    if (mine > c) return null;
    // A number of ours that another page may have used: whether ours came through nobody can tell, so nothing is lost.
    return this.#settle(mine, unsure || mine < c ? { done: false, code: "busy" } : { done: true });
  }

  #settle(c, answer) {
    // A refusal may come after the fact: the room did its part, a store could not. Or it is told a second time.
    if (!this.#flying || this.#flying.c !== c) return answer.done || c === this.#refused ? null : { ref: null, ...answer };
    const { ref } = this.#flying.command;
    if (!answer.done) this.#refused = c;
    this.#flying = null;
    return { ref, ...answer };
  }
}
