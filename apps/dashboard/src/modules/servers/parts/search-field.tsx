import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';

interface SearchFieldProps {
  label: string;
  value: string;
  /** How it shares its row with other fields, as in CSS. */
  flex?: string;
  /** Widest; px. */
  maw?: number;
  /** Longer texts the server does not look for. */
  maxLength?: number;
  onChange: (text: string) => void;
}

/** The search of a page, which `/` leads to. */
export function SearchField({ label, value, flex = '1 1 220px', maw = 420, maxLength = 64, onChange }: SearchFieldProps) {
  return (
    <TextInput
      data-page-search
      type="search"
      flex={flex}
      maw={maw}
      maxLength={maxLength}
      placeholder={label}
      aria-label={label}
      leftSection={<IconSearch size={18} aria-hidden />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
