import { writeFile } from 'node:fs/promises';
import type { INestApplication } from '@nestjs/common';
import { openApiDocument } from '../operation/openapi.js';
import type { CliCommand } from './command.js';

/** Writes the OpenAPI document, from which the dashboard's client is generated. */
export const openApiCommand: CliCommand = {
  name: 'openapi',
  usage: 'openapi [FILE]',
  summary: 'writes the OpenAPI document (openapi.json)',
  async run(app, [file = 'openapi.json'], print) {
    await writeFile(file, `${JSON.stringify(openApiDocument(app as INestApplication), null, 2)}\n`);
    print(`wrote ${file}`);
    return 0;
  },
};
