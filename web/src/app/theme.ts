/** Colours and sizes. Mantine's own light shades are too pale for small text, so they are darkened here. */
import {
  Badge,
  Combobox,
  createTheme,
  Modal,
  Notification,
  Switch,
  DEFAULT_THEME,
  defaultVariantColorsResolver,
  isLightColor,
  type CSSVariablesResolver,
  type MantineThemeOverride,
  type VariantColorsResolver,
} from '@mantine/core';

const SHADES = { light: 9, dark: 8 } as const;
// At this luminance black and white text are equally readable.
const THRESHOLD = 0.179;

/** Mantine picks the text on a filled colour for the light shade alone; in the dark another one is used. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input);
  const palette = input.theme.colors[input.color ?? input.theme.primaryColor];
  if (input.variant !== 'filled' || palette === undefined) return resolved;
  const textOn = (shade: 8 | 9) =>
    `var(--mantine-color-${isLightColor(palette[shade], THRESHOLD) ? 'black' : 'white'})`;
  return { ...resolved, color: `light-dark(${textOn(SHADES.light)}, ${textOn(SHADES.dark)})` };
};

export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'indigo',
  primaryShade: SHADES,
  variantColorResolver,
  // Plugins choose the colours of their buttons; whichever side one falls on, its text has 4.5:1.
  autoContrast: true,
  luminanceThreshold: THRESHOLD,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // A hundred closed selects need not have their thousand options on the page.
    Combobox: Combobox.extend({ defaultProps: { keepMounted: false } }),
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
