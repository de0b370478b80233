import { describe, expect, it } from 'vitest';
import type { SettingsView } from './names.js';
import { changeOf, faultsByName, textOf } from './draft.js';

const setting = (value: number | string | string[]) => ({ value, start_value: value, source: 'start' as const, scope: 'all' as const, min: null, max: null });
const view = { host_id: 'h', host_name: 'attic', settings: { log_retention_days: setting(7), steamcmd_path: setting('steamcmd'), install_roots: setting(['/srv/arma']), mod_roots: setting([]) } } as unknown as SettingsView;

describe('what was typed into the settings', () => {
  it('is sent only where it differs', () => {
    expect(changeOf({}, view)).toBeUndefined();
    expect(changeOf({ log_retention_days: '7', install_roots: '/srv/arma' }, view)).toBeUndefined();
    expect(changeOf({ log_retention_days: '14', install_roots: '/srv/arma\n\n /srv/more ', steamcmd_path: ' /opt/steamcmd.sh ' }, view)).toEqual({ log_retention_days: 14, install_roots: ['/srv/arma', '/srv/more'], steamcmd_path: '/opt/steamcmd.sh' });
  });

  it('goes back to the start value when a field is emptied, while an empty list is a value', () => {
    expect(changeOf({ log_retention_days: '', steamcmd_path: ' ', install_roots: '' }, view)).toEqual({ log_retention_days: null, steamcmd_path: null, install_roots: [] });
    expect(textOf([])).toBe('');
  });

  it('shows faults at their fields, with the line of a folder', () => {
    expect(faultsByName({ 'install_roots.0': 'gone', 'install_roots.2': 'relative', log_retention_days: 'too small' }, (line, fault) => `${String(line)}: ${fault}.`)).toEqual({ install_roots: '1: gone. 3: relative.', log_retention_days: 'too small' });
  });
});
