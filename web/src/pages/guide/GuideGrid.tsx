/** The grid itself. Only the rows in sight exist, so that ten thousand channels scroll like ten. */
import { Text, VisuallyHidden } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { Channel } from '../../api/types';
import { hourAndMinute } from '../../ui/time';
import { ChannelLogo } from '../channels/ChannelLogo';
import classes from './GuideGrid.module.css';
import type { Chosen } from './ProgrammeDetails';
import { cellsIn, marksIn, slotsOf, type Cell, type Guide } from './timeline';

const ROW_HEIGHT = 64;

interface Props {
  channels: Channel[];
  guide: Guide;
  from: number;
  to: number;
  now: number;
  onChoose: (chosen: Chosen) => void;
}

const percent = (share: number) => `${share * 100}%`;

export function GuideGrid({ channels, guide, from, to, now, onChoose }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  // The React compiler cannot look into this hook's answer; nothing here is memoised by it.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count: channels.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  });
  const nowShare = (now - from) / (to - from);

  return (
    <div ref={scroller} className={classes.scroller} tabIndex={0} role="region" aria-label="Guide">
      <div className={classes.head} aria-hidden>
        <div className={classes.corner} />
        <div className={classes.line}>
          {marksIn(from, to).map((mark) => (
            <Text
              key={mark}
              span
              size="sm"
              className={classes.mark}
              style={{ left: percent((mark - from) / (to - from)) }}
            >
              {hourAndMinute(mark)}
            </Text>
          ))}
        </div>
      </div>
      <div role="list" className={classes.rows} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const channel = channels[row.index];
          if (channel === undefined) return null;
          const cells = cellsIn(slotsOf(guide, channel), from, to);
          return (
            <div
              key={channel.id}
              role="listitem"
              aria-setsize={channels.length}
              aria-posinset={row.index + 1}
              aria-label={channel.name}
              className={classes.row}
              style={{ height: ROW_HEIGHT, transform: `translateY(${row.start}px)` }}
            >
              <div className={classes.channel}>
                <ChannelLogo channel={channel} />
                <div className={classes.name}>
                  <Text size="xs" c="dimmed" lh={1.2}>
                    {channel.channel_number}
                  </Text>
                  <Text size="sm" lh={1.25} lineClamp={2}>
                    {channel.name}
                  </Text>
                </div>
              </div>
              <div className={classes.line}>
                {cells.length === 0 && (
                  <Text size="sm" c="dimmed" className={classes.nothing}>
                    No programmes
                  </Text>
                )}
                {cells.map((cell) => (
                  <ProgrammeCell
                    key={cell.slot.programme.id}
                    cell={cell}
                    isOn={cell.slot.start <= now && now < cell.slot.end}
                    onClick={() => onChoose({ channel, slot: cell.slot })}
                  />
                ))}
                {nowShare >= 0 && nowShare < 1 && (
                  <div className={classes.now} style={{ left: percent(nowShare) }} aria-hidden />
                )}
              </div>
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface CellProps {
  cell: Cell;
  isOn: boolean;
  onClick: () => void;
}

function ProgrammeCell({ cell, isOn, onClick }: CellProps) {
  const { programme, start, end } = cell.slot;
  const times = `${hourAndMinute(start)} to ${hourAndMinute(end)}`;
  return (
    <button
      type="button"
      className={classes.cell}
      data-on={isOn || undefined}
      style={{ left: percent(cell.left), width: percent(cell.width) }}
      title={`${programme.title} (${times})`}
      onClick={onClick}
    >
      <span className={classes.title}>
        {cell.startsBefore && <span aria-hidden>‹ </span>}
        {programme.title}
        {cell.endsAfter && <span aria-hidden> ›</span>}
      </span>
      {programme.sub_title && <span className={classes.subtitle}>{programme.sub_title}</span>}
      <VisuallyHidden>
        , {times}
        {isOn && ', on now'}
      </VisuallyHidden>
    </button>
  );
}
