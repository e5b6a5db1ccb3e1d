/** Small tools for records and for lists that are never changed in place. */

/** Of a record, the fields of these names that it has. */
export function fields(record, names) {
  return Object.fromEntries(names.filter((name) => name in record).map((name) => [name, record[name]]));
}

/** The list with `item` at `place`, instead of the next `taken` ones. */
export function put(list, place, taken, item) {
  return [...list.slice(0, place), item, ...list.slice(place + taken)];
}

/** The list with `item` in the place of the one that has its id, or at the end. */
export function putById(list, item) {
  const known = list.findIndex(({ id }) => id === item.id);
  return put(list, known < 0 ? list.length : known, known < 0 ? 0 : 1, item);
}
