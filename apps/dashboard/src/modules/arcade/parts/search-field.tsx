import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

/** A search field to type into freely; what it is for follows a moment later. `/` jumps to it. */
export function SearchField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const later = useDebouncedCallback(onChange, 250);
  // Changed by other means (a link, "clear"): the field follows, but never fights with what is being typed.
  if (seen !== value) {
    setSeen(value);
    if (value !== text.trim()) setText(value);
  }
  return (
    <TextInput
      data-page-search
      type="search"
      flex="1 1 220px"
      maw={420}
      placeholder={label}
      aria-label={label}
      leftSection={<IconSearch size={18} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value.trim());
      }}
    />
  );
}
