import { describe, expect, it } from 'vitest';

import { ADMIN_SCOPES, EDIT_SCOPES, inCanonicalOrder, READ_SCOPES, ROMM_SCOPES, WRITE_SCOPES } from '../scopes/scopes.js';
import { effectiveGrants, GROUP_SEEDS, scopesOfGrants, uiActions } from './vocabulary.js';

const [viewer, editor] = GROUP_SEEDS;

describe('permission groups', () => {
  it('gives viewers the 15 scopes and editors the 18 of library-api spec §3.9', () => {
    expect(scopesOfGrants(viewer?.grants ?? [])).toEqual([...READ_SCOPES, ...WRITE_SCOPES]);
    expect(scopesOfGrants(editor?.grants ?? [])).toEqual([...READ_SCOPES, ...WRITE_SCOPES, ...EDIT_SCOPES]);
    expect(ROMM_SCOPES).toHaveLength(22);
  });

  it('leaves the four scopes about oneself to an empty group', () => {
    expect(scopesOfGrants([])).toEqual(['me.read', 'roms.user.read', 'me.write', 'roms.user.write']);
  });

  it('projects tasks and logs to their odd names and delete to nothing', () => {
    const grant = (entity: 'tasks' | 'logs' | 'users', action: 'read' | 'write' | 'delete') => ({ entity, action, own_only: false });
    expect(scopesOfGrants([grant('tasks', 'write'), grant('logs', 'read'), grant('users', 'delete'), grant('tasks', 'read'), grant('logs', 'write')])).toEqual(
      inCanonicalOrder(['me.read', 'me.write', 'roms.user.read', 'roms.user.write', 'tasks.run', 'logs.read']),
    );
    expect(ADMIN_SCOPES).toContain('tasks.run');
  });

  it('lays overrides over the group', () => {
    const grants = effectiveGrants(viewer?.grants ?? [], [
      { entity: 'roms', action: 'write', own_only: false, granted: true },
      { entity: 'firmware', action: 'read', own_only: false, granted: false },
      { entity: 'collections', action: 'write', own_only: false, granted: true },
    ]);
    expect(scopesOfGrants(grants)).toContain('roms.write');
    expect(scopesOfGrants(grants)).not.toContain('firmware.read');
    expect(grants.filter((grant) => grant.entity === 'collections' && grant.action === 'write')).toEqual([{ entity: 'collections', action: 'write', own_only: false }]);
  });

  it('turns the web UI\'s switches on in its order', () => {
    expect(uiActions(false, viewer?.grants ?? [])).toEqual([
      'rom.view', 'rom.play', 'rom.download', 'rom.favorite', 'platform.view', 'collection.view', 'collection.create', 'collection.edit', 'collection.delete',
    ]);
    expect(uiActions(false, editor?.grants ?? [])).toContain('library.scan');
    expect(uiActions(true, [])).toHaveLength(23);
    expect(uiActions(true, []).at(-1)).toBe('app.admin');
  });
});
