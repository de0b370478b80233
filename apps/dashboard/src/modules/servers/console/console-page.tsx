import { ActionIcon, Button, CopyButton, Group, Select, Stack, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconEraser, IconTextWrap } from '@tabler/icons-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../../components/states.js';
import { LEVELS, type LogLevel } from '../api/types.js';
import { useRights } from '../parts/rights.js';
import { SearchField } from '../parts/search-field.js';
import { useServer } from '../server/use-server.js';
import { CommandBox } from './command-box.js';
import classes from './console.module.css';
import { Lines } from './lines.js';
import { useConsole } from './use-console.js';

/** What the server says, and a line to tell it something. */
export function ConsolePage() {
  const { t } = useTranslation(['servers', 'common']);
  const server = useServer();
  const rights = useRights(server.id);
  const { lines, dropped, history, write, earlier, clear } = useConsole(server.id);
  const [search, setSearch] = useState('');
  const [least, setLeast] = useState<LogLevel>('debug');
  const [wrap, setWrap] = useState(true);
  const term = useDeferredValue(search.trim().toLocaleLowerCase());
  const shown = useMemo(() => {
    const from = LEVELS.indexOf(least);
    return lines.filter((line) => LEVELS.indexOf(line.level) >= from && (term === '' || line.message.toLocaleLowerCase().includes(term)));
  }, [lines, least, term]);
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <SearchField label={t('console.search')} flex="1 1 200px" value={search} onChange={setSearch} />
        <Select aria-label={t('console.level')} w={170} allowDeselect={false} value={least} onChange={(level) => setLeast(level ?? 'debug')} data={LEVELS.map((level) => ({ value: level, label: t(`fromLevel.${level}`) }))} />
        <Group gap={4} wrap="nowrap">
          <Tooltip label={t('console.wrap')}>
            <ActionIcon variant={wrap ? 'light' : 'default'} size={36} aria-pressed={wrap} aria-label={t('console.wrap')} onClick={() => setWrap(!wrap)}>
              <IconTextWrap size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <CopyButton value={shown.map(({ ts, message }) => `${ts ?? ''} ${message}`.trimStart()).join('\n')} timeout={1500}>
            {({ copied, copy }) => (
              <Tooltip label={t(copied ? 'common:action.copied' : 'console.copy')}>
                <ActionIcon variant="default" size={36} aria-label={t('console.copy')} onClick={copy}>
                  {copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
          <Tooltip label={t('console.clear')}>
            <ActionIcon variant="default" size={36} aria-label={t('console.clear')} onClick={clear}>
              <IconEraser size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      {history.isError && <Problem error={history.error} onRetry={() => void history.refetch()} />}
      <div className={classes.frame}>
        <Lines
          lines={shown}
          wrap={wrap}
          term={term}
          loading={history.isPending}
          nothing={t(lines.length === 0 ? 'console.empty' : 'console.noHits')}
          top={
            earlier !== null && (
              <Button size="compact-xs" variant="subtle" color="gray" loading={earlier.busy} onClick={earlier.load}>
                {t('console.earlier')}
              </Button>
            )
          }
        />
        {rights.write && <CommandBox server={server} write={write} />}
      </div>
      <Text size="xs" c="dimmed">
        {t('console.count', { shown: shown.length, count: lines.length })}
        {dropped > 0 && ` · ${t('console.dropped', { count: dropped })}`}
      </Text>
    </Stack>
  );
}
