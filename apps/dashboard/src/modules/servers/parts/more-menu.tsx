import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface MoreMenuProps {
  /** What the menu is about, for screen readers. */
  name: string;
  busy?: boolean;
  /** `Menu.Item`s. */
  children: ReactNode;
}

/** The three dots at the end of a row. */
export function MoreMenu({ name, busy = false, children }: MoreMenuProps) {
  const { t } = useTranslation('servers');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} loading={busy} aria-label={t('action.moreNamed', { name })}>
          <IconDotsVertical size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
