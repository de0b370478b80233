/** Log levels, in rising order; the number is what is stored. */
export const LEVELS = ['debug', 'info', 'warning', 'error', 'critical'] as const;
export type LogLevel = (typeof LEVELS)[number];

/** Where an entry came from; the number is what is stored. */
export const SOURCES = ['rpt', 'stdout', 'rcon', 'manager'] as const;
