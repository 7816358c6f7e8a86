import { expect, test } from '@jest/globals';
import { verifiedChallenge } from '../../../src/channels/meta/verification.ts';

const TOKEN = 'verify-me';
const query = (more: Record<string, unknown> = {}) => ({
  'hub.mode': 'subscribe',
  'hub.verify_token': TOKEN,
  'hub.challenge': '1158201444',
  ...more,
});

test.each<[string, Record<string, unknown>, string | undefined]>([
  ['our token', query(), '1158201444'],
  ['a challenge that is no number', query({ 'hub.challenge': 'aB-_' }), 'aB-_'],
  ['zeros in front are kept', query({ 'hub.challenge': '0007' }), '0007'],
  ['other parameters beside', query({ utm: 'x' }), '1158201444'],
  ['another token', query({ 'hub.verify_token': 'verify-you' }), undefined],
  ['the token and more', query({ 'hub.verify_token': `${TOKEN} ` }), undefined],
  ['an empty token', query({ 'hub.verify_token': '' }), undefined],
  ['a token given twice', query({ 'hub.verify_token': [TOKEN, TOKEN] }), undefined],
  ['another mode', query({ 'hub.mode': 'unsubscribe' }), undefined],
  ['no mode', query({ 'hub.mode': undefined }), undefined],
  ['no challenge', query({ 'hub.challenge': undefined }), undefined],
  ['an empty challenge', query({ 'hub.challenge': '' }), undefined],
  ['a challenge as a list', query({ 'hub.challenge': ['1', '2'] }), undefined],
  ['a challenge of 201 characters', query({ 'hub.challenge': '1'.repeat(201) }), undefined],
  ['names with underscores', { hub_mode: 'subscribe', hub_verify_token: TOKEN, hub_challenge: '1' }, undefined],
  ['nothing', {}, undefined],
])('%s', (_label, given, challenge) => {
  expect(verifiedChallenge(given, TOKEN)).toBe(challenge);
});
