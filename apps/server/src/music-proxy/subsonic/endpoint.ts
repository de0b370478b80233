import type { SubsonicCall } from './call.js';

/** The backend's answer may be looked at while it is relayed; it is not changed. */
export interface Watched {
  readonly onAnswer: (status: number, contentType: string) => void;
}

/**
 * What the proxy does itself for some method. It answers the call, or has it passed to the backend untouched (`relay`, or `Watched`).
 * It may throw: faults become answers of the protocol.
 */
export type Endpoint = (call: SubsonicCall) => Promise<'answered' | 'relay' | Watched>;

/** Endpoints by method name in lower case. */
export type EndpointTable = Readonly<Record<string, Endpoint>>;
