/** Far above what a content has of positions in all its languages; a message cannot fill memory by asking for odd ones. */
const MOST = 5_000;

/**
 * Keeps what was made of a content (`of`) under a short key, so that it is made once and not at each turn: content never changes, an
 * edit makes another one, and the old one's entries go with it. What is kept is shared, so it must never be changed by whoever gets it.
 */
export function makeMemo<Content extends object, T>() {
  const kept = new WeakMap<Content, Map<string, T>>();
  return (of: Content, key: string, make: () => T): T => {
    let own = kept.get(of);
    if (own === undefined || own.size >= MOST) {
      own = new Map();
      kept.set(of, own);
    }
    const known = own.get(key);
    if (known !== undefined) return known;
    const made = make();
    own.set(key, made);
    return made;
  };
}
