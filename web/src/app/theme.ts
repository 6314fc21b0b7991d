/** Colours and sizes. Mantine's own light shades are too pale for small text, so they are darkened here. */
import {
  Badge,
  createTheme,
  Modal,
  Notification,
  Switch,
  DEFAULT_THEME,
  type CSSVariablesResolver,
  type MantineThemeOverride,
} from '@mantine/core';

export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 9, dark: 8 },
  // Plugins choose the colours of their buttons. At this luminance black and white text are equally
  // readable, so whichever side a colour falls on, its text has 4.5:1.
  autoContrast: true,
  luminanceThreshold: 0.179,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Badge: Badge.extend({ defaultProps: { tt: 'none' } }),
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } },
      styles: { description: { color: 'var(--mantine-color-text)', overflowWrap: 'anywhere' } },
    }),
    // Switched off, it is as pale as the page around it.
    Switch: Switch.extend({
      styles: { track: { boxShadow: 'inset 0 0 0 1px var(--mantine-color-dimmed)' } },
    }),
    Modal: Modal.extend({ styles: { title: { fontWeight: 600 } } }),
  },
});

/** Every text colour at 4.5:1 or better on the backgrounds it is used on. */
export const cssVariables: CSSVariablesResolver = () => {
  const light: Record<string, string> = {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
  };
  const dark: Record<string, string> = {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
  };
  for (const color of Object.keys(DEFAULT_THEME.colors)) {
    light[`--mantine-color-${color}-light-color`] =
      `color-mix(in srgb, var(--mantine-color-${color}-9), black 30%)`;
  }
  return { variables: {}, light, dark };
};
