import { ArchiveReader, type ArchiveMember } from '@rumpus/storage';

export type SourceMember = ArchiveMember;

/** Members of an archive in its own order, content on demand. */
export interface MemberSource {
  /** The next member; undefined at the end. */
  next(): SourceMember | undefined;
  /** Streams the content of the member just named. */
  read(sink: (chunk: Uint8Array) => void): void;
  close(): void;
}

/** libarchive as a member source. */
export class LibarchiveSource implements MemberSource {
  private readonly reader: ArchiveReader;

  constructor(path: string, options: { onRead?: (bytes: number) => void; compressedFile?: boolean } = {}) {
    this.reader = new ArchiveReader(path, options);
  }

  next(): SourceMember | undefined {
    return this.reader.next();
  }

  read(sink: (chunk: Uint8Array) => void): void {
    for (let chunk = this.reader.read(); chunk; chunk = this.reader.read()) sink(chunk);
  }

  close(): void {
    this.reader.close();
  }
}
