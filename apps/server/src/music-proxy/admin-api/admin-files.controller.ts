import { Controller, Delete, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scopes } from '@rumpus/auth';
import { notFound } from '@rumpus/errors';
import { sendFile, sendZip } from '@rumpus/storage';
import type { Request, Response } from 'express';
import { basename } from 'node:path';
import type { z } from 'zod';
import type { JobView } from '../downloads/job.js';
import { MusicProxy } from '../music-proxy.js';
import { containerOf, contentTypes } from '../providers/provider.js';
import { AdminFilesService } from './admin-files.service.js';
import * as dto from './admin.dto.js';
import { MusicAdminErrorFilter } from './music-admin-error.filter.js';

/** Downloads under way and files on disk (music-proxy spec §8). */
@ApiTags('music admin')
@Scopes('music.read')
@UseFilters(MusicAdminErrorFilter)
@Controller('api/admin/downloads')
export class AdminFilesController {
  constructor(
    private readonly files: AdminFilesService,
    private readonly proxy: MusicProxy,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listMusicFiles', summary: 'Files of one storage' })
  @ApiResponse({ status: 200, standardSchema: dto.filesSchema })
  list(@Query({ schema: dto.filesQuerySchema }) { storage }: z.output<typeof dto.filesQuerySchema>): Promise<dto.FileList> {
    return this.files.list(storage);
  }

  @Delete()
  @Scopes('music.write')
  @ApiOperation({ operationId: 'deleteMusicFile', summary: 'Remove a file' })
  @ApiResponse({ status: 200, standardSchema: dto.removedSchema })
  async remove(@Query({ schema: dto.fileQuerySchema }) { path }: z.output<typeof dto.fileQuerySchema>): Promise<z.output<typeof dto.removedSchema>> {
    await this.files.remove(path);
    return { success: true, message: 'The file is gone' };
  }

  @Get('file')
  @ApiOperation({ operationId: 'downloadMusicFile', summary: 'One file, with ranges; inline=true to play it in the page' })
  async file(@Query({ schema: dto.fileReadSchema }) { path, inline }: z.output<typeof dto.fileReadSchema>, @Req() request: Request, @Res() response: Response): Promise<void> {
    const absolute = await this.files.file(path);
    await sendFile(request, response, { path: absolute, fileName: basename(absolute), disposition: inline ? 'inline' : 'attachment', contentType: contentTypes[containerOf(absolute) ?? 'mp3'] });
  }

  @Get('all')
  @ApiOperation({ operationId: 'downloadMusicArchive', summary: 'All files of one storage as a zip, resumable' })
  async all(@Query({ schema: dto.filesQuerySchema }) { storage }: z.output<typeof dto.filesQuerySchema>, @Req() request: Request, @Res() response: Response): Promise<void> {
    const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '_');
    await sendZip(request, response, `${storage}_${stamp}.zip`, await this.files.entries(storage));
  }

  @Get('queue')
  @ApiOperation({ operationId: 'listMusicDownloads', summary: 'Downloads under way with progress, and those that ended lately' })
  @ApiResponse({ status: 200, standardSchema: dto.queueSchema })
  queue(): JobView[] {
    return this.proxy.downloads.list();
  }

  @Delete('queue/:key')
  @Scopes('music.write')
  @ApiOperation({ operationId: 'cancelMusicDownload', summary: 'Stop a download, or strike one that has ended off the list' })
  @ApiResponse({ status: 200, standardSchema: dto.messageSchema })
  cancel(@Param('key') key: string): { message: string } {
    if (!this.proxy.downloads.cancel(key)) throw notFound('There is no such download');
    return { message: 'The download is stopped' };
  }

  @Delete('queue')
  @Scopes('music.write')
  @ApiOperation({ operationId: 'clearMusicDownloads', summary: 'Strike off the list what has ended' })
  @ApiResponse({ status: 200, standardSchema: dto.messageSchema })
  clear(): { message: string } {
    return { message: `${this.proxy.downloads.forgetEnded()} struck off` };
  }

  @Post('queue/:key/retry')
  @Scopes('music.write')
  @ApiOperation({ operationId: 'retryMusicDownload', summary: 'Start anew what has failed or was stopped' })
  @ApiResponse({ status: 201, standardSchema: dto.jobSchema })
  retry(@Param('key') key: string): JobView {
    const job = this.proxy.downloads.retry(key);
    if (!job) throw notFound('There is no such failed download');
    return job.view();
  }
}
