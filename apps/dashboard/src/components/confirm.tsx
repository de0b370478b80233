import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';

interface ConfirmProps {
  /** Null while nothing is asked. */
  opened: boolean;
  title: string;
  /** What will be lost. */
  children: ReactNode;
  confirmLabel: string;
  /** When given, it has to be typed first. */
  typeName?: string;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something is lost. The focus is on "Cancel"; what can't be undone wants its name typed. */
export function Confirm({ opened, title, children, confirmLabel, typeName, busy, onConfirm, onClose }: ConfirmProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const close = () => {
    setTyped('');
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Stack>
        <Text component="div">{children}</Text>
        {typeName !== undefined && (
          <TextInput
            label={<Trans t={t} i18nKey="confirm.type" values={{ name: typeName }} components={{ b: <b translate="no" /> }} />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t('action.cancel')}
          </Button>
          <Button color="red" onClick={onConfirm} loading={busy} disabled={typeName !== undefined && typed.trim() !== typeName}>
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
