import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import type { Fault } from './config-error.js';
import { ownTopLevelKeys, placedSettings } from './places.js';
import { fileSource } from './resolve.js';

/** What config.yml says. */
export interface ConfigFileContent {
  /** The tree below the root; empty when there is no file or it is broken. */
  readonly tree: Readonly<Record<string, unknown>>;
  /** The syntax error, when the file is broken. */
  readonly parseError: string | undefined;
  /** The raw text; empty when there is no file. */
  readonly text: string;
}

/** Reads config.yml. A missing file counts as empty; one that can't be read throws. */
export function readConfigFile(file: string): ConfigFileContent {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { tree: {}, parseError: undefined, text: '' };
    throw error;
  }
  return parseConfigText(text);
}

/** Parses the text of a config.yml. Aliases are bounded, so that a small file can't unfold into a huge one. */
export function parseConfigText(text: string): ConfigFileContent {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) return { tree: {}, parseError: error.message, text };
  let tree: unknown;
  try {
    tree = document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (failure) {
    return { tree: {}, parseError: failure instanceof Error ? failure.message : String(failure), text };
  }
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) return { tree: {}, parseError: 'The file must hold keys and values at its top', text };
  return { tree: tree as Record<string, unknown>, parseError: undefined, text };
}

/**
 * Faults of our own part that no single setting sees: unknown keys (mostly typing errors), and a broken file that
 * names one of our sections. A broken file with RomM's keys only is no reason not to start (library-scan spec §2).
 */
export function structuralFaults(content: ConfigFileContent): Fault[] {
  if (content.parseError !== undefined) {
    const ours = content.text.split('\n').some((line) => ownTopLevelKeys.has(/^["']?([a-z_]+)["']?\s*:/.exec(line)?.[1] ?? ''));
    return ours ? [{ source: 'config.yml', problem: `can't be read: ${content.parseError}` }] : [];
  }
  return Object.entries(content.tree).flatMap(([top, value]) => (ownTopLevelKeys.has(top) ? faultsInSection(top, value) : []));
}

function faultsInSection(top: string, value: unknown): Fault[] {
  const known = placedSettings.filter((placed) => placed.path[0] === top && placed.path.length > 1).map((placed) => placed.path[1] ?? '');
  if (known.length === 0 || value == null) return [];
  if (typeof value !== 'object' || Array.isArray(value)) return [{ source: fileSource([top]), problem: 'must hold keys and values' }];
  return Object.keys(value).filter((key) => !known.includes(key)).map((key) => ({ source: fileSource([top, key]), problem: `there is no such setting; known here: ${known.join(', ')}` }));
}
