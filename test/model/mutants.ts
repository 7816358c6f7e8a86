import type { Mutant } from './explorer.ts';
import type { Rules, Size } from './world.ts';

const NONE = { crash: 0, wait: 0, again: 0, status: 0, unclear: 0 } as const;

/** Small worlds whose every path is walked in every test run. Two messages of one person unless said. */
export const SIZES = {
  'two processes and nothing else': { ...NONE, messages: [0, 0, 0], parts: 1 },
  'a crash at each step, a redelivery, a status': { ...NONE, messages: [0, 0], parts: 1, crash: 1, again: 1, status: 1 },
  'late workers': { ...NONE, messages: [0, 0], parts: 1, wait: 1 },
  'an answer of the platform lost': { ...NONE, messages: [0], parts: 1, wait: 1, unclear: 1, status: 1 },
  'answers of two parts, a crash': { ...NONE, messages: [0, 0], parts: 2, crash: 1 },
  'at the desk: a crash, a redelivery, a status': { ...NONE, messages: [0, 0], parts: 1, crash: 1, again: 1, status: 1, desk: 'always' },
  'at the desk: late workers, an answer of the platform lost': { ...NONE, messages: [0, 0], parts: 1, wait: 1, unclear: 1, desk: 'always' },
  'at the desk: answers of two parts, a crash': { ...NONE, messages: [0, 0], parts: 2, crash: 1, desk: 'always' },
  'at the desk or by the inbox': { ...NONE, messages: [0, 0], parts: 1, desk: 'either' },
} as const satisfies Record<string, Size>;

/** Larger ones, walked by `node test/model/main.ts`. */
export const LARGE_SIZES = {
  'two crashes': { ...NONE, messages: [0, 0], parts: 1, crash: 2 },
  'two messages, an answer of the platform lost': { ...NONE, messages: [0, 0], parts: 1, wait: 1, unclear: 1 },
  'three messages, a crash, a redelivery, a status': { ...NONE, messages: [0, 0, 0], parts: 1, crash: 1, again: 1, status: 1 },
  'everything once': { ...NONE, messages: [0, 0], parts: 1, crash: 1, wait: 1, again: 1, status: 1, unclear: 1 },
  'two parts, late workers, a status': { ...NONE, messages: [0, 0], parts: 2, wait: 1, status: 1 },
  'two people in one batch, late workers': { ...NONE, messages: [0, 1], parts: 1, wait: 1 },
  'two people, a crash, late workers': { ...NONE, messages: [0, 1], parts: 1, crash: 1, wait: 1 },
  'three messages of two people, a crash': { ...NONE, messages: [0, 1, 0], parts: 1, crash: 1 },
  'at the desk: everything once': {
    ...NONE,
    messages: [0, 0],
    parts: 1,
    crash: 1,
    wait: 1,
    again: 1,
    status: 1,
    unclear: 1,
    desk: 'always',
  },
  'at the desk or by the inbox, three messages, a crash': { ...NONE, messages: [0, 0, 0], parts: 1, crash: 1, desk: 'either' },
  'at the desk or by the inbox, late workers': { ...NONE, messages: [0, 0], parts: 1, wait: 1, desk: 'either' },
  'two crashes and late workers': { ...NONE, messages: [0, 0], parts: 1, crash: 2, wait: 1 },
} as const satisfies Record<string, Size>;

export type Break = {
  readonly rule: string;
  /** A world in which that shows, and how. */
  readonly size: keyof typeof SIZES;
  readonly shows: RegExp;
  readonly mutant?: Mutant;
  readonly rules?: Partial<Rules>;
};

/** Each rule of the pipeline, broken in one place: in the store by a wrapper around it, in the loops by another order of their steps. */
export const BREAKS: readonly Break[] = [
  {
    rule: 'a message seen before adds nothing',
    size: 'a crash at each step, a redelivery, a status',
    shows: /answered twice|should be for/,
    mutant: (store, db) => ({
      ...store,
      receive: (updates, now) => {
        db.exec('DELETE FROM seen');
        return store.receive(updates, now);
      },
    }),
  },
  {
    rule: 'a commit holds only at the version of its claim',
    size: 'late workers',
    shows: /answered twice|should come after/,
    mutant: (store, db) => ({
      ...store,
      commitTurns: (results, now) => {
        for (const { conversation, lease } of results) {
          const key = Buffer.from(conversation, 'base64url');
          db.prepare(`
            INSERT INTO turns (conversation, due, first, last, lease) SELECT conversation, 0, 0, 0, ? FROM names WHERE name = ?
            ON CONFLICT DO UPDATE SET lease = excluded.lease
          `).run(lease.version, key);
        }
        return store.commitTurns(results, now);
      },
    }),
  },
  {
    rule: 'a turn is one transaction',
    size: 'two processes and nothing else',
    shows: /answered twice|should come after/,
    mutant: (store) => ({
      ...store,
      commitTurns: async (results, now) => {
        await store.commitTurns(
          results.map((result) => ({ ...result, events: [] })),
          now,
        );
        return store.commitTurns(results, now);
      },
    }),
  },
  {
    rule: 'a message that is being sent is nobody else’s',
    size: 'two processes and nothing else',
    shows: /twice, and nothing had cut off its record/,
    mutant: (store, db) => ({
      ...store,
      claimSends: (options) => {
        db.exec('UPDATE sends SET due = 0');
        return store.claimSends(options);
      },
    }),
  },
  {
    rule: 'the oldest message of a conversation goes first',
    size: 'answers of two parts, a crash',
    shows: /is not behind the part before it/,
    mutant: (store, db) => ({
      ...store,
      claimSends: (options) => {
        db.exec('UPDATE sends SET message = (SELECT max(id) FROM outbox o WHERE o.conversation = sends.conversation) WHERE owner IS NULL');
        return store.claimSends(options);
      },
    }),
  },
  {
    rule: 'the next message waits for the end of the one before it',
    size: 'answers of two parts, a crash',
    shows: /is not behind the part before it|behind a later one/,
    mutant: (store, db) => ({
      ...store,
      claimSends: (options) => {
        db.exec(`
          UPDATE sends SET owner = NULL, due = 0, message = (SELECT max(id) FROM outbox o WHERE o.conversation = sends.conversation)
          WHERE owner IS NOT NULL AND message < (SELECT max(id) FROM outbox o WHERE o.conversation = sends.conversation)
        `);
        return store.claimSends(options);
      },
    }),
  },
  {
    rule: 'waiting messages are taken up in the order in which they came',
    size: 'two processes and nothing else',
    shows: /is for «m1 m0|is for «m2|should be for/,
    mutant: (store) => ({
      ...store,
      claimTurns: async (options) => (await store.claimTurns(options)).map((work) => ({ ...work, events: work.events.toReversed() })),
    }),
  },
  {
    rule: 'the desk leaves whoever waits in the inbox to the inbox',
    size: 'at the desk or by the inbox',
    shows: /should come after|should be for|answered twice/,
    mutant: (store, db) => ({
      ...store,
      receiveAndAnswer: async (updates, now, desk) => {
        db.exec('CREATE TABLE hidden AS SELECT * FROM turns; DELETE FROM turns');
        const report = await store.receiveAndAnswer(updates, now, desk);
        db.exec('INSERT OR IGNORE INTO turns SELECT * FROM hidden; DROP TABLE hidden');
        return report;
      },
    }),
  },
  {
    rule: 'what was answered at the desk and not sent is leased to nobody else',
    size: 'at the desk: a crash, a redelivery, a status',
    shows: /twice, and nothing had cut off its record/,
    mutant: (store, db) => ({
      ...store,
      receiveAndAnswer: async (updates, now, desk) => {
        const report = await store.receiveAndAnswer(updates, now, desk);
        db.exec('UPDATE sends SET owner = NULL, due = 0');
        return report;
      },
    }),
  },
  {
    rule: 'a status ends its message, whatever we have recorded',
    size: 'a crash at each step, a redelivery, a status',
    shows: /claimed although it is known to be out/,
    mutant: (store) => ({
      ...store,
      receive: (updates, now) =>
        store.receive(
          updates.filter(({ kind }) => kind !== 'status'),
          now,
        ),
    }),
  },
  {
    rule: 'stored before it is answered 200',
    size: 'a crash at each step, a redelivery, a status',
    shows: /should be for/,
    rules: { storeBeforeAnswer: false },
  },
  {
    rule: 'sent before it is recorded as sent',
    size: 'a crash at each step, a redelivery, a status',
    shows: /should be for/,
    rules: { sendBeforeRecord: false },
  },
  {
    rule: 'nothing is sent once its lease is over',
    size: 'late workers',
    shows: /twice, and nothing had cut off its record/,
    rules: { sendWithinLease: false },
  },
];

/** No rule but a saving: whoever claims a turn that another holds makes the other's commit void, so nothing but work is lost. */
export const turnLeasesIgnored: Mutant = (store, db) => ({
  ...store,
  claimTurns: (options) => {
    db.exec('UPDATE turns SET due = 0');
    return store.claimTurns(options);
  },
});
