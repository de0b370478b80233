import { Button, FileButton } from '@mantine/core';
import { useRef } from 'react';
import type { Icon } from '../../registry.js';

interface FilePickProps {
  label: string;
  icon: Icon;
  accept: string;
  multiple?: boolean;
  busy?: boolean;
  size?: 'xs' | 'sm';
  onPick: (files: File[]) => void;
}

/** A button that asks for files; the same file can be chosen again. */
export function FilePick({ label, icon: Glyph, accept, multiple = false, busy = false, size = 'sm', onPick }: FilePickProps) {
  const reset = useRef<() => void>(null);
  const take = (picked: File | File[] | null) => {
    if (picked !== null) onPick([picked].flat());
    reset.current?.();
  };
  return (
    <FileButton accept={accept} multiple={multiple} resetRef={reset} onChange={take} inputProps={{ 'aria-label': label }}>
      {(props) => (
        <Button {...props} size={size} variant="default" leftSection={<Glyph size={size === 'xs' ? 16 : 18} aria-hidden />} loading={busy}>
          {label}
        </Button>
      )}
    </FileButton>
  );
}
