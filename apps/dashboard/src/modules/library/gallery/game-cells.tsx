import { Badge, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rom } from '../../../api/types.js';
import { useFormat } from '../../../i18n/format.js';
import { titleOf } from '../api.js';
import { Cover } from '../cover.js';
import classes from './gallery.module.css';

/** What tells one edition of a game from another. */
function editionOf(rom: Rom): string {
  return [...rom.regions, ...(rom.revision === null || rom.revision === '' ? [] : [rom.revision]), ...rom.tags].join(' · ');
}

function MissingBadge() {
  const { t } = useTranslation('library');
  return (
    <Badge size="sm" color="amber" variant="filled" tt="none" leftSection={<IconAlertTriangle size={12} aria-hidden />}>
      {t('game.missing')}
    </Badge>
  );
}

/** A game as a card: cover, title, edition. */
export const GameCard = memo(function GameCard({ rom }: { rom: Rom }) {
  return (
    <Link to="/games/$romId" params={{ romId: String(rom.id) }} className={classes.card} preload={false}>
      <span className={classes.cover} data-missing={rom.missing_from_fs || undefined}>
        <Cover rom={rom} />
        {rom.missing_from_fs && (
          <span className={classes.flag}>
            <MissingBadge />
          </span>
        )}
      </span>
      <Text component="span" className={classes.name} translate="no">
        {titleOf(rom)}
      </Text>
      <Text component="span" className={classes.edition} translate="no">
        {editionOf(rom) || rom.platform_display_name}
      </Text>
    </Link>
  );
});

/** A game as a line: small cover, title, platform, edition, size. */
export const GameRow = memo(function GameRow({ rom }: { rom: Rom }) {
  const format = useFormat();
  return (
    <Link to="/games/$romId" params={{ romId: String(rom.id) }} className={classes.row} preload={false}>
      <span className={classes.thumb}>
        <Cover rom={rom} />
      </span>
      <span className={classes.rowText}>
        <Text component="span" className={classes.name} translate="no">
          {titleOf(rom)}
        </Text>
        <Text component="span" className={classes.edition} translate="no">
          {[rom.platform_display_name, editionOf(rom)].filter((text) => text !== '').join(' · ')}
        </Text>
      </span>
      <Group gap="sm" wrap="nowrap">
        {rom.missing_from_fs && <MissingBadge />}
        <Text component="span" size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {format.bytes(rom.fs_size_bytes)}
        </Text>
      </Group>
    </Link>
  );
});
