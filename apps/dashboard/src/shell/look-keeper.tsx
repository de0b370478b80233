import { useMantineColorScheme } from '@mantine/core';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { api, asForm, body } from '../api/client.js';
import { meQuery } from '../api/session.js';
import type { User } from '../api/types.js';
import { changeLanguage } from '../i18n/index.js';
import { setHighContrast } from './color-scheme.js';
import { chosenHere, lookOf, onLookChosen, withLook, type Look } from './look.js';

/** Several choices in a row are one change of the account. */
const SAVE_AFTER = 500;
/** A language in the address is for this visit only. */
const VISITING = new URLSearchParams(window.location.search).has('lng');

const alike = (a: Look, b: Look): boolean => a.language === b.language && a.scheme === b.scheme && a.contrast === b.contrast;

/** Writes the look into the account, beside what else is there by now. */
async function save(client: QueryClient, look: Look): Promise<void> {
  const me = await body(api.GET('/api/users/me'));
  const form = { ui_settings: JSON.stringify(withLook(me.ui_settings, look)) };
  const { ui_settings } = await body(api.PUT('/api/users/{id}', { params: { path: { id: me.id } }, body: form, bodySerializer: asForm }));
  client.setQueryData(meQuery.queryKey, (): User => ({ ...me, ui_settings }));
}

/** Who is signed in, as far as anybody has asked. An observer of the query would lose sight of it: signing in removes the query and makes it anew. */
function useSignedIn(client: QueryClient): User | null | undefined {
  const subscribe = useCallback((changed: () => void) => client.getQueryCache().subscribe(changed), [client]);
  return useSyncExternalStore(subscribe, () => client.getQueryData(meQuery.queryKey));
}

/**
 * Keeps language and look with the account, so that they follow the person to another device: at sign-in what the account says is put
 * on, and what was chosen in this browser and the account does not know is added to it; from then on every choice goes to both.
 */
export function LookKeeper(): null {
  const client = useQueryClient();
  const me = useSignedIn(client);
  const { setColorScheme } = useMantineColorScheme();
  const id = me?.id;
  // What changes while somebody is signed in must not begin the keeping anew: it would put on what is just being changed.
  const latest = useRef({ settings: me?.ui_settings, setColorScheme });
  useEffect(() => {
    latest.current = { settings: me?.ui_settings, setColorScheme };
  });

  useEffect(() => {
    if (id === undefined) return undefined;
    let timer: number | undefined;
    let ended = false;
    const saveSoon = (): void => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        const look = { ...lookOf(latest.current.settings), ...chosenHere() };
        // What can't be stored now stays in this browser and goes along with the next choice.
        if (!alike(look, lookOf(latest.current.settings))) void save(client, look).catch(() => undefined);
      }, SAVE_AFTER);
    };
    const putOn = async ({ language, scheme, contrast }: Look): Promise<void> => {
      if (scheme !== undefined) latest.current.setColorScheme(scheme);
      if (contrast !== undefined) setHighContrast(contrast === 'more');
      if (language !== undefined && !VISITING) await changeLanguage(language);
      if (!ended) saveSoon();
    };
    const stop = onLookChosen(saveSoon);
    void putOn(lookOf(latest.current.settings));
    return () => {
      ended = true;
      window.clearTimeout(timer);
      stop();
    };
  }, [id, client]);
  return null;
}
