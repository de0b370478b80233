import { hueOf } from '../../components/hue.js';
import classes from './platforms.module.css';

/** Two or three letters that stand for a platform: initials, or the first letters of a single word. */
export function initials(name: string): string {
  const words = name.split(/[\s/-]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const letters = words.length > 1 ? words.map((word) => (/^\d/.test(word) ? word : word.slice(0, 1))).join('') : (words[0] ?? '?').slice(0, 3);
  return letters.slice(0, 3).toLocaleUpperCase();
}

/** A platform's badge, coloured like the covers of its games. */
export function PlatformArt({ slug, name, size = 52 }: { slug: string; name: string; size?: number }) {
  return (
    <span className={classes.art} aria-hidden="true" translate="no" style={{ '--hue': hueOf(slug), width: size, height: size, fontSize: size * 0.32 } as React.CSSProperties}>
      {initials(name)}
    </span>
  );
}
