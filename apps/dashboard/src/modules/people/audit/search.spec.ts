import { describe, expect, it } from 'vitest';
import { validateAudit } from './search.js';

describe('the address of the audit log', () => {
  it('keeps what makes sense', () => {
    const raw = { action: 'login.failed', actor: '3', text: ' ann ', from: '2026-01-31', to: '2026-02-01', page: '2' };
    expect(validateAudit(raw)).toEqual({ action: 'login.failed', actor: 3, text: 'ann', from: '2026-01-31', to: '2026-02-01', page: 2 });
  });

  it.each([{ action: 'A b' }, { actor: '-1' }, { actor: 'x' }, { from: '2026-1-1' }, { to: '2026-13-45' }, { page: '0' }, { page: '1.5' }, { text: '   ' }])('leaves %j out', (raw) => {
    expect(validateAudit(raw)).toEqual({});
  });
});
