/** One line of a log: when, how grave, who, what. A traceback is folded until it is wanted. */
import { Anchor } from '@mantine/core';
import { memo, useId } from 'react';
import { Link } from 'react-router';
import type { LogLine } from '../../api/run-types';
import { runPath } from '../run-path';
import { levelOf } from './level';
import classes from './LogRow.module.css';

interface Props {
  line: LogLine;
  search: string;
  isUnfolded: boolean;
  onToggle: (id: number) => void;
  withRuns: boolean;
}

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

export const LogRow = memo(function LogRow(props: Props) {
  const { line, search, isUnfolded, onToggle, withRuns } = props;
  const tracebackId = useId();
  const at = new Date(line.at);
  const level = levelOf(line.level);
  return (
    <div className={classes.row} data-level={level} data-line={line.id}>
      <time className={classes.time} dateTime={line.at} title={at.toLocaleString()}>
        {Number.isNaN(at.getTime()) ? line.at : clock.format(at)}
      </time>
      <span className={classes.level}>{level}</span>
      <span className={classes.logger} title={line.logger}>
        {line.stream ?? line.logger}
      </span>
      <span className={classes.message}>
        <Marked text={line.message} search={search} />
        {line.traceback !== null && (
          <>
            {' '}
            <button
              type="button"
              className={classes.fold}
              aria-expanded={isUnfolded}
              aria-controls={isUnfolded ? tracebackId : undefined}
              onClick={() => onToggle(line.id)}
            >
              {isUnfolded ? 'Hide the traceback' : 'Traceback'}
            </button>
            {isUnfolded && (
              <pre className={classes.traceback} id={tracebackId}>
                <Marked text={line.traceback} search={search} />
              </pre>
            )}
          </>
        )}
      </span>
      {withRuns && line.run_id !== null && (
        <Anchor component={Link} to={runPath(line.run_id)} className={classes.run}>
          run
        </Anchor>
      )}
    </div>
  );
});

function Marked({ text, search }: { text: string; search: string }) {
  if (search === '') return text;
  const pattern = new RegExp(`(${search.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')})`, 'gi');
  return text
    .split(pattern)
    .map((part, index) => (index % 2 === 0 ? part : <mark key={index}>{part}</mark>));
}
