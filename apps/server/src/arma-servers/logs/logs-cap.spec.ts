import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { migrations } from '@rumpus/migrations';
import { connect, dataSourceOptions, insertRows } from '@rumpus/persistence';
import { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../../../test/support/databases.js';
import { armaEntities } from '../entities.js';
import { ArmaLog } from './log.entity.js';
import { LogsService } from './logs.service.js';

Logger.overrideLogger(false);

describe.each<TestDatabase>(['sqlite', 'mariadb', 'postgres'])('too many log entries on %s', (kind) => {
  it('lose the oldest, of the servers that have too many only', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'arma-logs-'));
    const database = await createDatabase(kind, folder);
    const source = await connect(new DataSource(dataSourceOptions(database.url, { entities: armaEntities, migrations })));
    try {
      const logs = source.getRepository(ArmaLog);
      const rows = (server_id: number, count: number): object[] => Array.from({ length: count }, (_, index) => ({ server_id, session_id: 'x', ts: null, ts_raw: '', received_at: new Date(), level: 1, category: 'x', message: String(index), repeat_count: 1, source: 1, byte_offset: index }));
      await insertRows(source, ArmaLog, [...rows(1, 25), ...rows(2, 5)]);
      const service = new LogsService(logs, undefined as never, undefined as never);
      expect(await service.cap(() => true, 10)).toBe(15);
      expect((await logs.find({ where: { server_id: 1 }, order: { id: 'ASC' } })).map(({ message }) => message)).toEqual(Array.from({ length: 10 }, (_, index) => String(index + 15)));
      expect(await logs.countBy({ server_id: 2 })).toBe(5);
      expect(await service.cap(() => true, 10)).toBe(0);
    } finally {
      await source.destroy();
      await database.drop();
      rmSync(folder, { recursive: true });
    }
  });
});
