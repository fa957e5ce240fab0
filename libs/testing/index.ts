export * from './sightline.process.js';
