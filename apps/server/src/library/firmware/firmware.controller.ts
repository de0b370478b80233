import { Get, Head, Param, Query, Req, Res } from '@nestjs/common';
import { CurrentUser, DownloadScopes, MaybeUser, Scopes, type Principal } from '@rumpus/auth';
import { sendFile } from '@rumpus/storage';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { Answers, RommController, SendsFile } from '../shared/api.js';
import { pathId, queryInt } from '../shared/query.js';
import { viewerOf } from '../shared/viewer.js';
import { firmwareSchema, type FirmwareDto } from './firmware.dto.js';
import { FirmwareService } from './firmware.service.js';

const listQuery = z.object({ platform_id: queryInt(1).optional() });

/** Firmware, as far as it is read (library-api spec §17). */
@RommController('firmware')
export class FirmwareController {
  constructor(private readonly firmware: FirmwareService) {}

  @Get()
  @Scopes('firmware.read')
  @Answers('listFirmware', 'Firmware of all platforms or of one', z.array(firmwareSchema))
  async list(@Query({ schema: listQuery }) query: z.output<typeof listQuery>, @CurrentUser() user: Principal): Promise<FirmwareDto[]> {
    return this.firmware.list(viewerOf(user), query.platform_id);
  }

  @Get('identifiers')
  @Scopes('firmware.read')
  @Answers('listFirmwareIds', 'Ids of all firmware', z.array(z.int()))
  async identifiers(@CurrentUser() user: Principal): Promise<number[]> {
    return this.firmware.identifiers(viewerOf(user));
  }

  @Get(':id')
  @DownloadScopes('firmware.read')
  @Answers('getFirmware', 'One firmware file', firmwareSchema)
  async get(@Param('id', { schema: pathId }) id: number, @MaybeUser() user: Principal | undefined): Promise<FirmwareDto> {
    return this.firmware.get(id, viewerOf(user));
  }

  @Get(':id/content/:file_name')
  @DownloadScopes('firmware.read')
  @SendsFile('downloadFirmware', 'A firmware file; the name in the address plays no part')
  async content(@Param('id', { schema: pathId }) id: number, @MaybeUser() user: Principal | undefined, @Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await sendFile(request, response, await this.firmware.file(id, viewerOf(user)));
  }

  @Head(':id/content/:file_name')
  @DownloadScopes('firmware.read')
  @SendsFile('headFirmware', 'What a download of a firmware file would be')
  async contentHead(@Param('id', { schema: pathId }) id: number, @MaybeUser() user: Principal | undefined, @Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await this.content(id, user, request, response);
  }
}
