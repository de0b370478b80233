import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@rumpus/config';
import { diskStorage } from 'multer';
import type { MulterModuleOptions } from '@nestjs/platform-express';

const MEBIBYTE = 1024 * 1024;

/** Uploads go to files of random names on the volume of the servers, so that taking them in is a rename; what is too large is cut off while it comes. */
export function uploadOptions({ dir, maxUploadMb }: Config['servers']): MulterModuleOptions {
  const folder = join(dir, 'uploads');
  const destination = (_request: unknown, _file: unknown, done: (error: Error | null, path: string) => void): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    done(null, folder);
  };
  const filename = (_request: unknown, _file: unknown, done: (error: Error | null, name: string) => void): void => done(null, randomUUID());
  return { storage: diskStorage({ destination, filename }), limits: { fileSize: maxUploadMb * MEBIBYTE, files: 64, fields: 10 } };
}
