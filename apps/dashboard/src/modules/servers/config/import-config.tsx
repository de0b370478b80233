import { Button, FileInput, Group, SegmentedControl, Select, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFileImport } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Problem } from '../../../components/states.js';
import { data, serverKey, useChange } from '../api/data.js';
import { Dialog } from '../parts/dialog.js';
import { ImportChanges, type ConfigImport } from './import-changes.js';

/** What the files are called decides how they are read (arma-servers spec §1.4). */
const NAMES = ['server.cfg', 'basic.cfg', 'server.Arma3Profile', 'BEServer_x64.cfg'] as const;
const MAX_FILES = 4;

interface ImportConfigProps {
  id: number;
  running: boolean;
}

/** Takes settings out of files that somebody has already. */
export function ImportConfig({ id, running }: ImportConfigProps) {
  const { t } = useTranslation('servers');
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" leftSection={<IconFileImport size={18} aria-hidden />} onClick={open}>
        {t('configImport.title')}
      </Button>
      <Dialog opened={opened} onClose={close} size="xl" title={t('configImport.title')}>
        <Form id={id} running={running} onClose={close} />
      </Dialog>
    </>
  );
}

/** Looks at the files first; only then can what was understood be taken over. */
function Form({ id, running, onClose }: ImportConfigProps & { onClose: () => void }) {
  const { t } = useTranslation(['servers', 'common']);
  const [way, setWay] = useState<'files' | 'text'>('files');
  const [picked, setPicked] = useState<File[]>([]);
  const [name, setName] = useState<(typeof NAMES)[number]>('server.cfg');
  const [text, setText] = useState('');
  const [report, setReport] = useState<ConfigImport | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const files = way === 'files' ? picked : text.trim() === '' ? [] : [new File([text], name)];
  const look = useChange({
    run: () => send(id, files, false),
    renews: [],
    onDone: (found) => {
      setProblem(null);
      setReport(found);
    },
    onProblem: setProblem,
  });
  const apply = useChange({
    run: () => send(id, files, true),
    renews: [serverKey(id, 'config'), serverKey(id, 'detail')],
    done: t(running ? 'config.savedRunning' : 'config.saved'),
    onDone: onClose,
    onProblem: setProblem,
  });
  /** What was read is not what is there any more. */
  const changed = () => {
    setReport(null);
    setProblem(null);
  };
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('configImport.text')}
      </Text>
      <SegmentedControl
        style={{ alignSelf: 'flex-start' }}
        aria-label={t('configImport.way')}
        value={way}
        onChange={(next) => {
          setWay(next);
          changed();
        }}
        data={[
          { value: 'files', label: t('configImport.files') },
          { value: 'text', label: t('configImport.paste') },
        ]}
      />
      {way === 'files' ? (
        <FileInput
          label={t('configImport.choose')}
          description={t('configImport.chooseHint')}
          placeholder={t('configImport.none')}
          multiple
          clearable
          clearButtonProps={{ 'aria-label': t('configImport.none') }}
          accept=".cfg,.Arma3Profile"
          value={picked}
          error={picked.length > MAX_FILES ? t('configImport.tooMany', { count: MAX_FILES }) : null}
          onChange={(next) => {
            setPicked(next);
            changed();
          }}
        />
      ) : (
        <>
          <Select
            label={t('configImport.which')}
            w={240}
            allowDeselect={false}
            translate="no"
            data={[...NAMES]}
            value={name}
            onChange={(next) => {
              setName(NAMES.find((one) => one === next) ?? 'server.cfg');
              changed();
            }}
          />
          <Textarea
            label={t('configImport.contents')}
            autosize
            minRows={6}
            maxRows={16}
            classNames={{ input: 'mono' }}
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              changed();
            }}
          />
        </>
      )}
      {problem !== null && <Problem error={problem} compact />}
      {report !== null && <ImportChanges report={report} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common:action.cancel')}
        </Button>
        {report === null || report.changes.length === 0 ? (
          <Button loading={look.isPending} disabled={files.length === 0 || files.length > MAX_FILES} onClick={() => look.mutate()}>
            {t('configImport.look')}
          </Button>
        ) : (
          <Button loading={apply.isPending} onClick={() => apply.mutate()}>
            {t('configImport.apply', { count: report.changes.length })}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function send(id: number, files: readonly File[], apply: boolean): Promise<ConfigImport> {
  const form = new FormData();
  for (const file of files) form.append('file', file);
  return data<ConfigImport>(api.POST('/api/servers/{id}/config/import', { params: { path: { id }, query: { apply: apply ? '1' : '0' } }, body: form as never, bodySerializer: (body: unknown) => body as FormData }));
}
