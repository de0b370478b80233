import { Group } from '@mantine/core';
import type { ReactNode } from 'react';

/** One thing of a list: what it is at the left, what can be done with it at the right. */
export function ListRow({ facts, children }: { facts: ReactNode; children: ReactNode }) {
  return (
    <Group justify="space-between" py="sm" gap="sm" wrap="nowrap" align="flex-start" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
      <div style={{ minWidth: 0 }}>{facts}</div>
      {children}
    </Group>
  );
}
