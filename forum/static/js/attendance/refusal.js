// Why something could not be done: a code of one closed list; the page has the sentence.

export class AttendanceError extends Error {
  // `again`, where there is one, sends the very same bytes once more.
  constructor(code, again = null) {
    super(code);
    this.name = "AttendanceError";
    this.code = code;
    this.again = again;
  }
}

export function requireCrypto() {
  if (!globalThis.crypto?.subtle) throw new AttendanceError("insecure-context");
}
