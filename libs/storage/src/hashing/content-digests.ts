import { createHash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The three digests of some content, lower-case hex; `crc32` has eight digits. `size` is in bytes. */
export interface Digests {
  crc32: string;
  md5: string;
  sha1: string;
  size: number;
}

/** CRC32, MD5 and SHA-1 of a stream of chunks, in one pass. */
export class ContentDigests {
  private crc = 0;
  private size = 0;
  private readonly md5: Hash = createHash('md5');
  private readonly sha1: Hash = createHash('sha1');

  update(chunk: Uint8Array): void {
    this.crc = crc32(chunk, this.crc);
    this.md5.update(chunk);
    this.sha1.update(chunk);
    this.size += chunk.length;
  }

  /** The digests of what came so far; the computation goes on. */
  snapshot(): Digests {
    return { crc32: hexOfCrc(this.crc), md5: this.md5.copy().digest('hex'), sha1: this.sha1.copy().digest('hex'), size: this.size };
  }

  /** Ends the computation; the object is spent afterwards. */
  finish(): Digests {
    return { crc32: hexOfCrc(this.crc), md5: this.md5.digest('hex'), sha1: this.sha1.digest('hex'), size: this.size };
  }
}

/** Eight lower-case hex digits. */
export const hexOfCrc = (crc: number): string => (crc >>> 0).toString(16).padStart(8, '0');
