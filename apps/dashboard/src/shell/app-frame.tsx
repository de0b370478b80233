import { AppShell, Box, Burger, Group, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure, useMediaQuery, useWindowEvent } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Logo } from '../components/logo.js';
import { live, useLiveEvent } from '../live/socket.js';
import { ConnectionChip } from './connection-chip.js';
import { JobsIndicator } from './jobs-indicator.js';
import { Navigation, useForbidden } from './navigation.js';
import { Palette, PaletteButton } from './palette.js';
import { Forbidden } from './route-states.js';
import { ShortcutsHelp } from './shortcuts.js';
import { UserMenu } from './user-menu.js';
import classes from './shell.module.css';

/** After a page change a screen reader stands at the new title (at the page, while it has none yet), not in the middle of the old page. */
function useFocusOnNavigation(): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const first = useRef(true);
  useEffect(() => {
    if (path === undefined) return;
    if (first.current) {
      first.current = false;
      return;
    }
    (document.querySelector<HTMLElement>('[data-page-title]') ?? document.getElementById('content'))?.focus({ preventScroll: true });
  }, [path]);
}

/** What was missed while the connection was gone is fetched again; changed rights change the menu. */
function useResync(): void {
  const client = useQueryClient();
  useEffect(() => live.onReconnect(() => void client.invalidateQueries()), [client]);
  useLiveEvent('permissions:changed', () => void client.invalidateQueries({ queryKey: ['me'] }));
}

/** The frame around every page: navigation at the left, search, jobs and connection always in sight. */
export function AppFrame() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure();
  const busy = useRouterState({ select: ({ status }) => status === 'pending' });
  const narrow = useMediaQuery('(max-width: 61.99em)') ?? false;
  const forbidden = useForbidden();
  useWindowEvent('keydown', (event) => event.key === 'Escape' && opened && close());
  useFocusOnNavigation();
  useResync();
  return (
    <AppShell header={{ height: 60 }} navbar={{ width: 248, breakpoint: 'md', collapsed: { mobile: !opened } }} padding={{ base: 'md', md: 'xl' }}>
      <a href="#content" className="skip-link">
        {t('shell.skip')}
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label={t(opened ? 'shell.closeMenu' : 'shell.openMenu')} aria-expanded={opened} />
            <UnstyledButton component={Link} to="/" aria-label={t('shell.home', { name: 'Rumpus' })} className={classes.brand}>
              <Logo />
              <Text component="span" className={classes.wordmark} visibleFrom="xs" translate="no">
                Rumpus
              </Text>
            </UnstyledButton>
          </Group>
          <PaletteButton />
          <Group gap={6} wrap="nowrap">
            <ConnectionChip />
            <JobsIndicator />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} aria-label={t('shell.navigation')} inert={narrow && !opened}>
        <Navigation onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} aria-busy={busy} className={classes.main}>
        <Box maw={1680} mx="auto">
          {forbidden ? <Forbidden /> : <Outlet />}
        </Box>
      </AppShell.Main>
      <Palette />
      <ShortcutsHelp />
    </AppShell>
  );
}
