import { Get, Head, Param, Query, Req, Res } from '@nestjs/common';
import { CurrentUser, DownloadScopes, MaybeUser, Scopes, type Principal } from '@rumpus/auth';
import { sendFile, sendZip } from '@rumpus/storage';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { RommController, SendsFile } from '../shared/api.js';
import { pathId } from '../shared/query.js';
import { viewerOf } from '../shared/viewer.js';
import { bulkQuery, contentQuery, type BulkQuery, type ContentQuery } from './download.query.js';
import { DownloadsService, type Download } from './downloads.service.js';

/** Downloads of games (library-api spec §9). */
@RommController('roms', 'downloads')
export class DownloadsController {
  constructor(private readonly downloads: DownloadsService) {}

  @Get('download')
  @Scopes('roms.read')
  @SendsFile('downloadRoms', 'Several games in one zip')
  async bulk(@Query({ schema: bulkQuery }) query: BulkQuery, @CurrentUser() user: Principal, @Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await send(await this.downloads.bulk(query, viewerOf(user)), request, response);
  }

  @Get(':id/files/content/:file_name')
  @DownloadScopes('roms.read')
  @SendsFile('downloadRomFile', 'One file; the id is that of the file')
  async file(@Param('id', { schema: pathId }) id: number, @MaybeUser() user: Principal | undefined, @Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await send(await this.downloads.file(id, viewerOf(user)), request, response);
  }

  @Get(':id/content/:file_name')
  @DownloadScopes('roms.read')
  @SendsFile('downloadRom', 'A game: its file, or its files as a zip')
  async content(
    @Param('id', { schema: pathId }) id: number,
    @Param('file_name') fileName: string,
    @Query({ schema: contentQuery }) query: ContentQuery,
    @MaybeUser() user: Principal | undefined,
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
  ): Promise<void> {
    await send(await this.downloads.content(id, fileName, query, viewerOf(user)), request, response);
  }

  @Head(':id/content/:file_name')
  @DownloadScopes('roms.read')
  @SendsFile('headRom', 'What a download of a game would be')
  async contentHead(
    @Param('id', { schema: pathId }) id: number,
    @Param('file_name') fileName: string,
    @Query({ schema: contentQuery }) query: ContentQuery,
    @MaybeUser() user: Principal | undefined,
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
  ): Promise<void> {
    await send(await this.downloads.content(id, fileName, query, viewerOf(user)), request, response);
  }
}

const send = (download: Download, request: IncomingMessage, response: ServerResponse): Promise<void> =>
  download.kind === 'file' ? sendFile(request, response, download) : sendZip(request, response, download.fileName, download.entries);
