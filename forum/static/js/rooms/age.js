/** How old something is, as coarsely as people are told: 0 just now, 1 a few minutes ago, 2 earlier. */

const MINUTE = 60_000;
const AGES = [0, MINUTE, 10 * MINUTE];

/** The age of what has been there for so many milliseconds. */
export function ageClass(milliseconds) {
  return AGES.filter((from) => milliseconds >= from).length - 1;
}

/** The latest moment since which something of this age has been there. */
export function bornAt(age = 0) {
  return performance.now() - AGES[age];
}

/** Of the words for every age in `node`, shows those for what has been there since `born`. */
export function showAge(node, born) {
  const age = String(ageClass(performance.now() - born));
  for (const words of node.querySelectorAll("[data-age]")) words.hidden = words.dataset.age !== age;
}
