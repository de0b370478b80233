import { ActionIcon, Autocomplete, Group } from '@mantine/core';
import { IconChevronRight, IconSend } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { useProblemText } from '../../../components/states.js';
import { data, useChange } from '../api/data.js';
import type { ServerDetail } from '../api/types.js';
import type { ConsoleLine } from './buffer.js';
import { completions, readHistory, remember } from './commands.js';
import classes from './console.module.css';

interface CommandBoxProps {
  server: ServerDetail;
  write: (kind: ConsoleLine['kind'], message: string, level?: ConsoleLine['level']) => void;
}

/** A line to the server. Up and down walk through what was sent before; known commands are completed. */
export function CommandBox({ server, write }: CommandBoxProps) {
  const { t } = useTranslation('servers');
  const problemText = useProblemText();
  const [text, setText] = useState('');
  const [history, setHistory] = useState(() => readHistory(server.id));
  /** How far back in the history; 0 is what is being typed. */
  const [back, setBack] = useState(0);
  const send = useChange({
    run: (command: string) => data<{ response: string; took_ms: number }>(api.POST('/api/servers/{id}/rcon', { params: { path: { id: server.id } }, body: { command, timeout_ms: 5000 } })),
    renews: [],
    onDone: ({ response }) => write('answer', response.trim() === '' ? t('console.noAnswer') : response.trimEnd()),
    onProblem: (error) => write('answer', problemText(error), 'error'),
  });
  const submit = () => {
    const command = text.trim();
    if (command === '' || send.isPending) return;
    write('sent', command);
    setHistory(remember(server.id, history, command));
    setBack(0);
    setText('');
    send.mutate(command);
  };
  const walk = (step: number) => {
    const next = Math.max(0, Math.min(history.length, back + step));
    setBack(next);
    setText(next === 0 ? '' : (history[history.length - next] ?? ''));
  };
  const options = back > 0 ? [] : completions(text);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      // What is typed is sent; a suggestion is taken with Tab.
      event.preventDefault();
      submit();
    } else if (event.key === 'Tab' && !event.shiftKey && options[0] !== undefined) {
      event.preventDefault();
      setText(options[0]);
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && (back > 0 || text === '')) {
      event.preventDefault();
      event.stopPropagation();
      walk(event.key === 'ArrowUp' ? 1 : -1);
    }
  };
  const off = !server.rcon_connected;
  return (
    <Group gap="xs" wrap="nowrap" className={classes.command}>
      <Autocomplete
        flex={1}
        variant="unstyled"
        aria-label={t('console.command')}
        placeholder={t(off ? 'console.noRcon' : 'console.commandHint')}
        disabled={off}
        classNames={{ input: classes.input ?? '' }}
        leftSection={<IconChevronRight size={16} aria-hidden />}
        leftSectionWidth={24}
        data={options}
        filter={({ options: given }) => given}
        limit={6}
        value={text}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        maxLength={1024}
        onChange={(value) => {
          setBack(0);
          setText(value);
        }}
        onKeyDownCapture={onKeyDown}
      />
      <ActionIcon size={36} variant="light" aria-label={t('console.send')} loading={send.isPending} disabled={off || text.trim() === ''} onClick={submit}>
        <IconSend size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
