import { matchLanguage } from '../i18n/languages.js';

/** What a person has chosen of the dashboard's look; what he has not follows his browser. */
export interface Look {
  readonly language?: string;
  readonly scheme?: 'auto' | 'light' | 'dark';
  readonly contrast?: 'more' | 'normal';
}

/** Where this browser keeps the choices. `public/color-scheme.js` reads two of them before the first paint. */
export const LOOK_KEYS = { language: 'rumpus-language', scheme: 'rumpus-color-scheme', contrast: 'rumpus-contrast' } as const;

/** The part of the account's `ui_settings` that is ours; RomM's own page keeps its settings in the same object (library-api spec §2.1). */
const OURS = 'rumpus';

const listeners = new Set<() => void>();

/** Called when something of the look was chosen. Returns how to stop listening. */
export function onLookChosen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Keeps a choice in this browser and tells whoever keeps it elsewhere. */
export function choose<K extends keyof Look>(what: K, value: NonNullable<Look[K]>): void {
  try {
    localStorage.setItem(LOOK_KEYS[what], value);
  } catch {
    // Storage can be blocked; the choice then lasts until the page is closed.
  }
  for (const listener of listeners) listener();
}

/** What was chosen in this browser. */
export function chosenHere(): Look {
  const at = (what: keyof Look): string | undefined => {
    try {
      return localStorage.getItem(LOOK_KEYS[what]) ?? undefined;
    } catch {
      return undefined;
    }
  };
  return valid({ language: at('language'), scheme: at('scheme'), contrast: at('contrast') });
}

/** What an account says; empty when it says nothing that can be used. */
export function lookOf(settings: Readonly<Record<string, unknown>> | null | undefined): Look {
  const ours = settings?.[OURS];
  return typeof ours === 'object' && ours !== null ? valid(ours as Record<string, unknown>) : {};
}

/** The account's settings with this look in them; nothing else changes. */
export const withLook = (settings: Readonly<Record<string, unknown>> | null | undefined, look: Look): Record<string, unknown> => ({
  ...settings,
  [OURS]: { ...(typeof settings?.[OURS] === 'object' ? settings[OURS] : {}), ...look },
});

function valid(wish: Readonly<Record<string, unknown>>): Look {
  const { language, scheme, contrast } = wish;
  const known = typeof language === 'string' ? matchLanguage(language) : null;
  return {
    ...(known === null ? {} : { language: known }),
    ...(scheme === 'auto' || scheme === 'light' || scheme === 'dark' ? { scheme } : {}),
    ...(contrast === 'more' || contrast === 'normal' ? { contrast } : {}),
  };
}
