/** Which address shows which page. Each page is loaded when it is first visited. */
import { createBrowserRouter, Navigate } from 'react-router';
import { NotFoundPage } from './NotFoundPage';
import { PageCrashed } from './PageCrashed';
import { SignedIn } from './SignedIn';

export const router = createBrowserRouter([
  {
    path: '/login',
    lazy: async () => ({ Component: (await import('../pages/login/LoginPage')).LoginPage }),
    ErrorBoundary: PageCrashed,
    HydrateFallback: () => null,
  },
  {
    path: '/',
    Component: SignedIn,
    ErrorBoundary: PageCrashed,
    HydrateFallback: () => null,
    children: [
      { index: true, element: <Navigate to="/plugins" replace /> },
      {
        // Without a path of its own, so that a page that crashes leaves the shell standing.
        ErrorBoundary: PageCrashed,
        children: [
          {
            path: 'channels',
            lazy: async () => ({
              Component: (await import('../pages/channels/ChannelsPage')).ChannelsPage,
            }),
          },
          {
            path: 'sources',
            lazy: async () => ({
              Component: (await import('../pages/sources/SourcesPage')).SourcesPage,
            }),
          },
          {
            path: 'guide',
            lazy: async () => ({ Component: (await import('../pages/guide/GuidePage')).GuidePage }),
          },
          {
            path: 'plugins',
            lazy: async () => ({
              Component: (await import('../pages/plugins/PluginsPage')).PluginsPage,
            }),
          },
          {
            path: 'plugin/:key',
            lazy: async () => ({
              Component: (await import('../pages/plugin/PluginPage')).PluginPage,
            }),
          },
          {
            path: 'runs',
            lazy: async () => ({ Component: (await import('../pages/runs/RunsPage')).RunsPage }),
          },
          {
            path: 'runs/:id',
            lazy: async () => ({ Component: (await import('../pages/runs/RunPage')).RunPage }),
          },
          {
            path: 'settings',
            lazy: async () => ({
              Component: (await import('../pages/settings/SettingsPage')).SettingsPage,
            }),
          },
          { path: '*', Component: NotFoundPage },
        ],
      },
    ],
  },
]);
