import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface DialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  size?: 'md' | 'lg' | 'xl';
  children: ReactNode;
}

/** A window over the page, whose close button has a name. */
export function Dialog({ size = 'md', children, ...rest }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Modal {...rest} size={size} closeButtonProps={{ 'aria-label': t('action.close') }}>
      {children}
    </Modal>
  );
}
