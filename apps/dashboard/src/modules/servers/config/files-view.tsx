import { Accordion, Badge, Button, Code, Group, ScrollArea, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyValue } from '../../../components/copy.js';
import { Panel } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import type { ServerDetail } from '../api/types.js';
import { Elsewhere } from '../parts/elsewhere.js';
import { useRights } from '../parts/rights.js';
import { filesQuery, type ConfigFile } from './api.js';
import { DiffView } from './diff-view.js';

/** The files as the next start will write them, and how they differ from those on disk. */
export function FilesView({ server }: { server: ServerDetail }) {
  const { t } = useTranslation('servers');
  const rights = useRights(server.id);
  const query = useQuery(filesQuery(server.id));
  return (
    <QueryView query={query}>
      {({ files, launch }) => (
        <Stack gap="lg">
          {rights.write && <Elsewhere server={server} />}
          <Panel
            title={t('files.title')}
            aside={
              rights.write &&
              server.host_here && (
                <Button component="a" href={`/api/servers/${server.id}/config/download/all.zip`} download size="xs" variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
                  {t('files.all')}
                </Button>
              )
            }
          >
            <Text size="sm" c="dimmed" mb="sm">
              {t('files.text')}
            </Text>
            <Accordion variant="separated" chevronPosition="left">
              {files.map((file) => (
                <File key={file.name} file={file} />
              ))}
            </Accordion>
          </Panel>
          <Panel title={t('config.commandLine')}>
            <CopyValue value={launch.command_line} name={t('config.commandLine')} />
          </Panel>
        </Stack>
      )}
    </QueryView>
  );
}

function File({ file }: { file: ConfigFile }) {
  const { t } = useTranslation('servers');
  const [as, setAs] = useState<'content' | 'diff'>('content');
  return (
    <Accordion.Item value={file.name}>
      <Accordion.Control>
        <Group gap="sm">
          <Text fw={600} translate="no">
            {file.name}
          </Text>
          {file.changed && (
            <Badge color="amber" variant="light" tt="none">
              {t('files.changed')}
            </Badge>
          )}
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="xs">
          <span className="mono" translate="no">
            {file.path}
          </span>
          {file.changed && (
            <SegmentedControl
              style={{ alignSelf: 'flex-start' }}
              aria-label={t('files.view')}
              value={as}
              onChange={setAs}
              data={[
                { value: 'content', label: t('files.content') },
                { value: 'diff', label: t('files.diff') },
              ]}
            />
          )}
          {as === 'diff' && file.changed ? (
            <DiffView diff={file.diff} label={file.name} />
          ) : (
            <ScrollArea.Autosize mah={460} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('files.contentOf', { name: file.name }) }}>
              <Code block translate="no">
                {file.content}
              </Code>
            </ScrollArea.Autosize>
          )}
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}
