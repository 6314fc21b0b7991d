/** The first admin of a new server. */
import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { createFirstAdmin } from '../../api/account';
import { messageOf } from '../../api/error';

export function SetupForm() {
  const client = useQueryClient();
  const [username, setUsername] = useState('admin');
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const creation = useMutation({
    mutationFn: createFirstAdmin,
    // Somebody else may have been quicker: then this form is the wrong one.
    onError: () => client.invalidateQueries({ queryKey: ['setup'] }),
    onSuccess: () => client.setQueryData(['setup'], { superuser_exists: true }),
  });
  const differs = repeated !== '' && repeated !== password;

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (password === repeated) creation.mutate({ username, password });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">
          Welcome. This server is new: choose the name and password of its admin.
        </Text>
        <TextInput
          label="User name"
          autoComplete="username"
          required
          withAsterisk={false}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          autoComplete="new-password"
          autoFocus
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password again"
          autoComplete="new-password"
          required
          withAsterisk={false}
          value={repeated}
          error={differs ? 'The two passwords differ' : undefined}
          onChange={(event) => setRepeated(event.currentTarget.value)}
        />
        {creation.isError && (
          <Alert color="red" role="alert">
            {messageOf(creation.error)}
          </Alert>
        )}
        <Button type="submit" loading={creation.isPending}>
          Create the admin
        </Button>
      </Stack>
    </form>
  );
}
