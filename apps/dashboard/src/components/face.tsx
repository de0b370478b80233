import { hueOf } from './hue.js';
import classes from './face.module.css';

/** A person's initials on his colour. The letters are decoration: drawn by the style sheet, silent to screen readers. */
export function Face({ name, size = 34 }: { name: string; size?: number }) {
  const letters = name.slice(0, 2).toLocaleUpperCase();
  return <span className={classes.face} aria-hidden="true" data-letters={letters} style={{ '--hue': hueOf(name), width: size, height: size, fontSize: size * 0.38 } as React.CSSProperties} />;
}
