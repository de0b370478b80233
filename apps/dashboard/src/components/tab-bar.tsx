import { Button, Group, ScrollArea } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

interface TabBarProps {
  /** What the tabs choose, for screen readers. */
  label: string;
  tabs: readonly { key: string; label: string; link: LinkProps; current: boolean }[];
}

const CURRENT = { borderColor: 'var(--mantine-color-anchor)', color: 'var(--mantine-color-anchor)' };

/** Links to the parts of a page, in a row that scrolls sideways where it has to. */
export function TabBar({ label, tabs }: TabBarProps) {
  const row = useRef<HTMLDivElement>(null);
  const current = tabs.find((tab) => tab.current)?.key;
  // On a telephone the current tab may lie outside of what is shown.
  useEffect(() => {
    // Newer browsers give a promise back, which is no clean-up.
    void row.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  return (
    <ScrollArea type="never" mx={-4} component="nav" aria-label={label}>
      <Group ref={row} gap="xs" wrap="nowrap" p={4}>
        {tabs.map((tab) => (
          <Button key={tab.key} variant="default" style={{ flex: 'none', ...(tab.current ? CURRENT : {}) }} aria-current={tab.current ? 'page' : undefined} renderRoot={(props) => <Link {...tab.link} {...props} />}>
            {tab.label}
          </Button>
        ))}
      </Group>
    </ScrollArea>
  );
}
