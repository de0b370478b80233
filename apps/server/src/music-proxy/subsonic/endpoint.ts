import type { SubsonicCall } from './call.js';

/**
 * What the proxy does itself for some method. It answers the call, or returns `relay` to have it passed to the backend untouched.
 * It may throw: faults become answers of the protocol.
 */
export type Endpoint = (call: SubsonicCall) => Promise<'answered' | 'relay'>;

/** Endpoints by method name in lower case. */
export type EndpointTable = Readonly<Record<string, Endpoint>>;
