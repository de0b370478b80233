import { Box, Group, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { useFormat } from '../../../i18n/format.js';
import type { UserSpace } from '../api.js';

/** Users shown; those who take most come first. */
const SHOWN = 20;

/** For whom files were fetched, and how much of each one's share is used up. */
export function UserSpacePanel({ space }: { space: UserSpace }) {
  const { t } = useTranslation('music');
  const format = useFormat();
  const { users, quotaBytes: quota } = space;
  if (users.length === 0) return null;
  return (
    <Panel title={t('userSpace.title')}>
      {users.slice(0, SHOWN).map(({ user, stays, cached }) => (
        <Box key={user} py={8} style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
          <Group justify="space-between" gap="md" wrap="nowrap" align="flex-start">
            <Text size="sm" fw={600} translate="no" style={{ overflowWrap: 'anywhere' }}>
              {user.startsWith('key:') ? t('userSpace.key', { key: user.slice(4, 12) }) : user}
            </Text>
            <Text size="sm" ta="right">
              {quota > 0 ? t('userSpace.of', { used: format.bytes(stays.bytes), quota: format.bytes(quota) }) : t('space.filesAndSize', { count: stays.count, size: format.bytes(stays.bytes) })}
            </Text>
          </Group>
          {quota > 0 && <Progress mt={6} value={Math.min(100, (stays.bytes / quota) * 100)} color={stays.bytes >= quota ? 'red' : stays.bytes > quota * 0.9 ? 'amber' : 'felt'} aria-label={t('userSpace.share', { user })} />}
          {cached.count > 0 && (
            <Text size="xs" c="dimmed" mt={4}>
              {t('userSpace.cached', { size: format.bytes(cached.bytes) })}
            </Text>
          )}
        </Box>
      ))}
      {users.length > SHOWN && (
        <Text size="xs" c="dimmed" mt={8}>
          {t('userSpace.more', { count: users.length - SHOWN })}
        </Text>
      )}
    </Panel>
  );
}
