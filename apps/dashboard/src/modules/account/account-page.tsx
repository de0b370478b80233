import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/session.js';
import { Page } from '../../components/page.js';

const TABS = [
  { to: '/profile', label: 'tab.profile' },
  { to: '/profile/security', label: 'tab.security' },
  { to: '/profile/tokens', label: 'tab.tokens' },
] as const;

/** Frame of the three pages about oneself. */
export function AccountPage({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation('account');
  const me = useMe();
  return (
    <Page title={title} lead={<span translate="no">{me.email ?? me.username}</span>}>
      <Group gap="xs" component="nav" aria-label={t('tab.label')}>
        {TABS.map((tab) => (
          <Button
            key={tab.to}
            variant="default"
            renderRoot={(props) => <Link to={tab.to} activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page', style: { borderColor: 'var(--mantine-color-anchor)', color: 'var(--mantine-color-anchor)' } }} {...props} />}
          >
            {t(tab.label)}
          </Button>
        ))}
      </Group>
      {children}
    </Page>
  );
}
