import { useState } from 'react';
import type { Rom } from '../../api/types.js';
import { titleOf } from './api.js';
import { hueOf } from '../../components/hue.js';
import classes from './cover.module.css';

/** The game's cover; where there is none, a label drawn from its platform and title, the same each time. */
export function Cover({ rom, large = false }: { rom: Pick<Rom, 'name' | 'fs_name_no_tags' | 'fs_name' | 'platform_slug' | 'platform_display_name' | 'path_cover_small' | 'path_cover_large'>; large?: boolean }) {
  const url = (large ? rom.path_cover_large : rom.path_cover_small) ?? '';
  const [broken, setBroken] = useState(false);
  if (url !== '' && !broken) return <img className={classes.image} src={url} alt="" loading="lazy" decoding="async" onError={() => setBroken(true)} />;
  const title = titleOf(rom);
  // The platform gives the colour, the title a shade of it.
  const hue = hueOf(rom.platform_slug) + (hueOf(title) % 60) - 30;
  return (
    <div className={classes.label} aria-hidden="true" translate="no" style={{ '--hue': hue, '--turn': `${hueOf(title) % 90}deg` } as React.CSSProperties} data-large={large || undefined}>
      <span className={classes.platform}>{rom.platform_display_name}</span>
      <span className={classes.title}>{title}</span>
    </div>
  );
}
