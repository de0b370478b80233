import { Button, Group, ScrollArea } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';

interface TabBarProps {
  /** What the tabs choose, for screen readers. */
  label: string;
  tabs: readonly { key: string; label: string; link: LinkProps; current: boolean }[];
}

/** A link to the page above would count as current as well. */
const EXACT = { exact: true };

const CURRENT = { borderColor: 'var(--mantine-color-anchor)', color: 'var(--mantine-color-anchor)' };

/** On a telephone the current tab may lie outside of what is shown. Browsers that give a promise back must not hand it to React. */
const bringIntoView = (tab: HTMLElement | null): void => {
  tab?.scrollIntoView({ block: 'nearest', inline: 'center' });
};

/** Links to the parts of a page, in a row that scrolls sideways where it has to. */
export function TabBar({ label, tabs }: TabBarProps) {
  return (
    <ScrollArea type="never" mx={-4} component="nav" aria-label={label}>
      <Group gap="xs" wrap="nowrap" p={4}>
        {tabs.map((tab) => (
          <Button
            key={tab.key}
            ref={tab.current ? bringIntoView : undefined}
            variant="default"
            style={{ flex: 'none', ...(tab.current ? CURRENT : {}) }}
            aria-current={tab.current ? 'page' : undefined}
            renderRoot={(props) => <Link activeOptions={EXACT} {...tab.link} {...props} />}
          >
            {tab.label}
          </Button>
        ))}
      </Group>
    </ScrollArea>
  );
}
