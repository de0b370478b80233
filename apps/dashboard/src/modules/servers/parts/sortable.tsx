import { ActionIcon, Group } from '@mantine/core';
import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type DragEndEvent } from '@dnd-kit/core';
import { arrayMove, SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { IconArrowDown, IconArrowUp, IconGripVertical } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './sortable.module.css';

interface SortableProps<T> {
  items: readonly T[];
  /** Unique within the list, and the same while the list is on screen. */
  idOf: (item: T) => string;
  nameOf: (item: T) => string;
  onSort: (items: T[]) => void;
  disabled?: boolean;
  children: (item: T, index: number) => ReactNode;
}

/** A list whose order people change: by dragging, with the keyboard on the handle, or with the arrows. */
export function Sortable<T>({ items, idOf, nameOf, onSort, disabled = false, children }: SortableProps<T>) {
  const { t } = useTranslation('servers');
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const ids = items.map(idOf);
  const move = (from: number, to: number) => {
    if (from !== to && to >= 0 && to < items.length) onSort(arrayMove([...items], from, to));
  };
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    if (over !== null) move(ids.indexOf(String(active.id)), ids.indexOf(String(over.id)));
  };
  const nameAt = (id: string | number) => {
    const item = items[ids.indexOf(String(id))];
    return item === undefined ? '' : nameOf(item);
  };
  const place = (id: string | number) => ids.indexOf(String(id)) + 1;
  const announcements = {
    onDragStart: ({ active }: { active: { id: string | number } }) => t('sort.taken', { name: nameAt(active.id), place: place(active.id), count: items.length }),
    onDragOver: ({ active, over }: { active: { id: string | number }; over: { id: string | number } | null }) => (over === null ? undefined : t('sort.over', { name: nameAt(active.id), place: place(over.id), count: items.length })),
    onDragEnd: ({ active, over }: { active: { id: string | number }; over: { id: string | number } | null }) => t('sort.dropped', { name: nameAt(active.id), place: place(over?.id ?? active.id), count: items.length }),
    onDragCancel: ({ active }: { active: { id: string | number } }) => t('sort.cancelled', { name: nameAt(active.id) }),
  };
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={onDragEnd} accessibility={{ announcements, screenReaderInstructions: { draggable: t('sort.how') } }}>
      <SortableContext items={ids} strategy={verticalListSortingStrategy} disabled={disabled}>
        <ul className={classes.list}>
          {items.map((item, index) => (
            <Row key={idOf(item)} id={idOf(item)} name={nameOf(item)} disabled={disabled} first={index === 0} last={index === items.length - 1} onMove={(step) => move(index, index + step)}>
              {children(item, index)}
            </Row>
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  );
}

function Row({ id, name, disabled, first, last, onMove, children }: { id: string; name: string; disabled: boolean; first: boolean; last: boolean; onMove: (step: 1 | -1) => void; children: ReactNode }) {
  const { t } = useTranslation('servers');
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id });
  return (
    <li ref={setNodeRef} className={classes.row} data-dragging={isDragging || undefined} style={{ transform: CSS.Translate.toString(transform), transition }}>
      {!disabled && (
        <Group gap={0} wrap="nowrap" className={classes.handles}>
          <ActionIcon ref={setActivatorNodeRef} {...attributes} {...listeners} aria-roledescription={t('sort.role')} variant="subtle" color="gray" size={32} className={classes.grip} aria-label={t('sort.drag', { name })}>
            <IconGripVertical size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" size={28} disabled={first} aria-label={t('sort.up', { name })} onClick={() => onMove(-1)}>
            <IconArrowUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" size={28} disabled={last} aria-label={t('sort.down', { name })} onClick={() => onMove(1)}>
            <IconArrowDown size={16} aria-hidden />
          </ActionIcon>
        </Group>
      )}
      <div className={classes.content}>{children}</div>
    </li>
  );
}
