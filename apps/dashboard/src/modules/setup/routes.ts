import { createRoute, redirect } from '@tanstack/react-router';
import { houseQuery, meQuery } from '../../api/session.js';
import { rootRoute } from '../../shell/app-route.js';
import { lazyPage } from '../../shell/lazy-page.js';
import { asLocalPath, asText } from '../../shell/search.js';

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'setup',
  loader: ({ context }) => context.queryClient.ensureQueryData(houseQuery),
  component: lazyPage(() => import('./setup-page.js'), 'SetupPage'),
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; problem?: string; stay?: '1' } => {
    const next = asLocalPath(search['next']);
    const problem = asText(search['problem']);
    return { ...(next === undefined ? {} : { next }), ...(problem === undefined ? {} : { problem }), ...(asText(search['stay']) === '1' ? { stay: '1' as const } : {}) };
  },
  beforeLoad: async ({ context: { queryClient }, search }) => {
    const [house, me] = await Promise.all([queryClient.ensureQueryData(houseQuery), queryClient.ensureQueryData(meQuery)]);
    if (house.unclaimed) redirect({ to: '/setup', replace: true, throw: true });
    if (me !== null) redirect({ href: search.next ?? '/', replace: true, throw: true });
  },
  component: lazyPage(() => import('./sign-in-page.js'), 'SignInPage'),
});

const newPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'new-password',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = asLocalPath(search['next']);
    return next === undefined ? {} : { next };
  },
  beforeLoad: async ({ context: { queryClient }, search }) => {
    const me = await queryClient.ensureQueryData(meQuery);
    if (me === null) redirect({ to: '/sign-in', search, replace: true, throw: true });
    if (me?.must_change_password === false) redirect({ href: search.next ?? '/', replace: true, throw: true });
  },
  component: lazyPage(() => import('./new-password-page.js'), 'NewPasswordPage'),
});

/** `?token=` of an invitation or a reset link. */
const validateToken = (search: Record<string, unknown>): { token?: string } => {
  const token = asText(search['token']);
  return token === undefined ? {} : { token };
};

const registerRoute = createRoute({ getParentRoute: () => rootRoute, path: 'register', validateSearch: validateToken, component: lazyPage(() => import('./register-page.js'), 'RegisterPage') });
const resetRoute = createRoute({ getParentRoute: () => rootRoute, path: 'reset-password', validateSearch: validateToken, component: lazyPage(() => import('./reset-page.js'), 'ResetPage') });

export const setupRoutes = [setupRoute, signInRoute, newPasswordRoute, registerRoute, resetRoute] as const;
