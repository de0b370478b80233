/** Where a request comes from, as far as the network tells. */
export interface Caller {
  /** Address of the client, after trusted proxies. */
  ip: string;
  userAgent: string;
}

interface RequestLike {
  ip?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  socket?: { remoteAddress?: string | undefined };
}

/** Reads the caller off an HTTP request. */
export const callerOf = (request: RequestLike): Caller => {
  const agent = request.headers['user-agent'];
  return { ip: request.ip ?? request.socket?.remoteAddress ?? '', userAgent: (typeof agent === 'string' ? agent : '').slice(0, 500) };
};
