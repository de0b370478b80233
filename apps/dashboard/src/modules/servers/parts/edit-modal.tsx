import type { ReactNode } from 'react';
import { Dialog } from './dialog.js';

interface EditModalProps<T> {
  /** Undefined: closed; null: a new one. */
  edited: T | null | undefined;
  /** Headings of a new one, and of one that is changed. */
  titles: { add: string; edit: string };
  onClose: () => void;
  /** The form; begun anew for each thing that is edited. */
  children: (edited: T | null) => ReactNode;
}

/** Frame of the forms that make or change one thing. */
export function EditModal<T>({ edited, titles, onClose, children }: EditModalProps<T>) {
  return (
    <Dialog opened={edited !== undefined} onClose={onClose} size="lg" title={edited === null ? titles.add : titles.edit}>
      {edited !== undefined && children(edited)}
    </Dialog>
  );
}
