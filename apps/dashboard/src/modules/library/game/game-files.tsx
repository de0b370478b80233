import { Badge, Box, Button, Checkbox, Collapse, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconDownload, IconFile } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DetailedRom, RomFile } from '../../../api/types.js';
import { CopyValue } from '../../../components/copy.js';
import { Panel } from '../../../components/page.js';
import { useFormat } from '../../../i18n/format.js';
import { downloadUrl } from '../api.js';
import classes from './game.module.css';

const CATEGORIES = ['game', 'dlc', 'hack', 'manual', 'patch', 'update', 'mod', 'demo', 'translation', 'prototype', 'cheat', 'soundtrack', 'screenshot'] as const;
const HASHES = ['crc', 'md5', 'sha1', 'ra', 'chd'] as const;

function hashOf(file: RomFile, kind: (typeof HASHES)[number]): string | null {
  if (kind === 'chd') return file.chd_sha1_hash;
  return file[`${kind}_hash`];
}

/** The game's files. With more than one, some can be picked and fetched as one archive. */
export function GameFiles({ rom }: { rom: DetailedRom }) {
  const { t } = useTranslation('library');
  const format = useFormat();
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const several = rom.files.length > 1;
  const toggle = (id: number) => setPicked((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  const all = picked.size === rom.files.length;
  const bytes = rom.files.filter((file) => picked.has(file.id)).reduce((sum, file) => sum + file.file_size_bytes, 0);
  if (rom.files.length === 0) return <Panel title={t('files.title')}>{<Text c="dimmed">{t('files.none')}</Text>}</Panel>;
  return (
    <Panel
      title={t('files.title')}
      padded={false}
      aside={
        several && (
          <Group gap="sm">
            <Checkbox label={t('files.all')} checked={all} indeterminate={picked.size > 0 && !all} onChange={() => setPicked(all ? new Set() : new Set(rom.files.map((file) => file.id)))} />
            <Button component="a" size="xs" href={downloadUrl(rom, [...picked])} download leftSection={<IconDownload size={16} aria-hidden />} disabled={picked.size === 0} data-disabled={picked.size === 0 || undefined} aria-disabled={picked.size === 0} onClick={(event) => picked.size === 0 && event.preventDefault()}>
              {picked.size === 0 ? t('files.downloadNone') : t('files.download', { count: picked.size, size: format.bytes(bytes) })}
            </Button>
          </Group>
        )
      }
    >
      <ul className={classes.plain}>
        {rom.files.map((file) => (
          <FileEntry key={file.id} rom={rom} file={file} picked={several ? picked.has(file.id) : undefined} onPick={() => toggle(file.id)} open={!several} />
        ))}
      </ul>
    </Panel>
  );
}

interface FileEntryProps {
  rom: DetailedRom;
  file: RomFile;
  /** Undefined when there is nothing to pick from. */
  picked: boolean | undefined;
  onPick: () => void;
  open: boolean;
}

function FileEntry({ rom, file, picked, onPick, open }: FileEntryProps) {
  const { t } = useTranslation('library');
  const format = useFormat();
  const [opened, setOpened] = useState(open);
  const category = CATEGORIES.find((one) => one === file.category);
  const inner = file.full_path.startsWith(`${rom.full_path}/`) ? file.full_path.slice(rom.full_path.length + 1) : file.file_name;
  return (
    <li className={classes.file}>
      <Group gap="sm" wrap="nowrap">
        {picked === undefined ? <IconFile size={20} stroke={1.6} aria-hidden /> : <Checkbox checked={picked} onChange={onPick} aria-label={t('files.pick', { name: inner })} />}
        <UnstyledButton className={classes.fileHead} onClick={() => setOpened(!opened)} aria-expanded={opened}>
          <Box miw={0} flex={1}>
            <Text component="span" fw={550} size="sm" translate="no" style={{ overflowWrap: 'anywhere' }}>
              {inner}
            </Text>
            {category !== undefined && category !== 'game' && (
              <Badge ml={8} size="sm" variant="light" tt="none">
                {t(`category.${category}`)}
              </Badge>
            )}
          </Box>
          <Text component="span" size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {format.bytes(file.file_size_bytes)}
          </Text>
          <IconChevronDown size={18} className={classes.chevron} data-open={opened || undefined} aria-hidden />
        </UnstyledButton>
      </Group>
      <Collapse expanded={opened}>
        <FileDetail file={file} />
      </Collapse>
    </li>
  );
}

function FileDetail({ file }: { file: RomFile }) {
  const { t } = useTranslation('library');
  const format = useFormat();
  const hashes = HASHES.flatMap((kind) => {
    const value = hashOf(file, kind);
    return value === null || value === '' ? [] : [[kind, value] as const];
  });
  return (
    <Stack gap="xs" className={classes.detail}>
      {hashes.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('files.noHashes')}
        </Text>
      )}
      {hashes.map(([kind, value]) => (
        <div key={kind} className={classes.hash}>
          <Text size="sm" c="dimmed">
            {t(`hash.${kind}`)}
          </Text>
          <CopyValue value={value} name={t(`hash.${kind}`)} />
        </div>
      ))}
      <Text size="xs" c="dimmed">
        {t('files.modified', { when: format.dateTime(file.last_modified) })}
      </Text>
      {file.archive_members !== null && file.archive_members.length > 0 && (
        <div>
          <Text size="sm" fw={600} mb={4}>
            {t('files.members', { count: file.archive_members.length })}
          </Text>
          <ul className={classes.plain}>
            {file.archive_members.map((member) => (
              <li key={member.name} className={classes.member}>
                <span className="mono" translate="no">
                  {member.name}
                </span>
                <Text component="span" size="xs" c="dimmed">
                  {format.bytes(member.size)}
                </Text>
                {member.sha1_hash !== '' && <CopyValue value={member.sha1_hash} name={t('hash.sha1')} />}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Stack>
  );
}
