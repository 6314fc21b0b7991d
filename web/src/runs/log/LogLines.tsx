/** The scrolled part of a log. It stays at the end while it is told to, until somebody scrolls up. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { LogRow } from './LogRow';
import type { LogState } from './log-source';
import classes from './LogLines.module.css';
import { useFollowEnd } from './use-follow-end';

const LINE_HEIGHT = 24;

interface Props {
  log: LogState;
  label: string;
  search: string;
  isWrapped: boolean;
  isFollowing: boolean;
  onFollow: (isAtEnd: boolean) => void;
  withRuns: boolean;
}

export function LogLines(props: Props) {
  const { log, label, search, isWrapped, isFollowing, onFollow, withRuns } = props;
  const { lines } = log;
  const scroller = useRef<HTMLDivElement>(null);
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  // The React compiler cannot look into this hook's answer; nothing here is memoised by it.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: (index) => lines[index]?.id ?? index,
    overscan: 12,
  });
  const height = rows.getTotalSize();

  const follow = useFollowEnd({
    box: scroller,
    isFollowing,
    onFollow,
    scrollToEnd: () => rows.scrollToEnd(),
    content: useMemo(() => ({ log, height }), [log, height]),
  });
  const toggle = (id: number) =>
    setUnfolded((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      // A screen reader could not keep up; whoever wants to hear a line goes to it.
      role="log"
      aria-live="off"
      aria-label={label}
      tabIndex={0}
      data-wrap={isWrapped || undefined}
      {...follow}
    >
      <div className={classes.lines} style={{ height }}>
        {rows.getVirtualItems().map((row) => {
          const line = lines[row.index];
          if (line === undefined) return null;
          return (
            <div
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className={classes.place}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <LogRow
                line={line}
                search={search}
                isUnfolded={unfolded.has(line.id)}
                onToggle={toggle}
                withRuns={withRuns}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
