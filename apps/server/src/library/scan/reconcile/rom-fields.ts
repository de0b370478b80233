import type { RomDraft } from '../../roms/rom-store.js';
import { deriveName } from '../names/file-names.js';
import { parseTags } from '../names/tags.js';
import type { FoundEntry } from '../walk/walker.js';
import type { FileColumns } from './file-rows.js';

/** Stored lengths (library-scan spec §1; revision and version are ours). */
const NAME_LENGTH = 350;
const EXTENSION_LENGTH = 100;
const SHORT = 100;

/** Hashes of an entry as a whole. */
export interface EntryHashes {
  crc: string;
  md5: string;
  sha1: string;
}

export const NO_ENTRY_HASHES: EntryHashes = { crc: '', md5: '', sha1: '' };

/** What an entry's place says: names and path. */
export function placeFields(entry: Pick<FoundEntry, 'name'>, gamesPath: string) {
  const { extension, noExtension, noTags } = deriveName(entry.name);
  return {
    fs_name: entry.name,
    fs_name_no_ext: noExtension,
    fs_name_no_tags: noTags,
    fs_extension: extension.slice(0, EXTENSION_LENGTH),
    fs_path: gamesPath,
  };
}

/** What the groups in an entry's name say. */
export function tagFields(name: string) {
  const { regions, languages, revision, version, tags } = parseTags(name);
  return { regions, languages, tags, revision: revision?.slice(0, SHORT) ?? null, version: version?.slice(0, SHORT) ?? null };
}

/** What an entry's files say. */
export function contentFields(entry: Pick<FoundEntry, 'name' | 'folder'>, gamesPath: string, files: readonly FileColumns[], hashes: EntryHashes) {
  const folder = `${gamesPath}/${entry.name}`;
  return {
    fs_size_bytes: files.reduce((sum, file) => sum + file.file_size_bytes, 0),
    crc_hash: hashes.crc,
    md5_hash: hashes.md5,
    sha1_hash: hashes.sha1,
    multi_file: entry.folder && files.length > 0,
    top_level_file_count: entry.folder ? files.filter((file) => file.file_path === folder).length : files.length,
    has_soundtrack: files.some((file) => file.category === 'soundtrack'),
  };
}

/** A new entry: its name is the file name without tags until somebody knows better. */
export function newRom(platformId: number, entry: FoundEntry, gamesPath: string, files: readonly FileColumns[], hashes: EntryHashes): RomDraft {
  const place = placeFields(entry, gamesPath);
  return { platform_id: platformId, name: place.fs_name_no_tags.slice(0, NAME_LENGTH), ...place, ...tagFields(entry.name), ...contentFields(entry, gamesPath, files, hashes) };
}
