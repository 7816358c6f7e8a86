/**
 * Freezes a value and all that it holds, maps and sets included, and returns it. One flow is shared by all conversations of a process,
 * so a write to it would be everybody's mistake; `Object.freeze` alone leaves the entries of a map or set open.
 */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map || value instanceof Set) {
    for (const entry of value.values()) deepFreeze(entry);
    Object.defineProperties(value, { set: { value: refuse }, add: { value: refuse }, delete: { value: refuse }, clear: { value: refuse } });
  } else {
    for (const property of Object.values(value)) deepFreeze(property);
  }
  return Object.freeze(value);
}

function refuse(): never {
  throw new TypeError('the flow is frozen: change the YAML and load it again');
}
