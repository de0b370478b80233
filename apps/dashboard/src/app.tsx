import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api } from './api/client.js';
import { onSignedOut } from './api/http.js';
import { queryClient } from './api/query-client.js';
import { meQuery } from './api/session.js';
import { live } from './live/socket.js';
import { router } from './router.js';
import { colorSchemeManager } from './shell/color-scheme.js';
import { LookKeeper } from './shell/look-keeper.js';
import { cssVariables, theme } from './theme/theme.js';

/** Providers, outermost first: look, data, routes. */
export function App() {
  useEffect(
    () =>
      onSignedOut(() => {
        if (queryClient.getQueryData(meQuery.queryKey) === null) return;
        queryClient.setQueryData(meQuery.queryKey, null);
        void router.invalidate();
      }),
    [],
  );
  // Perhaps the session was ended in another tab or on another device; a question whose answer is 401 leads to the sign-in.
  useEffect(() => live.onClosed(() => void api.GET('/api/users/me').catch(() => undefined)), []);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorSchemeManager} cssVariablesResolver={cssVariables}>
      <QueryClientProvider client={queryClient}>
        <LookKeeper />
        <Notifications position="bottom-right" />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
