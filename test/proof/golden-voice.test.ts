import { expect, test } from '@jest/globals';
import { readConversations } from '../../src/flow/conversations.ts';
import { COMPOSERS } from '../../src/proof/content.ts';
import { playAll } from '../../src/proof/golden.ts';
import { repairFlow } from '../engine/flows.ts';

const CONVERSATIONS = `
- name: somebody who does not read
  locale: en
  channels: [whatsapp, messenger]
  steps:
    - send: hello
      bubbles:
        - |-
          This is the repair robot. It never asks for your name.

          Where do you live?
      choices: 1 ⚓ Harbour | 2 Hill | 3 Somewhere else | 4 Deutsch / English | 9 Back | 0 Menu
    - tap: 🔊
      bubbles: [🔊 welcome.say + region.ask]
      choices: 1 ⚓ Harbour | 2 Hill | 3 Somewhere else | 4 Deutsch / English | 9 Back | 0 Menu
    - send: "2"
      bubbles: [What is broken?]
      choices: 1 🚲 Bicycle | 2 Clothes or phone | 3 More tips | 9 Back | 0 Menu
    - send: "88"
      bubbles: [🔊 need.ask]
      choices: 1 🚲 Bicycle | 2 Clothes or phone | 3 More tips | 9 Back | 0 Menu
    - tap: 🔊
      of: 1
      bubbles: [🔊 region.ask]
      choices: 1 ⚓ Harbour | 2 Hill | 3 Somewhere else | 4 Deutsch / English | 9 Back | 0 Menu
`;

test('a golden conversation writes down what is heard by the texts that are spoken', () => {
  const { flow } = repairFlow([], { 'en/welcome.say': 2, 'en/region.ask': 3, 'en/need.ask': 3 });
  const { conversations, problems } = readConversations([{ path: 'voice.yaml', text: CONVERSATIONS }], flow.locales);
  expect(problems).toEqual([]);
  const plays = playAll(flow, COMPOSERS, conversations);
  expect(plays.map(({ channel }) => channel)).toEqual(['whatsapp', 'messenger']);
  expect(plays.map(({ stuck, differences }) => ({ stuck, differences }))).toEqual(Array(2).fill({ stuck: undefined, differences: [] }));
});
