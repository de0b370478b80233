import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { SearchField } from '../parts/search-field.js';

interface SearchBoxProps {
  label: string;
  value: string;
  /** Told when typing pauses. */
  onSearch: (text: string) => void;
}

/** The search of a list whose hits the server looks for. */
export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const search = useDebouncedCallback(onSearch, 300);
  return (
    <SearchField
      label={label}
      flex="2 1 220px"
      value={text}
      onChange={(next) => {
        setText(next);
        search(next.trim());
      }}
    />
  );
}
