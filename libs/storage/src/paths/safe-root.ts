import { lstat, realpath } from 'node:fs/promises';
import { isAbsolute, join, normalize, resolve, sep } from 'node:path';
import { invalid, notFound } from '@rumpus/errors';
import { fsPath } from './raw-names.js';

export interface SafeRootOptions {
  /**
   * Symbolic links below the root may lead elsewhere: the way people mount storage into a game library
   * (library-scan spec §1). Without it, a path whose target leaves the root is refused.
   */
  allowLinks?: boolean;
}

/** A folder that paths from outside are resolved in and can't leave. */
export class SafeRoot {
  readonly root: string;
  private readonly allowLinks: boolean;

  constructor(root: string, options: SafeRootOptions = {}) {
    this.root = resolve(root);
    this.allowLinks = options.allowLinks ?? false;
  }

  /**
   * The absolute path of `relative`, checked by its text alone: no absolute path, no `..`, no NUL.
   * @throws DomainError `invalid` with the field `path`.
   */
  lexical(relative: string): string {
    if (relative.includes('\0')) throw invalid('A path must not contain a NUL byte', 'path');
    if (isAbsolute(relative) || /^[a-z]:[\\/]/iu.test(relative)) throw invalid('An absolute path is not allowed', 'path');
    if (relative.split(/[\\/]/u).includes('..')) throw invalid('A path must not contain ".."', 'path');
    const path = normalize(join(this.root, relative));
    if (path !== this.root && !path.startsWith(withSeparator(this.root))) throw invalid('The path leaves its folder', 'path');
    return path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
  }

  /**
   * Like `lexical`, and looks at the disk too: what exists of the path must really lie in the root, links followed
   * (unless links are allowed here). The path itself need not exist.
   * @throws DomainError `invalid` (bad path).
   */
  async resolve(relative: string): Promise<string> {
    const path = this.lexical(relative);
    if (this.allowLinks && (await this.hasLink(relative))) return path;
    const root = await realpath(this.root).catch(() => this.root);
    const real = await this.realOfExistingPart(path);
    if (real !== root && !real.startsWith(withSeparator(root))) throw invalid('The path leaves its folder', 'path');
    return path;
  }

  /**
   * Like `resolve`, for something that must be there.
   * @throws DomainError `not-found` when nothing is there.
   */
  async existing(relative: string): Promise<string> {
    const path = await this.resolve(relative);
    try {
      await lstat(fsPath(path));
    } catch (error) {
      throw notFound('There is no such file', { cause: error });
    }
    return path;
  }

  private async hasLink(relative: string): Promise<boolean> {
    let path = this.root;
    for (const part of relative.split('/')) {
      path = join(path, part);
      const stat = await lstat(fsPath(path)).catch(() => undefined);
      if (!stat) return false;
      if (stat.isSymbolicLink()) return true;
    }
    return false;
  }

  /** The real path of the deepest ancestor that exists, with the rest of the path appended. */
  private async realOfExistingPart(path: string): Promise<string> {
    let known = path;
    let rest = '';
    for (;;) {
      try {
        return join(await realpath(fsPath(known)), rest);
      } catch (error) {
        // A link that leads nowhere, or in a circle, must not be taken for "does not exist yet".
        if ((await lstat(fsPath(known)).catch(() => undefined)) !== undefined) throw invalid('The path runs through a broken link', 'path', { cause: error });
        const parent = join(known, '..');
        if (parent === known) return path;
        rest = join(known.slice(withSeparator(parent).length), rest);
        known = parent;
      }
    }
  }
}

const withSeparator = (path: string): string => (path.endsWith(sep) ? path : path + sep);
