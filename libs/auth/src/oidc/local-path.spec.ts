import { describe, expect, it } from 'vitest';

import { localPath } from './local-path.js';

describe('paths to go on to', () => {
  it.each(['/', '/library', '/games/3?tab=files#top', '/a%2Fb'])('lets %s through', (path) => {
    expect(localPath(path)).toBe(path);
  });

  it.each([undefined, '', 'library', 'https://evil.example', '//evil.example', '/\\evil.example', '\\/evil.example', '/\t/evil.example', '/\n/evil.example', 'javascript:alert(1)', '/.//evil.example', ' /x', '/x\u0000'])(
    'turns %j into the front page',
    (path) => {
      expect(localPath(path)).toBe('/');
    },
  );
});
