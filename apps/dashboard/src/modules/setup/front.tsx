import { Center, Group, Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Logo } from '../../components/logo.js';
import classes from './front.module.css';

/** The page in front of the house: brand above, one card in the middle. */
export function Front({ children, width = 440 }: { children: ReactNode; width?: number }) {
  return (
    <main className={classes.stage}>
      <Center mih="100dvh" p="md">
        <Stack gap="lg" w="100%" maw={width}>
          <Group gap="sm" justify="center">
            <Logo size={40} />
            <Text fw={750} fz={26} translate="no">
              Rumpus
            </Text>
          </Group>
          <Paper className="panel" p={{ base: 'lg', sm: 32 }} radius="lg" shadow="sm">
            {children}
          </Paper>
        </Stack>
      </Center>
    </main>
  );
}
