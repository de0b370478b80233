/** A failure in the words of BEMAPI (core spec 15.1). */
export class ApiError extends Error {
  constructor(
    readonly status: 401 | 404 | 405 | 500 | 501,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export const BAD_TOKEN = (): ApiError => new ApiError(401, 'Unauthorized client!');
export const UNKNOWN_GAME = (): ApiError => new ApiError(404, 'Unrecognized request game/version or object.');
export const BAD_ADDRESS = (): ApiError => new ApiError(405, 'Invalid request URI or method.');
export const BAD_VERSION = (): ApiError => new ApiError(501, 'Unsupported protocol version in request.');
