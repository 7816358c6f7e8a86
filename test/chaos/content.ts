import { ROOT } from '../support/content.ts';

/** What the server of a run says, and words that lead all over it. */
export type ChaosContent = {
  readonly flows: string;
  readonly locales: string;
  /** Some in every language, and some that lead nowhere. */
  readonly words: readonly string[];
  /** Words of somebody who wants everything forgotten. */
  readonly forgetting: readonly string[];
};

/** That of this repository. */
export const REAL: ChaosContent = {
  flows: `${ROOT}/flows`,
  locales: `${ROOT}/locales`,
  words: [
    ...['bonjour', 'hello', 'menu', 'retour', 'aide', 'français', 'english', 'parler à quelqu’un', 'qwxz zxwq', 'merci'],
    ...['gao', 'je suis à gao', 'ménaka', 'Tombouctou', 'où dormir', 'I am hungry', 'malade', 'police', 'retour au pays', 'OIM'],
    ...['je suis à gao je cherche où dormir', 'I am in Gao and need a doctor', 'à ménaka je cherche à manger', 'autre région'],
  ],
  forgetting: ['stop', 'effacer mes données', 'delete my data'],
};

/** A small tree: its server is there in a quarter of the time, and what is done with its answers is the same. */
export const SMALL: ChaosContent = {
  flows: `${ROOT}/test/fixtures/flow/flows`,
  locales: `${ROOT}/test/fixtures/flow/locales`,
  words: [
    ...['hello', 'menu', 'back', 'language', 'deutsch', 'english', 'talk to somebody', 'qwxz zxwq', 'hafen', 'hill'],
    ...['harbour', 'bicycle at the harbour', 'my coat', 'screen', 'bike kitchen', 'fire', 'phone and coat, castle hill', 'zero'],
  ],
  forgetting: ['stop'],
};
