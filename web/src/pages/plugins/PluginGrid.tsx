/**
 * The cards of the plugins that were found, some dozens at first and more as the page is scrolled.
 *
 * A thousand cards at once would make every key press in the search wait for all of them.
 */
import { Button, SimpleGrid } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Plugin } from '../../api/types';
import { PluginCard } from './PluginCard';

const STEP = 24;

/** To be given another `key` for another search, so that it starts at the top again. */
export function PluginGrid({ plugins }: { plugins: Plugin[] }) {
  const [shown, setShown] = useState(STEP);
  const end = useRef<HTMLDivElement>(null);
  const left = plugins.length - shown;

  // Looked for anew after each step: in a tall window the end may still be in sight.
  useEffect(() => {
    if (end.current === null || shown >= plugins.length) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) setShown(shown + STEP);
      },
      { rootMargin: '0px 0px 800px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [shown, plugins.length]);

  return (
    <>
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
        {plugins.slice(0, shown).map((plugin) => (
          <PluginCard key={plugin.key} plugin={plugin} />
        ))}
      </SimpleGrid>
      <div ref={end} />
      {left > 0 && (
        <Button fullWidth mt="md" variant="default" onClick={() => setShown(shown + STEP)}>
          Show more ({left} left)
        </Button>
      )}
    </>
  );
}
