import type { RecipeInput } from '@sightline/contracts';

/** The six kinds of defect that the bundled model of bare boards finds; an open or short circuit makes the board useless. */
export const bundledRecipes: Readonly<Record<string, RecipeInput>> = {
  pcb: {
    model: 'pcb-defects@champion',
    labels: {
      open: { threshold: 0.5, severity: 'critical' },
      short: { threshold: 0.5, severity: 'critical' },
      mousebite: { threshold: 0.5, severity: 'major' },
      spur: { threshold: 0.5, severity: 'major' },
      copper: { threshold: 0.5, severity: 'major' },
      'pin-hole': { threshold: 0.5, severity: 'major' },
    },
  },
};
