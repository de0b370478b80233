import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { invalid, notFound } from '@rumpus/errors';
import { SafeRoot, writeAtomic } from '@rumpus/storage';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, extname } from 'node:path';

/** An image type we take and serve, known by its first bytes. */
interface ImageType {
  extension: string;
  mime: string;
  matches(bytes: Buffer): boolean;
}

const starts = (bytes: Buffer, at: number, text: string): boolean => bytes.subarray(at, at + text.length).toString('latin1') === text;

const images: readonly ImageType[] = [
  { extension: 'png', mime: 'image/png', matches: (bytes) => starts(bytes, 0, '\x89PNG\r\n\x1a\n') },
  { extension: 'jpg', mime: 'image/jpeg', matches: (bytes) => starts(bytes, 0, '\xff\xd8\xff') },
  { extension: 'gif', mime: 'image/gif', matches: (bytes) => starts(bytes, 0, 'GIF87a') || starts(bytes, 0, 'GIF89a') },
  { extension: 'webp', mime: 'image/webp', matches: (bytes) => starts(bytes, 0, 'RIFF') && starts(bytes, 8, 'WEBP') },
];

/** Keeps users' pictures. What they are is decided by content, never by the name or type a client claims. */
@Injectable()
export class AvatarService {
  readonly #root: SafeRoot;

  constructor(@Inject(CONFIG) config: Config) {
    this.#root = new SafeRoot(config.library.assetsPath);
  }

  /** Stores a picture and returns its path relative to the assets folder (library-api spec §4.4). */
  async store(userId: number, bytes: Buffer): Promise<string> {
    const type = images.find((image) => image.matches(bytes));
    if (type === undefined) throw invalid(`Avatar must be a PNG, JPEG, WebP, or GIF image (detected ${looksLike(bytes)})`, 'avatar');
    const path = `${folderOf(userId)}/avatar.${type.extension}`;
    const absolute = await this.#root.resolve(path);
    await mkdir(dirname(absolute), { recursive: true });
    await writeAtomic(absolute, bytes);
    return path;
  }

  /** Where a picture lies and how it may be served: known images in place, anything else as a download. */
  async locate(avatarPath: string, missing = 'Avatar not found'): Promise<{ path: string; contentType: string; disposition: 'inline' | 'attachment' }> {
    if (avatarPath === '') throw notFound(missing);
    const path = await this.#root.existing(avatarPath).catch(() => {
      throw notFound(missing);
    });
    const extension = extname(path).slice(1).toLowerCase().replace('jpeg', 'jpg');
    const type = images.find((image) => image.extension === extension);
    return type === undefined ? { path, contentType: 'application/octet-stream', disposition: 'attachment' } : { path, contentType: type.mime, disposition: 'inline' };
  }

  /**
   * A file of the assets folder by its path: any account's picture, or what lies in the caller's own folder. RomM let every caller read
   * every account's files. @throws DomainError `not-found`, also for a path that leaves the folder
   */
  async asset(relative: string, callerId: number): ReturnType<AvatarService['locate']> {
    const shown = /^users\/[^/]+\/profile\/[^/]+$/u.test(relative) || relative.startsWith(`${userFolder(callerId)}/`);
    return this.locate(shown ? relative : '', 'Asset not found');
  }

  /** Removes the profile folder of a user who is gone. */
  async forget(userId: number): Promise<void> {
    await rm(await this.#root.resolve(folderOf(userId)), { recursive: true, force: true });
  }
}

const userFolder = (userId: number): string => `users/${Buffer.from(`User:${String(userId)}`).toString('hex')}`;
const folderOf = (userId: number): string => `${userFolder(userId)}/profile`;

const looksLike = (bytes: Buffer): string => {
  const head = bytes.subarray(0, 256).toString('latin1').trimStart().toLowerCase();
  if (head.startsWith('<svg') || head.startsWith('<?xml')) return 'image/svg+xml';
  if (head.startsWith('<!doctype html') || head.startsWith('<html')) return 'text/html';
  return bytes.length === 0 ? 'an empty file' : 'application/octet-stream';
};
