import { NavLink, ScrollArea, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { houseQuery, useScopes } from '../api/session.js';
import { modules } from '../modules/index.js';
import { allowed, SECTIONS, type DashboardModule, type NavItem } from '../modules/registry.js';
import classes from './shell.module.css';

/** The parts of the dashboard whose module is switched on. */
export function useModules(): DashboardModule[] {
  const { data: house } = useQuery(houseQuery);
  return modules.filter(({ needs }) => needs === undefined || house?.modules.includes(needs) === true);
}

/** Every place the signed-in person may go to. */
export function useNavItems(): NavItem[] {
  const scopes = useScopes();
  return useModules().flatMap((module) => module.nav).filter((item) => allowed(item.scopes, scopes));
}

/** True on a page that the menu keeps from this person: a link from somebody else may lead here. */
export function useForbidden(): boolean {
  const scopes = useScopes();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const item = useModules().flatMap((module) => module.nav).find(({ to }) => to === path);
  return item !== undefined && !allowed(item.scopes, scopes);
}

/** A label of the registry: its key carries the namespace and is not known to the compiler. */
export function useLabel(): (key: string) => string {
  const { t } = useTranslation();
  return (key) => t(key as never);
}

/** True where other pages lie below this one's address: it is the current page only at its very own. */
const hasParts = ({ to }: NavItem, items: readonly NavItem[]): boolean => to === '/' || items.some((item) => item.to.startsWith(`${to}/`));

/** The menu at the left, in sections. */
export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const items = useNavItems().filter((item) => item.hidden !== true);
  return (
    <ScrollArea flex={1} p="sm" type="auto">
      {SECTIONS.map((section) => {
        const own = items.filter((item) => item.section === section);
        if (own.length === 0) return null;
        const heading = section === 'home' ? null : t(`section.${section}`);
        return (
          <div key={section} role="group" aria-label={heading ?? t('section.home')}>
            {heading !== null && (
              <div className={classes.section} aria-hidden="true">
                {heading}
              </div>
            )}
            <Stack gap={2}>
              {own.map((item) => (
                <NavLink
                  key={item.to}
                  component={Link}
                  to={item.to}
                  activeOptions={{ exact: hasParts(item, items), includeSearch: false }}
                  className={classes.link}
                  label={label(item.label)}
                  leftSection={<item.icon size={20} stroke={1.6} aria-hidden />}
                  onClick={onNavigate}
                />
              ))}
            </Stack>
          </div>
        );
      })}
    </ScrollArea>
  );
}
