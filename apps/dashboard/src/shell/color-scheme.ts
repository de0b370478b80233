import { localStorageColorSchemeManager, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { choose, LOOK_KEYS } from './look.js';

const stored = localStorageColorSchemeManager({ key: LOOK_KEYS.scheme });

/** Keeps the scheme where `public/color-scheme.js` reads it before the first paint, as a choice like the others. */
export const colorSchemeManager = { ...stored, set: (scheme: MantineColorScheme) => choose('scheme', scheme) };

/** Whether high contrast was switched on in this browser. */
export function highContrast(): boolean {
  return document.documentElement.getAttribute('data-contrast') === 'more';
}

/** Switches high contrast and remembers it. */
export function setHighContrast(on: boolean): void {
  if (on) document.documentElement.setAttribute('data-contrast', 'more');
  else document.documentElement.removeAttribute('data-contrast');
  choose('contrast', on ? 'more' : 'normal');
}

export const SCHEMES: readonly MantineColorScheme[] = ['auto', 'light', 'dark'];

/** Current scheme and a function that takes the next one of {@link SCHEMES}. */
export function useSchemeCycle(): { scheme: MantineColorScheme; next: () => void } {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = () => setColorScheme(SCHEMES[(SCHEMES.indexOf(colorScheme) + 1) % SCHEMES.length] ?? 'auto');
  return { scheme: colorScheme, next };
}
