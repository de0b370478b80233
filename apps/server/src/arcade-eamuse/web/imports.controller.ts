import { Body, Delete, Get, Param, Post, Query, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { CurrentUser, type Principal, Scopes } from '@rumpus/auth';
import { invalid } from '@rumpus/errors';
import { z } from 'zod';

import type { ImportResult } from '../import/import-writer.js';
import { reportShape } from './admin-shapes.js';
import { type FolderView, ImportsService, type ImportView } from './imports.service.js';
import { demandNetwork } from './rights.js';
import { Answers, ArcadeController, done, OK } from './routes.js';

const MAX_FILE = 64 << 20;
const oneFile = FileInterceptor('file', { limits: { fileSize: MAX_FILE, files: 1 } });
const fileBody = { schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] } };
interface Upload {
  buffer: Buffer;
  originalname: string;
}

const dryRun = z.boolean().default(false).describe('Only say what it would do');
const startBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bemaniutils'), url: z.string().max(1000).describe('mysql://user:password@host/database'), dry_run: dryRun }),
  z.strictObject({ kind: z.literal('asphyxia'), folder: z.string().max(255).describe('Name of a folder in `imports` of the data folder'), dry_run: dryRun }),
]);
const fileQuery = z.object({ dry_run: z.enum(['true', 'false']).default('false') });
const jobParam = z.string().min(1).max(100);
const folderParam = z.string().min(1).max(255);
const folderShape = z.object({ name: z.string(), uploaded: z.boolean().describe('Unpacked from an upload, so it may be removed') });
const importShape = z.object({
  job: z.string(), kind: z.enum(['bemaniutils', 'asphyxia']), dry_run: z.boolean(), state: z.enum(['waiting', 'delayed', 'active', 'completed', 'failed', 'cancelled']), created_at: z.string(),
  current: z.string().nullable(), done: z.int().nullable(), failure: z.string().nullable(), result: reportShape.nullable(),
});

/** Takes songs, or a whole other network, over. */
@ArcadeController('imports')
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  @Get()
  @Scopes('arcade.write')
  @Answers('imports', 'The last imports of other servers, newest first; finished ones are among the changes too', z.array(importShape))
  list(@CurrentUser() caller: Principal): Promise<ImportView[]> {
    demandNetwork(caller);
    return this.imports.list();
  }

  @Get('folders')
  @Scopes('arcade.write')
  @Answers('import_folders', 'Folders that can be imported: those in `imports` of the data folder', z.array(folderShape))
  folders(@CurrentUser() caller: Principal): Promise<FolderView[]> {
    demandNetwork(caller);
    return this.imports.folders();
  }

  @Post('folders')
  @Scopes('arcade.write')
  @UseInterceptors(oneFile)
  @ApiConsumes('multipart/form-data')
  @ApiBody(fileBody)
  @Answers('send_import_folder', 'Send the zipped savedata folder of an asphyxia server; nothing is imported yet', folderShape, 201)
  upload(@CurrentUser() caller: Principal, @UploadedFile() file: Upload | undefined): Promise<FolderView> {
    demandNetwork(caller);
    return this.imports.upload(caller, demandFile(file).buffer);
  }

  @Delete('folders/:folder')
  @Scopes('arcade.write')
  @Answers('remove_import_folder', 'Remove a folder that was sent', done)
  async removeFolder(@CurrentUser() caller: Principal, @Param('folder', { schema: folderParam }) folder: string): Promise<typeof OK> {
    demandNetwork(caller);
    await this.imports.removeFolder(caller, folder);
    return OK;
  }

  @Post()
  @Scopes('arcade.write')
  @Answers('start_import', 'Take players, cards and scores of another server over, in the background; the import can be undone', z.object({ job: z.string() }), 202)
  start(@CurrentUser() caller: Principal, @Body({ schema: startBody }) body: z.infer<typeof startBody>): Promise<{ job: string }> {
    demandNetwork(caller);
    return this.imports.start(caller, body);
  }

  @Post('file')
  @Scopes('arcade.write')
  @UseInterceptors(oneFile)
  @ApiConsumes('multipart/form-data')
  @ApiBody(fileBody)
  @Answers('import_file', 'Take a song table (CSV, JSON) or a snapshot over; the import can be undone', reportShape)
  file(@CurrentUser() caller: Principal, @UploadedFile() file: Upload | undefined, @Query({ schema: fileQuery }) query: z.infer<typeof fileQuery>): Promise<ImportResult> {
    demandNetwork(caller);
    return this.imports.importFile(caller, demandFile(file), query.dry_run === 'true');
  }

  @Get(':job')
  @Scopes('arcade.write')
  @Answers('import_state', 'How far an import is, and its report', importShape)
  state(@CurrentUser() caller: Principal, @Param('job', { schema: jobParam }) job: string): Promise<ImportView> {
    demandNetwork(caller);
    return this.imports.view(job);
  }

  @Delete(':job')
  @Scopes('arcade.write')
  @Answers('stop_import', 'Stop an import; what it wrote so far is taken back', done)
  async stop(@CurrentUser() caller: Principal, @Param('job', { schema: jobParam }) job: string): Promise<typeof OK> {
    demandNetwork(caller);
    await this.imports.cancel(caller, job);
    return OK;
  }
}

/** @throws DomainError `invalid` when the form has none */
function demandFile(file: Upload | undefined): Upload {
  if (file === undefined) throw invalid('There is no file in the request', 'file');
  return file;
}
