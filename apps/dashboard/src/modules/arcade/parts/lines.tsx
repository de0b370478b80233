import { Group, type GroupProps } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './lines.module.css';

/** Entries one below the other, with a rule between neighbours. */
export function Lines({ children }: { children: ReactNode }) {
  return <div className={classes.lines}>{children}</div>;
}

/** One entry: what it is at the left, what can be done about it at the right. */
export function Line({ children, ...rest }: GroupProps) {
  return (
    <Group className={classes.line} justify="space-between" wrap="nowrap" py={10} {...rest}>
      {children}
    </Group>
  );
}
