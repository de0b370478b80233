import type { INestApplicationContext } from '@nestjs/common';
import { cardTypeOf, encodeCardNumber } from '@rumpus/eamuse-protocol';
import { invalid } from '@rumpus/errors';

import type { ImportResult } from '../import/import-writer.js';
import { type ImportOptions, NetworkImportService } from '../import/networks/network-import.service.js';
import { ArcadeData } from '../store/arcade-data.js';
import { ArcadesService } from '../web/arcades.service.js';
import { cardIdOf } from '../web/players.service.js';

export type Print = (line: string) => void;

const argumentOf = (args: readonly string[], usage: string): string => {
  const found = args.find((arg) => !arg.startsWith('--'));
  if (found === undefined) throw invalid(`Usage: ${usage}`);
  return found;
};

/** What an import came to, and how to take it back. */
export function printReport({ counts, notes, dry_run: dryRun, change }: ImportResult, print: Print): number {
  for (const [kind, { added, changed, kept }] of Object.entries(counts)) print(`${kind}: ${added} new, ${changed} changed, ${kept} kept as they are here`);
  for (const note of notes) print(`not taken over: ${note}`);
  print(dryRun ? 'nothing was written (dry run)' : `done; to take it back: arcade undo ${change ?? ''}`);
  return 0;
}

const networkImport = (name: string, place: string, summary: string, take: (service: NetworkImportService, source: string, options: ImportOptions) => Promise<ImportResult>) => {
  const usage = `${name} ${place} [--dry-run]`;
  return {
    name, usage, summary,
    async run(app: INestApplicationContext, args: readonly string[], print: Print): Promise<number> {
      const source = argumentOf(args, usage);
      return printReport(await take(app.get(NetworkImportService, { strict: false }), source, { dryRun: args.includes('--dry-run'), accountId: null }), print);
    },
  };
};

const undo = {
  name: 'arcade undo',
  usage: 'arcade undo CHANGE',
  summary: 'takes an import or a deletion back; what was played since is kept',
  async run(app: INestApplicationContext, args: readonly string[], print: Print): Promise<number> {
    const change = argumentOf(args, undo.usage);
    const data = app.get(ArcadeData, { strict: false });
    const undone = /^\d{1,9}$/.test(change) ? await data.transaction(({ changes }) => changes.undo(Number(change), Math.floor(Date.now() / 1000))) : undefined;
    if (undone === undefined) throw invalid(`There is no change ${change} that could be taken back`);
    print(`${undone.restored} rows as they were, ${undone.kept} kept because they were changed since`);
    return 0;
  },
};

const card = {
  name: 'arcade card',
  usage: 'arcade card ID|NUMBER',
  summary: 'shows the id and the printed number of a card',
  run(_app: INestApplicationContext, args: readonly string[], print: Print): Promise<number> {
    const id = cardIdOf(args.filter((arg) => !arg.startsWith('--')).join('') || argumentOf([], card.usage));
    print(`${id}  ${cardTypeOf(id) === undefined ? 'no number' : (encodeCardNumber(id).match(/.{4}/g) ?? []).join(' ')}`);
    return Promise.resolve(0);
  },
};

const list = {
  name: 'arcade list',
  usage: 'arcade list',
  summary: 'lists the arcades with their machines',
  async run(app: INestApplicationContext, _args: readonly string[], print: Print): Promise<number> {
    const arcades = app.get(ArcadesService, { strict: false });
    for (const { id, name } of await arcades.arcades('all')) {
      print(`${id}  ${name}`);
      for (const machine of await arcades.machines(id)) print(`    ${machine.pcbid}  ${machine.name}  ${machine.description}`);
    }
    return 0;
  },
};

export const arcadeNetworkCommands = [
  networkImport('arcade import-bemaniutils', 'mysql://user:password@host/database', 'takes players, scores, arcades and songs of a bemaniutils server over', (service, source, options) => service.bemaniutils(source, options)),
  networkImport('arcade import-asphyxia', 'FOLDER', 'takes players, cards and scores of an asphyxia data folder over', (service, source, options) => service.asphyxia(source, options)),
  undo, card, list,
];
