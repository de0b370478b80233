import { ActionIcon, Badge, Group, Text, Tooltip } from '@mantine/core';
import { IconLockOpen } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../../components/data-table.js';
import { When } from '../../../components/when.js';
import type { Ban } from '../api/types.js';
import { useRights } from '../parts/rights.js';

interface BanColumns<B extends Ban> {
  /** Where a ban counts, in words. */
  renderWhere: (ban: B) => ReactNode;
  onLift: (ban: B) => void;
  /** Whether the columns can be sorted: not where the list comes in pages. */
  sortable: boolean;
}

/** What stands between the name of a ban and its buttons. */
export function useBanColumns<B extends Ban>({ renderWhere, onLift, sortable }: BanColumns<B>): Column<B>[] {
  const { t } = useTranslation('servers');
  const house = useRights();
  const by = (value: (ban: B) => string | number): Pick<Column<B>, 'value'> => (sortable ? { value } : {});
  return [
    {
      id: 'who',
      header: t('bans.who'),
      fixed: true,
      ...by((ban) => ban.player_name ?? ban.identity),
      render: (ban) => (
        <div>
          {ban.player_name !== null && (
            <Text fw={600} translate="no">
              {ban.player_name}
            </Text>
          )}
          <span className="mono" translate="no">
            {ban.identity}
          </span>
        </div>
      ),
    },
    { id: 'reason', header: t('bans.reason'), ...by((ban) => ban.reason), render: (ban) => <span translate="no">{ban.reason === '' ? '–' : ban.reason}</span> },
    { id: 'until', header: t('bans.until'), ...by((ban) => (ban.expires_at === null ? Infinity : Date.parse(ban.expires_at))), render: (ban) => (ban.expires_at === null ? t('duration.0') : <When at={ban.expires_at} />) },
    { id: 'created', header: t('bans.since'), ...by((ban) => Date.parse(ban.created_at)), render: (ban) => <When at={ban.created_at} relative /> },
    {
      id: 'where',
      header: t('bans.where'),
      ...by((ban) => (ban.server_id === null ? 0 : 1)),
      render: (ban) => (
        <Group gap={6}>
          {renderWhere(ban)}
          {!ban.in_game && isStanding(ban) && (
            <Badge color="amber" variant="light" tt="none">
              {t('bans.notInGame')}
            </Badge>
          )}
        </Group>
      ),
    },
    {
      id: 'actions',
      header: t('players.actions'),
      fixed: true,
      render: (ban) => {
        if (ban.lifted_at !== null) return <When at={ban.lifted_at} relative />;
        if (ban.id === 0)
          return (
            <Text size="sm" c="dimmed">
              {t('bans.onlyGame')}
            </Text>
          );
        if (ban.server_id === null && !house.operate)
          return (
            <Text size="sm" c="dimmed">
              {t('rights.needsAll')}
            </Text>
          );
        return (
          <Tooltip label={t('bans.lift')}>
            <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('bans.liftNamed', { name: ban.player_name ?? ban.identity })} onClick={() => onLift(ban)}>
              <IconLockOpen size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        );
      },
    },
  ];
}

/** Whether a ban keeps anybody out. */
const isStanding = ({ lifted_at: lifted, expires_at: expires }: Ban): boolean => lifted === null && (expires === null || Date.parse(expires) > Date.now());
