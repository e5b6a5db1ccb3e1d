/** How long words are, as the room will measure them. */

export const CHARACTERS = 1000;
export const BYTES = 1200;
/** What one message may hold. */
export const MESSAGE = { characters: CHARACTERS, bytes: BYTES };
/** What an aside, or a contact, may hold. */
export const ASIDE = { characters: 500, bytes: 600 };
/** What the own words of a content note may hold. */
export const NOTE = { characters: 40, bytes: 60 };

const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g;
const encoder = new TextEncoder();

/** A text as it will be sent: in NFC, without space around it. */
export function tidy(text) {
  return text.normalize("NFC").trim();
}

/** How many characters and bytes a text has once it is tidy. */
export function measure(text) {
  const clean = tidy(text);
  return { characters: clean.length - (clean.match(PAIRS)?.length ?? 0), bytes: encoder.encode(clean).length };
}

/** How much more fits; below zero when it is too long already. */
export function room(text, limits = MESSAGE) {
  const { characters, bytes } = measure(text);
  return Math.min(limits.characters - characters, limits.bytes - bytes);
}

/** Why a text cannot be sent, as a refusal code, or null. */
export function fault(text, limits = MESSAGE) {
  if (measure(text).characters === 0) return "empty-message";
  return room(text, limits) < 0 ? "message-too-long" : null;
}
