/** Why an archive could not be read completely. */
export type ArchiveProblem = 'encrypted' | 'truncated' | 'corrupt' | 'unsupported' | 'unreadable' | 'too-large' | 'not-an-archive';

/** An archive that can't be read completely; `problem` says why in one word, the message in a sentence. */
export class ArchiveError extends Error {
  constructor(
    readonly problem: ArchiveProblem,
    message: string,
  ) {
    super(message);
    this.name = 'ArchiveError';
  }
}

/** Sorts libarchive's own words into ours. */
export function problemOf(text: string): ArchiveProblem {
  if (/encrypt|passphrase|password/iu.test(text)) return 'encrypted';
  if (/truncated|premature end|unexpected end|only \d+ available|decompression failed \(-5\)/iu.test(text)) return 'truncated';
  if (/unsupported|not supported|unknown codec|can't allocate|out of memory|no memory/iu.test(text)) return 'unsupported';
  if (/unrecognized archive/iu.test(text)) return 'not-an-archive';
  if (/can't be read/iu.test(text)) return 'unreadable';
  return 'corrupt';
}
