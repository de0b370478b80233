/** Why bytes could not be read, in a word that code can branch on. */
export type ProtocolErrorCode =
  | 'malformed' // the bytes break a rule of the format
  | 'truncated' // a length points past the end
  | 'unsupported' // an encoding, type or header value nobody defines
  | 'limit'; // larger, deeper or slower than the limits allow

/** The bytes are not a message of this protocol. Every decoder of this package throws this class and no other. */
export class ProtocolError extends Error {
  constructor(
    readonly code: ProtocolErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'ProtocolError';
  }
}

/** A tree that no message can carry was built: a value outside its type's range, a name outside the alphabet. */
export class NodeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NodeError';
  }
}
