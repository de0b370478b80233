import { Kbd, Modal, Table } from '@mantine/core';
import { createStore, useStore } from '@mantine/store';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel, useNavItems } from './navigation.js';

const store = createStore({ opened: false });

/** Opens the list of keyboard shortcuts. */
export function openShortcuts(): void {
  store.setState({ opened: true });
}

/** Keys mean text, not commands, while something is being typed or a dialog is open. */
function typing(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  return target?.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]') != null;
}

/** `g` followed by a letter within a second goes to a page; `?` opens the help; `/` jumps into the page's search field. */
function useShortcutKeys(): void {
  const items = useNavItems();
  const navigate = useNavigate();
  const armed = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (typing(event)) return;
      const target = items.find((item) => item.goKey === event.key);
      if (event.timeStamp - armed.current < 1000 && target !== undefined) {
        event.preventDefault();
        void navigate({ to: target.to });
      }
      armed.current = event.key === 'g' ? event.timeStamp : 0;
      if (event.key === '?') openShortcuts();
      const search = event.key === '/' ? document.querySelector<HTMLInputElement>('[data-page-search]') : null;
      if (search !== null) {
        event.preventDefault();
        search.focus();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [items, navigate]);
}

/** The list of shortcuts, on `?`. */
export function ShortcutsHelp() {
  useShortcutKeys();
  const { t } = useTranslation();
  const label = useLabel();
  const { opened } = useStore(store);
  const go = useNavItems().filter((item) => item.goKey !== undefined);
  const rows: readonly (readonly [readonly string[], string])[] = [
    [['Ctrl', 'K'], t('shortcuts.palette')],
    [['/'], t('shortcuts.search')],
    [['?'], t('shortcuts.help')],
    [['←', '↑', '↓', '→'], t('shortcuts.grid')],
    ...go.map((item) => [['g', item.goKey ?? ''], t('shortcuts.goTo', { page: label(item.label) })] as const),
  ];
  return (
    <Modal opened={opened} onClose={() => store.setState({ opened: false })} title={t('shortcuts.title')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Table>
        <Table.Tbody>
          {rows.map(([keys, text]) => (
            <Table.Tr key={keys.join(' ')}>
              <Table.Td translate="no">
                {keys.map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{text}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
