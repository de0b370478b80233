import { Badge, Group, List, Text } from '@mantine/core';

/** A list with a heading and how many there are; nothing when it is empty. */
export function Found({ title, items, color }: { title: string; items: readonly string[]; color?: string }) {
  if (items.length === 0) return null;
  return (
    <div>
      <Group gap={8} mb={4}>
        <Text fw={600}>{title}</Text>
        <Badge variant="light" tt="none" {...(color === undefined ? {} : { color })}>
          {items.length}
        </Badge>
      </Group>
      <List size="sm" translate="no">
        {items.map((item) => (
          <List.Item key={item} style={{ overflowWrap: 'anywhere' }}>
            {item}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
