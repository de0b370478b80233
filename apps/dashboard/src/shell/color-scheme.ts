import { localStorageColorSchemeManager, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';

/** The same key that `public/color-scheme.js` reads before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'rumpus-color-scheme' });

const CONTRAST_KEY = 'rumpus-contrast';

/** Whether high contrast was switched on in this browser. */
export function highContrast(): boolean {
  return document.documentElement.getAttribute('data-contrast') === 'more';
}

/** Switches high contrast and remembers it. */
export function setHighContrast(on: boolean): void {
  if (on) document.documentElement.setAttribute('data-contrast', 'more');
  else document.documentElement.removeAttribute('data-contrast');
  try {
    localStorage.setItem(CONTRAST_KEY, on ? 'more' : 'normal');
  } catch {
    // Storage can be blocked; the choice then lasts until the page is closed.
  }
}

export const SCHEMES: readonly MantineColorScheme[] = ['auto', 'light', 'dark'];

/** Current scheme and a function that takes the next one of {@link SCHEMES}. */
export function useSchemeCycle(): { scheme: MantineColorScheme; next: () => void } {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = () => setColorScheme(SCHEMES[(SCHEMES.indexOf(colorScheme) + 1) % SCHEMES.length] ?? 'auto');
  return { scheme: colorScheme, next };
}
