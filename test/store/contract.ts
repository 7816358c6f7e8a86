import { afterEach, beforeEach, describe } from '@jest/globals';
import { deskContract } from './contract/desk.ts';
import { durabilityContract } from './contract/durability.ts';
import { forgettingContract } from './contract/forgetting.ts';
import type { Harness, OpenHarness } from './contract/harness.ts';
import { inboxContract } from './contract/inbox.ts';
import { mediaContract } from './contract/media.ts';
import { modelContract } from './contract/model.ts';
import { outboxContract } from './contract/outbox.ts';
import { peopleContract } from './contract/people.ts';

/** What every store must do, whatever the database. `open` gives a store on fresh, empty data for each test. */
export function storeContract(name: string, open: OpenHarness): void {
  describe(`${name} store`, () => {
    let current: Harness | undefined;
    beforeEach(async () => {
      current = await open();
    });
    afterEach(async () => current?.close());
    const harness = (): Harness => {
      if (!current) throw new Error('only inside a test');
      return current;
    };

    inboxContract(harness);
    deskContract(harness);
    outboxContract(harness);
    peopleContract(harness);
    mediaContract(harness);
    forgettingContract(harness);
    durabilityContract(harness);
    modelContract(open);
  });
}
