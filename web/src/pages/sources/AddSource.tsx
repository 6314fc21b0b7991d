/** A button and the form behind it, for an M3U account or an EPG source. */
import {
  Alert,
  Button,
  Group,
  Modal,
  NumberInput,
  SegmentedControl,
  Stack,
  TextInput,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useState, type SyntheticEvent } from 'react';
import { messageOf } from '../../api/error';

export type NewSource = { name: string; hours: number } & (
  { url: string; file: null } | { url: null; file: string }
);

interface Props {
  title: string;
  urlExample: string;
  fileExample: string;
  onAdd: (source: NewSource) => Promise<unknown>;
}

export function AddSource(props: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
        {props.title}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={props.title}
        centered
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {/* Closed, it is gone, and opens empty again. */}
        <AddForm {...props} onDone={close} />
      </Modal>
    </>
  );
}

function AddForm({ urlExample, fileExample, onAdd, onDone }: Props & { onDone: () => void }) {
  const [kind, setKind] = useState<'url' | 'file'>('url');
  const [name, setName] = useState('');
  const [location, setLocation] = useState('');
  const [hours, setHours] = useState<number | string>(24);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setProblem(null);
    const common = { name: name.trim(), hours: Number(hours) || 0 };
    const place = location.trim();
    try {
      await onAdd(
        kind === 'url'
          ? { ...common, url: place, file: null }
          : { ...common, url: null, file: place },
      );
      onDone();
    } catch (error) {
      setProblem(messageOf(error));
      setIsBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label="Where it is"
          data={[
            { value: 'url', label: 'Address (URL)' },
            { value: 'file', label: 'File on the server' },
          ]}
          value={kind}
          onChange={(next) => setKind(next === 'file' ? 'file' : 'url')}
        />
        <TextInput
          label={kind === 'url' ? 'Address' : 'Path on the server'}
          placeholder={kind === 'url' ? urlExample : fileExample}
          type={kind === 'url' ? 'url' : 'text'}
          required
          withAsterisk={false}
          value={location}
          onChange={(event) => setLocation(event.currentTarget.value)}
        />
        <NumberInput
          label="Refresh every … hours"
          description="0: only by hand"
          min={0}
          max={8760}
          allowDecimal={false}
          value={hours}
          onChange={setHours}
        />
        {problem !== null && (
          <Alert color="red" role="alert">
            {problem}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
