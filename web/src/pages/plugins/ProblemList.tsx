/** What is wrong with what a plugin declares: where, what, and what to do about it. */
import { Code, Text } from '@mantine/core';
import type { Problem } from '../../api/types';
import classes from './lists.module.css';

export function ProblemList({ problems }: { problems: Problem[] }) {
  return (
    <ul className={classes.problems}>
      {problems.map(({ path, line, message, hint, severity }, index) => (
        <li key={index}>
          <Code>{typeof line === 'number' ? `${path}, line ${line}` : path}</Code> {message}
          {severity === 'warning' && ' (nothing is lost by it)'}
          {hint && (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          )}
        </li>
      ))}
    </ul>
  );
}
