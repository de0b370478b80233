import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** Heading, a sentence, and the body of one step; the heading takes the focus when the step opens. */
export function Step({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <Stack gap="md">
      <div>
        <Title order={1} size="h2" tabIndex={-1} style={{ outline: 'none' }}>
          {title}
        </Title>
        <Text c="dimmed" mt={4}>
          {text}
        </Text>
      </div>
      {children}
    </Stack>
  );
}
