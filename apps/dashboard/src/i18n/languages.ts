/** The languages the dashboard is complete in; each is named in itself, as a reader of it would look for it. */
export const LANGUAGES = [
  { code: 'en', name: 'English' },
  { code: 'de', name: 'Deutsch' },
] as const;

export type LanguageCode = (typeof LANGUAGES)[number]['code'];

/** Generated from English, for tests: shows text that escaped translation. Not offered in any menu. */
export const PSEUDO = 'en-XA';

/** A language we have for a wish like `de-AT`; null when we have none. */
export function matchLanguage(wish: string): string | null {
  if (wish === PSEUDO) return PSEUDO;
  const base = wish.toLowerCase().split('-')[0];
  return LANGUAGES.find((language) => language.code === base)?.code ?? null;
}

/** `?lng=` first, then what was chosen before, then the browser's list, then English. */
export function initialLanguage(chosen: string | null): string {
  const wishes = [new URLSearchParams(window.location.search).get('lng'), chosen, ...navigator.languages];
  for (const wish of wishes) {
    const match = wish === null ? null : matchLanguage(wish);
    if (match !== null) return match;
  }
  return 'en';
}
