/** Plugins are Python programs: says so while Python is not ready for them yet, or will not be. */
import { Alert, Loader, Text } from '@mantine/core';
import { IconCircleX } from '@tabler/icons-react';
import { useSystemInfo } from '../../api/system';

export function PythonBanner() {
  const python = useSystemInfo().data?.python;
  if (python === undefined || python.state === 'ready') return null;
  const failed = python.state === 'failed';
  return (
    <Alert
      mb="md"
      role="status"
      color={failed ? 'red' : 'blue'}
      icon={failed ? <IconCircleX aria-hidden /> : <Loader size={18} aria-hidden />}
      title={failed ? 'Plugins cannot run' : 'Preparing Python for plugins'}
    >
      <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
        {python.message ||
          (failed
            ? 'The Python environment could not be set up.'
            : 'This happens once. Plugins start as soon as it is done.')}
      </Text>
    </Alert>
  );
}
