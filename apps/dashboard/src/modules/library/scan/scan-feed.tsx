import { Anchor, Box, Button, Group, Text } from '@mantine/core';
import { IconArrowUp, IconRadar } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { Empty } from '../../../components/states.js';
import { useFeed, type FeedEntry } from './feed-store.js';
import classes from './scan.module.css';

/** Games as they are found, newest on top. While you read further down nothing moves under your eyes. */
export function ScanFeed({ idle }: { idle: boolean }) {
  const { t } = useTranslation('library');
  const box = useRef<HTMLDivElement>(null);
  const [frozen, setFrozen] = useState<readonly FeedEntry[] | null>(null);
  const feed = useFeed();
  const entries = frozen ?? feed;
  if (idle) {
    return (
      <Box className="panel">
        <Empty icon={IconRadar} title={t('scan.idle')}>
          {t('scan.idleText')}
        </Empty>
      </Box>
    );
  }
  if (entries.length === 0) return null;
  const onScroll = () => setFrozen((box.current?.scrollTop ?? 0) > 40 ? (frozen ?? feed) : null);
  const toTop = () => {
    setFrozen(null);
    box.current?.scrollTo({ top: 0 });
  };
  return (
    <Panel
      title={t('scan.feed')}
      padded={false}
      aside={
        frozen !== null && (
          <Button size="compact-sm" variant="light" leftSection={<IconArrowUp size={16} aria-hidden />} onClick={toTop}>
            {t('scan.newest')}
          </Button>
        )
      }
    >
      <Box ref={box} className={classes.feed} onScroll={onScroll} role="log" aria-live="off" aria-label={t('scan.feed')} tabIndex={0}>
        {entries.map((entry) => (
          <Line key={entry.id} entry={entry} />
        ))}
      </Box>
    </Panel>
  );
}

/** A line of the feed; those that stand there already are not drawn again when new ones come. */
const Line = memo(function Line({ entry }: { entry: FeedEntry }) {
  return (
    <Group className={classes.entry} gap="sm" wrap="nowrap">
      <Anchor size="sm" fw={550} c="var(--mantine-color-text)" truncate flex={1} translate="no" renderRoot={(props) => <Link to="/games/$romId" params={{ romId: String(entry.id) }} {...props} />}>
        {entry.title}
      </Anchor>
      <Text size="sm" c="dimmed" translate="no" truncate maw="45%">
        {entry.platform}
      </Text>
    </Group>
  );
});
