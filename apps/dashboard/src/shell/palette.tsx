import { Kbd, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch, IconSunMoon } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScopes } from '../api/session.js';
import { useProblemText } from '../components/states.js';
import { allowed } from '../modules/registry.js';
import { useSchemeCycle } from './color-scheme.js';
import { useLabel, useModules, useNavItems } from './navigation.js';
import classes from './shell.module.css';

const [store, palette] = createSpotlight();

/** The search field in the header; it opens the palette. */
export function PaletteButton() {
  const { t } = useTranslation();
  return (
    <UnstyledButton className={classes.search} onClick={palette.open} aria-keyshortcuts="Control+K">
      <IconSearch size={18} aria-hidden />
      <span className={classes.searchLabel}>{t('palette.placeholder')}</span>
      <span className={classes.searchKeys} translate="no">
        <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">K</Kbd>
      </span>
    </UnstyledButton>
  );
}

interface Found {
  groups: SpotlightActionGroupData[];
  /** The server has not said yet what there is. */
  waiting: boolean;
  /** Why it did not say. */
  error: unknown;
}

/** What the modules find for the typed words, from the server. */
function useFound(query: string): Found {
  const navigate = useNavigate();
  const label = useLabel();
  const scopes = useScopes();
  const [term] = useDebouncedValue(query.trim(), 150);
  const sources = useModules().flatMap((module) => module.search ?? []).filter((source) => allowed(source.scopes, scopes));
  const results = useQueries({
    queries: sources.map((source) => ({
      queryKey: ['palette', source.label, term],
      queryFn: ({ signal }: { signal: AbortSignal }) => source.find(term, signal),
      enabled: term.length > 1,
    })),
  });
  const groups = sources.flatMap((source, index) => {
    const hits = results[index]?.data ?? [];
    if (hits.length === 0) return [];
    const actions = hits.map((hit) => ({
      id: `${source.label}-${hit.id}`,
      label: hit.label,
      description: hit.description,
      // The server has matched already; the words make the palette's own filter agree.
      keywords: query,
      leftSection: <source.icon size={20} stroke={1.6} aria-hidden />,
      onClick: () => void navigate({ to: hit.to }),
    }));
    return [{ group: label(source.label), actions }];
  });
  const waiting = query.trim().length > 1 && (term !== query.trim() || results.some((result) => result.isFetching));
  return { groups, waiting, error: results.find((result) => result.isError)?.error ?? null };
}

/** Marks what Enter opens when nothing is marked: the palette does so only while somebody types, and what the server finds comes later. */
function useSelection(query: string): void {
  useEffect(() => {
    const list = document.getElementById(store.getState().listId);
    if (query.trim() === '' || list === null || list.querySelector('[data-selected]') !== null) return;
    list.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
    store.updateState((state) => ({ ...state, selected: 0 }));
  });
}

/** Ctrl/Cmd+K: pages, actions and games, in one field. */
export function Palette() {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const scopes = useScopes();
  const [query, setQuery] = useState('');
  const { next } = useSchemeCycle();
  const found = useFound(query);
  useSelection(query);
  const problem = useProblemText();
  const go = (to: string) => void navigate({ to });
  const pages = useNavItems().map((item) => ({
    id: item.to,
    label: label(item.label),
    ...(item.keywords === undefined ? {} : { keywords: label(item.keywords) }),
    leftSection: <item.icon size={20} stroke={1.6} aria-hidden />,
    onClick: () => go(item.to),
  }));
  const actions = useModules()
    .flatMap((module) => module.actions ?? [])
    .filter((action) => allowed(action.scopes, scopes))
    .map((action) => ({ id: action.id, label: label(action.label), leftSection: <action.icon size={20} stroke={1.6} aria-hidden />, onClick: () => action.run({ navigate: go }) }));
  const look = { id: 'scheme', label: t('palette.scheme'), leftSection: <IconSunMoon size={20} stroke={1.6} aria-hidden />, onClick: next };
  const groups: SpotlightActionGroupData[] = [
    { group: t('palette.pages'), actions: pages },
    { group: t('palette.actions'), actions: [...actions, look] },
    ...found.groups,
  ];
  return (
    <Spotlight
      store={store}
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      shortcut="mod + K"
      nothingFound={found.waiting ? t('state.loading') : found.error === null ? t('palette.nothing') : problem(found.error)}
      highlightQuery
      scrollable
      maxHeight={420}
      searchProps={{ leftSection: <IconSearch size={20} aria-hidden />, placeholder: t('palette.placeholder'), 'aria-label': t('palette.placeholder') }}
    />
  );
}
