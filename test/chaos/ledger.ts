/** One kill: which generation of the server it ended, and what the disk says was being sent just then. */
export type Kill = { readonly generation: number; readonly inFlight: ReadonlySet<string>; doubles: number };

/**
 * How Graph ended one call for good: it took the message or refused it. `told`: it said so in words that leave no doubt. `came`: when the
 * call reached it, in ms.
 */
export type Ending = { readonly generation: number; readonly told: boolean; readonly came: number };

/** `isNotified`: a notice that ends the row is on its way to the server, which may have stored it long before it says so. */
type Row = { last: Ending; isNotified: boolean; noticedAt: number | undefined };

/** A call may have begun just before the notice was stored that ended its row. */
const NOTICE_SLACK_MS = 1_000;

/**
 * Every message of ours that Graph ended, by the name of its outbox row, and the rule for doubles: a row may come to Graph once more
 * only when the server could not know. Either Graph's answer was lost or unclear, or the server was killed while the row was being
 * sent, which the disk shows: a row whose outcome is recorded is not in flight there. So doubles of a kill are never more than that.
 */
export function makeLedger() {
  const rows = new Map<string, Row>();
  /** The last row of each person: a double of an older one is out of order. */
  const lastOf = new Map<string, string>();
  const kills: Kill[] = [];
  let unclear = 0;

  /** What is wrong with this double, or undefined. */
  function fault(ref: string, row: Row, person: string, ending: Ending): string | undefined {
    const { noticedAt = Infinity } = row;
    if (ending.came > noticedAt + NOTICE_SLACK_MS) return 'a message was sent again although its status had been acknowledged';
    // A notice that comes while the row is being sent again lets the next one go: then Graph may take this call after that one.
    if (lastOf.get(person) !== ref && !row.isNotified) return 'a message was sent again behind a later one';
    if (!row.last.told) {
      unclear += 1;
      return undefined;
    }
    const cause = kills.find(({ generation, inFlight }) => {
      return generation >= row.last.generation && generation < ending.generation && inFlight.has(ref);
    });
    if (cause === undefined) return 'a message was sent twice although Graph had answered and no kill had cut off the record';
    cause.doubles += 1;
    return undefined;
  }

  return {
    /** `first` when this row is new; `fault` when it must not have come again. */
    end: (ref: string, person: string, ending: Ending): { readonly first: boolean; readonly fault?: string | undefined } => {
      const row = rows.get(ref);
      if (row === undefined) {
        rows.set(ref, { last: ending, isNotified: false, noticedAt: undefined });
        lastOf.set(person, ref);
        return { first: true };
      }
      const wrong = fault(ref, row, person, ending);
      row.last = ending;
      return { first: false, fault: wrong };
    },
    /** A notice that ends this row was sent to the server. */
    notified: (ref: string): void => {
      const row = rows.get(ref);
      if (row !== undefined) row.isNotified = true;
    },
    /** The server answered 200 to a notice that ends this row. */
    noticed: (ref: string): void => {
      const row = rows.get(ref);
      if (row !== undefined) row.noticedAt ??= performance.now();
    },
    kill: (kill: Kill): void => void kills.push(kill),
    kills: kills as readonly Kill[],
    unclear: () => unclear,
    size: () => rows.size,
  };
}

export type Ledger = ReturnType<typeof makeLedger>;
