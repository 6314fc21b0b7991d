/** Filters and pages as part of the address, so that Back and a copied link work. */
import { useSearchParams } from 'react-router';

export interface Address {
  get: (name: string) => string;
  page: number;
  /** Empty removes. Without a page among the changes it is the first again. */
  change: (changes: Record<string, string>) => void;
  reset: () => void;
}

/** `kept`: what a reset leaves. */
export function useAddress(...kept: string[]): Address {
  const [params, setParams] = useSearchParams();
  return {
    get: (name) => params.get(name) ?? '',
    page: Math.max(1, Number(params.get('page')) || 1),
    change: (changes) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries({ page: '', ...changes })) {
            if (value === '') after.delete(name);
            else after.set(name, value);
          }
          return after;
        },
        { replace: true },
      ),
    reset: () =>
      setParams(
        (before) => new URLSearchParams([...before].filter(([name]) => kept.includes(name))),
        { replace: true },
      ),
  };
}
