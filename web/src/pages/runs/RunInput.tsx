/** What a run was given: its params, and its plugin's settings as they were then. */
import { Accordion, Text } from '@mantine/core';
import type { RunDetail } from '../../api/run-types';
import type { Json } from '../../api/types';
import { JsonTree } from '../../runs/result/JsonTree';
import { Pairs } from '../../runs/result/Pairs';
import { isScalar, type Scalar } from '../../runs/result/shape';

export function RunInput({ run }: { run: RunDetail }) {
  return (
    <Accordion multiple variant="contained" order={2}>
      <Values name="Parameters" values={run.params} nothing="It was given no parameters." />
      <Values
        name="Settings at that time"
        values={run.settings}
        nothing="Its plugin had no settings stored."
      />
    </Accordion>
  );
}

interface Props {
  name: string;
  values: Record<string, Json> | null;
  nothing: string;
}

function Values({ name, values, nothing }: Props) {
  const entries = Object.entries(values ?? {});
  const scalars = entries.filter((entry): entry is [string, Scalar] => isScalar(entry[1]));
  const others = entries.filter(([, value]) => !isScalar(value));
  return (
    <Accordion.Item value={name}>
      <Accordion.Control>
        {name} ({entries.length})
      </Accordion.Control>
      <Accordion.Panel>
        {entries.length === 0 && <Text size="sm">{nothing}</Text>}
        {scalars.length > 0 && <Pairs items={scalars} label={name} />}
        {others.map(([key, value]) => (
          <JsonTree key={key} name={key} value={value} />
        ))}
      </Accordion.Panel>
    </Accordion.Item>
  );
}
