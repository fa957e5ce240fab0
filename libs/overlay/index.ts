export { drawOverlay } from './overlay-drawing.js';
export type { Drawing } from './overlay-drawing.js';
export { isDrawable, textPath, textWidth } from './stroke-font.js';
