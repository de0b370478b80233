import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { Controller, Get, Inject, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '@rumpus/auth';
import { CONFIG, type Config } from '@rumpus/config';
import { SafeRoot, sendFile } from '@rumpus/storage';
import { RommErrorFilter } from '../../http/romm-error.filter.js';
import { deliveryOf } from '../downloads/media-types.js';
import { SendsFile } from '../shared/api.js';

/** Covers and whatever else was kept of games, where RomM's clients look for it: without a sign-in, as there (library-api spec §19). */
@Controller('assets/romm/resources')
@ApiTags('resources')
@UseFilters(RommErrorFilter)
export class ResourcesController {
  readonly #root: SafeRoot;

  constructor(@Inject(CONFIG) { library }: Config) {
    this.#root = new SafeRoot(library.resourcesPath);
  }

  @Get('*path')
  @Public()
  @SendsFile('getResource', 'A cover, screenshot or manual')
  async get(@Param('path') path: string | readonly string[], @Query() query: Readonly<Record<string, unknown>>, @Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const relative = typeof path === 'string' ? path : path.join('/');
    const stamped = query['ts'] !== undefined || query['v'] !== undefined;
    const fileName = basename(relative);
    await sendFile(request, response, {
      path: await this.#root.existing(relative),
      fileName,
      ...deliveryOf(fileName, 'manual'),
      // An address with a stamp changes with its content.
      cacheControl: stamped ? 'public, max-age=31536000, immutable' : 'public, max-age=3600, must-revalidate',
    });
  }
}
