import Sequencer from '@jest/test-sequencer';

/** Files that take longest. They begin first, so that none of them is left at the end, alone, while the other workers have nothing to do. */
const LONGEST = [
  'page/emulator-page',
  'model/pipeline',
  'chaos/chaos',
  'whole/hostile',
  'service/emulator-faults',
  'whole/stop',
  'flow/mutations',
  'service/emulator',
  'whole/botframework-clients',
  'service/live-content',
  'engine/unsure',
  'service/emulator-service',
  'page/scripted-page',
  'engine/properties',
  'proof/prove',
];

/**
 * For the first run on a machine, when Jest knows the sizes of files alone; after it, it knows how long each one took. Plain JavaScript,
 * because the types of this package, which is Jest's own, are those of another form of it.
 */
export default class LongestFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}

function placeOf({ path }) {
  const place = LONGEST.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
  return place < 0 ? LONGEST.length : place;
}
