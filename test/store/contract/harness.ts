import type { OutboundState, Store } from '../../../src/store/store.ts';

/** What the suite needs to know of a database beyond the store's own interface. Each is opened on fresh, empty data. */
export type Harness = {
  readonly store: Store;
  /** Another worker on the same data, at the same time. */
  readonly another: () => Promise<Store>;
  /** The store as a new process would find it if the old one were killed now. The old one is not to be used after it. */
  readonly afterKill: () => Promise<Store>;
  /** State and code of a message; undefined when nothing is known of it. */
  readonly stateOf: (ref: string) => Promise<{ readonly state: OutboundState; readonly code: string | undefined } | undefined>;
  /** Every row of every table as text, bytes as base64. */
  readonly everything: () => Promise<string>;
  readonly close: () => Promise<void>;
};

export type OpenHarness = () => Promise<Harness>;
