import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The green of a games table; the shade used for filled controls has 5:1 contrast with white. */
const felt: MantineColorsTuple = ['#e7f8f3', '#cdeee4', '#9fdec9', '#6ccdae', '#3fbd96', '#22a883', '#14906f', '#0c7a5e', '#0a6650', '#075240'];

/** Warm second colour, for highlights and warnings. */
const amber: MantineColorsTuple = ['#fff6e0', '#ffe9b8', '#ffd98a', '#ffc85a', '#f9b532', '#e59c14', '#c27f06', '#9a6302', '#7d5002', '#5f3c00'];

/** Ink: a dark palette with a little blue in it, calmer than plain grey. */
const dark: MantineColorsTuple = ['#dfe3ea', '#b9c0cc', '#949dac', '#6b7484', '#434b59', '#2f3643', '#232932', '#1a1e26', '#13161c', '#0d0f13'];

const gray: MantineColorsTuple = ['#f7f8fa', '#eff1f4', '#e4e7ec', '#d5dae1', '#c1c8d2', '#a0a9b6', '#717b8a', '#545e6d', '#363e4a', '#20262f'];

/** Red whose shade for filled controls has 5:1 contrast with white. */
const red: MantineColorsTuple = ['#fff5f5', '#ffe3e3', '#ffc9c9', '#ffa8a8', '#ff8787', '#ff6b6b', '#f03e3e', '#c92a2a', '#b02525', '#8f1d1d'];

/** The one place for colours, radii and type. */
export const theme = createTheme({
  primaryColor: 'felt',
  primaryShade: 7,
  autoContrast: true,
  luminanceThreshold: 0.36,
  colors: { felt, amber, red, dark, gray },
  fontFamily: "'Figtree Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'Liberation Mono', monospace",
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.625rem', lineHeight: '1.2' }, h2: { fontSize: '1.25rem', lineHeight: '1.3' }, h3: { fontSize: '1.0625rem', lineHeight: '1.35' } } },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    Anchor: { defaultProps: { underline: 'hover' } },
    Table: { defaultProps: { verticalSpacing: 'sm' } },
    Modal: { defaultProps: { centered: true, overlayProps: { blur: 2 } } },
  },
});

/** Mantine's dimmed text fails 4.5:1 in both schemes; ours does not. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f4f6f8',
    '--mantine-color-dimmed': '#566070',
    '--mantine-color-placeholder': '#667080',
    '--mantine-color-anchor': '#0a6650',
    '--mantine-color-error': '#c92a2a',
    '--rumpus-surface': '#ffffff',
    '--rumpus-surface-2': '#eff1f4',
    '--rumpus-border': '#dde2e8',
  },
  dark: {
    '--mantine-color-body': '#0f1217',
    '--mantine-color-dimmed': '#9aa4b4',
    '--mantine-color-placeholder': '#8a94a4',
    '--mantine-color-anchor': '#5fcfae',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-default': '#1c212a',
    '--mantine-color-default-hover': '#252b36',
    '--mantine-color-default-border': '#39414f',
    '--rumpus-surface': '#171b22',
    '--rumpus-surface-2': '#1f242d',
    '--rumpus-border': '#2a303b',
  },
});
