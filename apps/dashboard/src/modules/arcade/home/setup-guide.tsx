import { Accordion, Alert, Anchor, List, Stack, Text } from '@mantine/core';
import { IconInfoCircle, IconPlugConnected } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CopyValue } from '../../../components/copy.js';
import { Panel } from '../../../components/page.js';
import type { Overview } from '../api.js';

/** Addresses under which cabinets reach this server, as seen from this browser. */
export function addressesOf({ port, prefix }: Overview['entrance'], location: Pick<Location, 'hostname' | 'origin'>): string[] {
  // An IPv6 host keeps its brackets in `hostname`.
  return [...(port === null ? [] : [`http://${location.hostname}:${port}/`]), `${location.origin}${prefix}/`];
}

/** How to bring a cabinet in: the addresses, songs, the first card. */
export function SetupGuide({ entrance, folded = false }: { entrance: Overview['entrance']; folded?: boolean }) {
  const { t } = useTranslation('arcade');
  if (!folded) {
    return (
      <Panel title={t('guide.title')}>
        <Steps entrance={entrance} />
      </Panel>
    );
  }
  return (
    <div className="panel">
      <Accordion chevronPosition="left">
        <Accordion.Item value="guide" style={{ border: 0 }}>
          <Accordion.Control icon={<IconPlugConnected size={20} aria-hidden />}>{t('guide.another')}</Accordion.Control>
          <Accordion.Panel>
            <Steps entrance={entrance} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </div>
  );
}

function Steps({ entrance }: { entrance: Overview['entrance'] }) {
  const { t } = useTranslation('arcade');
  const loopback = /^(localhost|127\.|\[::1\])/.test(window.location.hostname);
  return (
    <Stack>
      <List type="ordered" spacing="md">
        <List.Item>
          {t('guide.address')}
          <Stack gap={2} mt={4}>
            {addressesOf(entrance, window.location).map((address) => (
              <CopyValue key={address} value={address} name={t('guide.addressName')} />
            ))}
          </Stack>
          {loopback && (
            <Text size="sm" c="dimmed" mt={4}>
              {t('guide.loopback')}
            </Text>
          )}
        </List.Item>
        <List.Item>
          {t('guide.songs')}{' '}
          <code className="mono" translate="no">
            npm run cli -- arcade import FILE
          </code>
        </List.Item>
        <List.Item>{t('guide.play')}</List.Item>
        <List.Item>
          {t('guide.claim')}{' '}
          <Anchor component={Link} to="/arcade/me">
            {t('nav.me')}
          </Anchor>
        </List.Item>
      </List>
      {entrance.advertised !== null && (
        <Alert variant="light" icon={<IconInfoCircle size={20} aria-hidden />}>
          {t('guide.advertised')} <b translate="no">{entrance.advertised}</b>
        </Alert>
      )}
      {entrance.enforce_pcbid && (
        <Alert variant="light" color="amber" icon={<IconInfoCircle size={20} aria-hidden />}>
          {t('guide.enforced')}{' '}
          <Anchor component={Link} to="/arcade/operation/machines">
            {t('operation.tab.machines')}
          </Anchor>
        </Alert>
      )}
    </Stack>
  );
}
