import type { Exchange } from './traffic.js';

/** An exchange in one line, as lists and the socket tell it. */
export interface ExchangeView {
  id: number;
  at: string;
  address: string;
  pcbid: string;
  model: string;
  call: string;
  status: number;
  milliseconds: number;
  container: string;
  encoding: string;
  encrypted: boolean;
  compressed: boolean;
  received: number;
  sent: number;
}

export function toExchangeView({ id, at, address, request, status, duration, framing, received, sent }: Exchange): ExchangeView {
  return {
    id, at: new Date(at).toISOString(), address, pcbid: request.attribute('srcid') ?? '', model: request.attribute('model') ?? '',
    call: request.children.map((child) => `${child.name}.${child.attribute('method') ?? ''}`).join(', '), status, milliseconds: Math.round(duration * 10) / 10, container: framing.container,
    encoding: framing.encoding, encrypted: framing.info !== undefined, compressed: framing.compressed, received, sent,
  };
}
