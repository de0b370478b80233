import type { Fault } from '../config-error.js';
import { emulatorjs, streaming } from './parse-players.js';
import {
  builtInExclusions, defaultArtworkPriority, defaultLanguagePriority, defaultMedia, defaultMetadataPriority, defaultRegionPriority, type ExclusionList, exclusionLists, imageTypes, mediaTypes, sourceNames, thumbnailTypes,
} from './tables.js';
import { TreeReader } from './tree-reader.js';
import type { RommFileConfig } from './types.js';

/** A parsed file and what was found wrong with it. */
export interface ParsedRommFile {
  readonly config: RommFileConfig;
  readonly faults: readonly Fault[];
  readonly warnings: readonly string[];
}

/** Checks RomM's part of a parsed config.yml (library-scan spec §2). The config is usable only when there is no fault. */
export function parseRommFile(tree: Readonly<Record<string, unknown>>): ParsedRommFile {
  const reader = new TreeReader(tree);
  const config: RommFileConfig = {
    excluded: Object.fromEntries((Object.keys(exclusionLists) as ExclusionList[]).map((name) => [name, exclusions(reader, name)])) as Record<ExclusionList, string[]>,
    filesystem: {
      romsFolder: reader.text('filesystem.roms_folder') ?? 'roms',
      firmwareFolder: reader.text('filesystem.firmware_folder') ?? 'bios',
      skipHashCalculation: Boolean(reader.at('filesystem.skip_hash_calculation')),
    },
    platformBindings: reader.textMap('system.platforms'),
    platformVersions: reader.textMap('system.versions'),
    scan: scan(reader),
    emulatorjs: emulatorjs(reader),
    streaming: streaming(reader),
  };
  return { config, faults: uniqueFaults(reader.faults), warnings: reader.warnings };
}

/** Only the faults: what stops the start. */
export const rommFileFaults = (tree: Readonly<Record<string, unknown>>): readonly Fault[] => parseRommFile(tree).faults;

/** The spelling that can match: extensions in lower case without a leading dot. */
export function normalExclusion(name: ExclusionList, value: string): string {
  return exclusionLists[name].extension ? value.toLowerCase().replace(/^\./, '') : value;
}

function exclusions(reader: TreeReader, name: ExclusionList): string[] {
  const { path, builtIn } = exclusionLists[name];
  const own = (reader.list(path.join('.')) ?? []).map((value) => normalExclusion(name, value));
  return [...new Set([...builtInExclusions[builtIn], ...own])].sort();
}

function scan(reader: TreeReader): RommFileConfig['scan'] {
  const export_ = reader.bool('scan.gamelist.export');
  const olderExport = reader.bool('scan.export_gamelist');
  return {
    metadataPriority: reader.list('scan.priority.metadata') ?? defaultMetadataPriority,
    artworkPriority: reader.list('scan.priority.artwork') ?? defaultArtworkPriority,
    artworkOverrides: artworkOverrides(reader),
    regionPriority: reader.list('scan.priority.region') ?? defaultRegionPriority,
    regionMode: reader.word('scan.priority.region_mode', ['prefer_rom_tags', 'prefer_config'], 'prefer_rom_tags'),
    languagePriority: reader.list('scan.priority.language') ?? defaultLanguagePriority,
    media: media(reader),
    gamelistExport: export_ ?? olderExport ?? false,
    gamelistThumbnail: reader.word('scan.gamelist.media.thumbnail', thumbnailTypes, 'box2d'),
    gamelistImage: reader.word('scan.gamelist.media.image', imageTypes, 'screenshot'),
    pegasusExport: reader.bool('scan.pegasus.export') ?? false,
  };
}

function artworkOverrides(reader: TreeReader): Record<string, readonly string[]> {
  const fields: Record<string, readonly string[]> = {};
  for (const [key, field] of [['cover', 'url_cover'], ['screenshot', 'url_screenshots'], ['manual', 'url_manual']] as const) {
    const names = reader.list(`scan.priority.${key}`);
    if (names === undefined) continue;
    const unknown = names.filter((name) => !(sourceNames as readonly string[]).includes(name));
    if (unknown.length > 0) reader.warnings.push(`scan.priority.${key} in config.yml: ${unknown.join(', ')} is not known. Known: ${sourceNames.join(', ')}`);
    fields[field] = names;
  }
  return fields;
}

function media(reader: TreeReader): readonly string[] {
  const names = reader.list('scan.media') ?? defaultMedia;
  const unknown = names.filter((name) => !(mediaTypes as readonly string[]).includes(name));
  if (unknown.length > 0) reader.warnings.push(`scan.media in config.yml: ${unknown.join(', ')} is not known and left out. Known: ${mediaTypes.join(', ')}`);
  return names.filter((name) => !unknown.includes(name));
}

function uniqueFaults(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [`${fault.source}\0${fault.problem}`, fault])).values()];
}
