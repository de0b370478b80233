import { Body, Get, Param, Post, Query, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { CurrentUser, type Principal, Scopes } from '@rumpus/auth';
import { invalid } from '@rumpus/errors';
import { z } from 'zod';

import type { ImportReport } from '../import/import.service.js';
import { ImportsService, type ImportView } from './imports.service.js';
import { demandNetwork } from './rights.js';
import { Answers, ArcadeController } from './routes.js';

const MAX_FILE = 64 << 20;
const dryRun = z.boolean().default(false).describe('Only say what it would do');
const startBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bemaniutils'), url: z.string().max(1000).describe('mysql://user:password@host/database'), dry_run: dryRun }),
  z.strictObject({ kind: z.literal('asphyxia'), folder: z.string().max(255).describe('Name of a folder in `imports` of the data folder'), dry_run: dryRun }),
]);
const fileQuery = z.object({ dry_run: z.enum(['true', 'false']).default('false') });
const jobParam = z.string().min(1).max(100);
const reportShape = z.object({
  counts: z.record(z.string(), z.object({ added: z.int(), changed: z.int(), kept: z.int() })), notes: z.array(z.string()), dry_run: z.boolean(), change: z.int().nullable(),
});
const importShape = z.object({
  job: z.string(), state: z.enum(['waiting', 'delayed', 'active', 'completed', 'failed', 'cancelled']), current: z.string().nullable(), done: z.int().nullable(), failure: z.string().nullable(), result: reportShape.nullable(),
});
const fileReportShape = z.object({ counts: z.record(z.string(), z.int()), warnings: z.array(z.string()), dryRun: z.boolean() });

/** Takes songs, or a whole other network, over. */
@ArcadeController('imports')
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  @Get('folders')
  @Scopes('arcade.write')
  @Answers('import_folders', 'Folders that can be imported: those in `imports` of the data folder', z.array(z.string()))
  folders(@CurrentUser() caller: Principal): Promise<string[]> {
    demandNetwork(caller);
    return this.imports.folders();
  }

  @Post()
  @Scopes('arcade.write')
  @Answers('start_import', 'Take players, cards and scores of another server over, in the background; the import can be undone', z.object({ job: z.string() }), 202)
  start(@CurrentUser() caller: Principal, @Body({ schema: startBody }) body: z.infer<typeof startBody>): Promise<{ job: string }> {
    demandNetwork(caller);
    return this.imports.start(caller.id, body);
  }

  @Post('file')
  @Scopes('arcade.write')
  @UseInterceptors(FileInterceptor('file', { limits: { fileSize: MAX_FILE, files: 1 } }))
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] } })
  @Answers('import_file', 'Take a song table (CSV, JSON) or a snapshot over', fileReportShape)
  file(@CurrentUser() caller: Principal, @UploadedFile() file: { buffer: Buffer } | undefined, @Query({ schema: fileQuery }) query: z.infer<typeof fileQuery>): Promise<ImportReport> {
    demandNetwork(caller);
    if (file === undefined) throw invalid('There is no file in the request', 'file');
    return this.imports.importFile(file.buffer, query.dry_run === 'true');
  }

  @Get(':job')
  @Scopes('arcade.write')
  @Answers('import_state', 'How far an import is, and its report', importShape)
  state(@CurrentUser() caller: Principal, @Param('job', { schema: jobParam }) job: string): Promise<ImportView> {
    demandNetwork(caller);
    return this.imports.view(job);
  }
}
