import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

/** A number under its name. */
export function Figure({ label, children, size = 'md' }: { label: string; children: ReactNode; size?: 'md' | 'xl' }) {
  return (
    <div className={classes.figure}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text component="div" fz={size === 'xl' ? 22 : 16} className={classes.value}>
        {children}
      </Text>
    </div>
  );
}
