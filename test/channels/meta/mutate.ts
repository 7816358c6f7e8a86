import fc from 'fast-check';

type Place = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string | number };

/** Values that break a reader who trusts: wrong kinds, extremes, deep nests, names of the prototype. */
const JUNK: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1e308,
  () => '',
  () => ' ',
  () => 'NaN',
  () => '99999999999999999999',
  () => 'x'.repeat(300),
  () => '\ud800',
  () => [],
  () => ({}),
  () => [null],
  () => [[[]]],
  () => ({ length: 1e9 }),
  () => JSON.parse('{"__proto__":{"type":"text"},"constructor":1,"toString":2}'),
  () => JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`),
];

const place = fc.nat();
const junk = fc.nat(JUNK.length - 1);

/** One change to a JSON value: where (by number, wrapped round), what is done there, and with which junk. */
const change = fc.record({ place, junk, how: fc.constantFrom('replace', 'delete', 'repeat', 'rename', 'wrap') });
export type Change = typeof change extends fc.Arbitrary<infer One> ? One : never;
/** One to three changes; shrinks to fewer. */
export const changes = fc.array(change, { minLength: 1, maxLength: 3 });

/** A copy of `value` with the changes made one after another. The value itself can be replaced, too. */
export function mutated(value: unknown, list: readonly Change[]): unknown {
  const root: { value: unknown } = { value: structuredClone(value) };
  for (const { place, junk, how } of list) {
    const places = placesOf(root);
    const at = places[place % places.length];
    if (at) apply(at, how, JUNK[junk]?.());
  }
  return root.value ?? null;
}

function placesOf(root: Record<string, unknown>): Place[] {
  const places: Place[] = [];
  const waiting: Place['holder'][] = [root];
  for (let holder = waiting.pop(); holder; holder = waiting.pop()) {
    const keys = Array.isArray(holder) ? [...holder.keys()] : Object.keys(holder);
    for (const key of keys) {
      places.push({ holder, key });
      const below = read({ holder, key });
      if (Array.isArray(below)) waiting.push(below);
      else if (below !== null && typeof below === 'object') waiting.push(below as Record<string, unknown>);
    }
  }
  return places;
}

const read = ({ holder, key }: Place): unknown => Reflect.get(holder, key);

function apply(at: Place, how: Change['how'], junk: unknown): void {
  const { holder, key } = at;
  switch (how) {
    case 'replace':
      Reflect.set(holder, key, junk);
      return;
    case 'wrap':
      Reflect.set(holder, key, [read(at), junk]);
      return;
    case 'rename':
      Reflect.set(holder, `${key}_`, read(at));
      Reflect.deleteProperty(holder, key);
      return;
    case 'delete':
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else Reflect.deleteProperty(holder, key);
      return;
    case 'repeat':
      if (Array.isArray(holder)) holder.splice(Number(key), 0, read(at));
      else Reflect.set(holder, `${key}2`, read(at));
  }
}
