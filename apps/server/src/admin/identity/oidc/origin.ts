import type { Request } from 'express';

/** Our own address as the browser knows it, by the Host header and the trusted proxy's word about the scheme. */
export const originOf = (request: Pick<Request, 'protocol' | 'headers' | 'host'>): string => `${request.protocol}://${request.host}`;
