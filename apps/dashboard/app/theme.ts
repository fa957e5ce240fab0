import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const gray: MantineColorsTuple = [
  '#f7f8f9',
  '#eef0f2',
  '#e1e4e8',
  '#d3d7dc',
  '#bfc5cc',
  '#9aa2ab',
  '#747c86',
  '#5a626c',
  '#3a4048',
  '#22262b',
];
const dark: MantineColorsTuple = [
  '#d9dde1',
  '#bcc2ca',
  '#949ca6',
  '#5f6771',
  '#363c43',
  '#2b3036',
  '#181b1f',
  '#131619',
  '#101214',
  '#0a0b0d',
];
/** Buttons and selections are ink on paper, so that nothing competes with a verdict. */
const ink: MantineColorsTuple = [
  '#f7f8f9',
  '#e8eaed',
  '#d3d7dc',
  '#bfc5cc',
  '#9aa2ab',
  '#747c86',
  '#5a626c',
  '#3a4048',
  '#22262b',
  '#15181c',
];

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 1 },
  autoContrast: true,
  colors: { gray, dark, ink },
  defaultRadius: 8,
  fontFamily: 'Inter, "Segoe UI", system-ui, -apple-system, Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "SF Mono", "Liberation Mono", monospace',
  headings: { fontWeight: '650' },
  respectReducedMotion: true,
  cursorType: 'pointer',
});

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-placeholder': 'var(--ink-3)',
  },
  dark: {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-placeholder': 'var(--ink-3)',
  },
});
