// Loads one of our scripts with one place of it changed: `node --import=.../sabotage.js`, the change in SABOTAGED_SCRIPT.

import { register } from "node:module";

const HOOKS = `
let change;
export function initialize(given) { change = given; }
export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (!url.endsWith("/forum/static/js/" + change.file)) return loaded;
  const source = loaded.source.toString();
  if (!source.includes(change.old)) throw new Error("nothing to sabotage");
  return { ...loaded, source: source.replace(change.old, () => change.new) };
}
`;

register(`data:text/javascript,${encodeURIComponent(HOOKS)}`, { data: JSON.parse(process.env.SABOTAGED_SCRIPT) });
