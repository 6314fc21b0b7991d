/** A search box whose text counts once the typing has settled: each search is a question to the server. */
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { SearchInput } from './SearchInput';

interface Props {
  label: string;
  value: string;
  onSearch: (text: string) => void;
}

export function SettledSearch({ label, value, onSearch }: Props) {
  const [text, setText] = useState(value);
  const [settled] = useDebouncedValue(text, 250);
  useEffect(() => {
    if (settled !== value) onSearch(settled);
    // Only when the typing has settled: Back changes `value` too and must not be undone by it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  return <SearchInput label={label} placeholder={label} value={text} onChange={setText} />;
}
