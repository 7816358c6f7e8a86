import type { Unreachable } from '../http-answer.ts';

/** How a call to a connector failed. `code`: its own word for why. */
export type Fault =
  | Unreachable
  | { readonly kind: 'status'; readonly status: number; readonly code?: string; readonly afterMs?: number }
  /** No token to send with: refused (`denied`), or nobody to get it from. */
  | { readonly kind: 'token'; readonly denied: boolean }
  /** The address is none that we talk to. */
  | { readonly kind: 'foreign' };

/** Carries a fault through botbuilder. It retries and follows its own kinds of errors and answers; of this one it knows nothing. */
export class ConnectorFault extends Error {
  override readonly name = 'ConnectorFault';
  readonly fault: Fault;
  constructor(fault: Fault) {
    super('the connector did not take the activity');
    this.fault = fault;
  }
}
