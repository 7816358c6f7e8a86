/** What the walk can find, beside the static checks of the loader. */
export const PROOF_CODES = {
  'walk-dead-end': 'a position offers no way on',
  'walk-choice-lost': 'a choice that is offered leads to nothing',
  'walk-bubbles': 'more bubbles in one turn than allowed',
  'walk-bubble-long': 'a bubble, as the engine puts it together, is too long',
  'walk-claim-unreached': 'no position says this claim',
  'walk-service-far': 'a service is not shown within three choices after the greeting',
  'walk-service-misplaced': 'a service or claim is shown in a region where it does not hold',
  'walk-node-unreached': 'nobody can get to this node',
  'walk-sound': 'what is heard on one way to a card costs too much data',
  'walk-payload': 'a platform would refuse or cut a message',
} as const;
export type ProofCode = keyof typeof PROOF_CODES;

/** `place` is a name such as `node:region`, which only `Places` knows the line of: lines move when something above them is edited. */
export type Finding = { readonly code: ProofCode; readonly place: string; readonly message: string; readonly hint: string };
export type Report = (code: ProofCode, place: string, message: string, hint: string) => void;
