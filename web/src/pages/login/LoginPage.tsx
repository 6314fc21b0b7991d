/** Sign in; or, on a server without an admin, make the first one. */
import { Center, Paper, Stack, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Navigate, useSearchParams } from 'react-router';
import { useSetupState } from '../../api/account';
import { useIsSignedIn } from '../../api/session';
import { Failure, Loading } from '../../ui/states';
import { safeTarget } from './safe-target';
import { SetupForm } from './SetupForm';
import { SignInForm } from './SignInForm';

export function LoginPage() {
  useDocumentTitle('Sign in · Pluggarr');
  const isSignedIn = useIsSignedIn();
  const [params] = useSearchParams();
  const setup = useSetupState();

  if (isSignedIn) return <Navigate to={safeTarget(params.get('next'))} replace />;
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="xl" w="100%" maw={400} radius="lg">
        <Stack>
          <Stack gap={4} align="center">
            <img src="/favicon.svg" alt="" width={48} height={48} />
            <Title order={1} size="h3">
              Pluggarr
            </Title>
          </Stack>
          {setup.isPending && <Loading what="the sign-in form" rows={2} />}
          {setup.isError && (
            <Failure
              what="the sign-in form"
              error={setup.error}
              onRetry={() => void setup.refetch()}
            />
          )}
          {setup.data?.superuser_exists === true && <SignInForm />}
          {setup.data?.superuser_exists === false && <SetupForm />}
        </Stack>
      </Paper>
    </Center>
  );
}
