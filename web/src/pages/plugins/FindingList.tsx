/** What reading a plugin's code found it to do, each with the places when asked. */
import { Code, Stack, Text } from '@mantine/core';
import type { Finding } from '../../api/types';
import { findingInWords } from './findings';
import classes from './lists.module.css';

export function FindingList({ findings }: { findings: Finding[] }) {
  if (findings.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nothing out of the ordinary was found. That is no promise: code can hide what it does.
      </Text>
    );
  }
  return (
    <Stack gap={4}>
      {findings.map((finding) => (
        <details key={finding.kind} data-finding={finding.kind}>
          <summary className={classes.summary}>{findingInWords(finding)}</summary>
          <ul className={classes.places}>
            {finding.examples.map(({ file, line, text }) => (
              <li key={`${file}:${line}:${text}`}>
                <Text span size="xs" c="dimmed">
                  {file}:{line}
                </Text>{' '}
                <Code>{text}</Code>
              </li>
            ))}
            {finding.count > finding.examples.length && (
              <li>
                <Text span size="xs" c="dimmed">
                  and {finding.count - finding.examples.length} more
                </Text>
              </li>
            )}
          </ul>
        </details>
      ))}
    </Stack>
  );
}
