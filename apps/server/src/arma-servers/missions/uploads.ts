import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@rumpus/config';
import type { Request } from 'express';
import { diskStorage, type StorageEngine } from 'multer';
import { failureBody } from '../http/languard.filter.js';
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
  return { storage: endingAtTheLimit(diskStorage({ destination, filename }), maxUploadMb), limits: { fileSize: maxUploadMb * MEBIBYTE, files: 64, fields: 10 } };
}

/** How long a client has to read the answer before the connection is ended under it. */
const LINGER_MS = 250;

/**
 * A storage that answers as soon as a file is too large. By itself multer takes in the rest of the request before it says
 * so, which for a file of gigabytes is minutes of traffic for nothing.
 */
function endingAtTheLimit(disk: StorageEngine, maxMb: number): StorageEngine {
  return {
    _handleFile: (request, file, done) => {
      file.stream.once('limit', () => refuse(request, maxMb));
      disk._handleFile(request, file, done);
    },
    _removeFile: (request, file, done) => disk._removeFile(request, file, done),
  };
}

function refuse(request: Request, maxMb: number): void {
  const { res: response } = request;
  if (response === undefined || response.headersSent) return;
  response.once('finish', () => setTimeout(() => request.destroy(), LINGER_MS).unref());
  const body = failureBody({ status: 413, code: 'UPLOAD_TOO_LARGE', message: `A file may be ${String(maxMb)} MB at most`, details: { max_mb: maxMb } }, response);
  response.status(413).set('Connection', 'close').json(body);
}
