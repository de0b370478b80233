import { element, encodePacket } from '@rumpus/eamuse-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { MODELS, PCBID } from '../testing/cabinet.js';
import { BINARY, TestArcade } from '../testing/test-arcade.js';

let arcade: TestArcade;
beforeEach(async () => (arcade = await TestArcade.start()));
afterEach(() => arcade.stop());

describe('a handler that fails', () => {
  it('is answered with 500 in plain text, and the next call is served', async () => {
    const call = (module: string, method: string) => encodePacket(element('call', element(module).setAttribute('method', method)).attributes({ model: MODELS.usaneko, srcid: PCBID }), BINARY);
    await arcade.data.sql.run('ALTER TABLE arcade_timed_settings RENAME TO away');
    const answer = await arcade.post(call('info24', 'common').body);
    expect([answer.status, answer.body.toString(), answer.headers.get('x-compress')]).toEqual([500, 'Crash when handling packet!', null]);
    expect(arcade.crashes).toHaveLength(1);
    expect((await arcade.post(call('message', 'get').body)).status).toBe(200);
  });
});
