import i18next, { type BackendModule, type ReadCallback } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { choose, chosenHere } from '../shell/look.js';
import { initialLanguage, PSEUDO } from './languages.js';
import { pseudoTree } from './pseudo.js';

type Bundle = Record<string, Record<string, unknown>>;

const bundles: Record<string, () => Promise<{ default: Bundle }>> = {
  en: () => import('./bundles/en.js'),
  de: () => import('./bundles/de.js'),
};

/** `../../modules/library/locales/en.json` → `library`; the shell's strings are `common`. */
function namespaceOf(path: string): string {
  return /modules\/([^/]+)\//.exec(path)?.[1] ?? 'common';
}

async function load(language: string): Promise<Map<string, unknown>> {
  const bundle = await (bundles[language === PSEUDO ? 'en' : language] ?? bundles['en'])?.();
  const entries = Object.entries(bundle?.default ?? {}).map(([path, tree]): [string, unknown] => [namespaceOf(path), language === PSEUDO ? pseudoTree(tree) : tree]);
  return new Map(entries);
}

const loaded = new Map<string, Promise<Map<string, unknown>>>();

async function answer(language: string, namespace: string, callback: ReadCallback): Promise<void> {
  const bundle = loaded.get(language) ?? load(language);
  loaded.set(language, bundle);
  try {
    callback(null, (await bundle).get(namespace) ?? {});
  } catch (error) {
    loaded.delete(language);
    callback(error instanceof Error ? error : new Error(String(error)), null);
  }
}

const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, callback) => void answer(language, namespace, callback),
};

/** Starts translation; resolves when the strings of the first language are there. */
export async function startI18n(namespaces: readonly string[]): Promise<typeof i18next> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
    document.documentElement.dir = i18next.dir(language);
  });
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: initialLanguage(chosenHere().language ?? null),
      fallbackLng: 'en',
      ns: ['common', ...namespaces],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      returnEmptyString: false,
    });
  return i18next;
}

/** Changes the language at once and keeps it as chosen. */
export async function changeLanguage(code: string): Promise<void> {
  choose('language', code);
  await i18next.changeLanguage(code);
}
